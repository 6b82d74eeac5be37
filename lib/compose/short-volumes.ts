import { join, relative } from 'node:path';
import { mapping, type Scalar, scalar, type Tree } from './tree';

/**
 * `[SOURCE:]TARGET[:MODE]` in the long syntax. A relative source is written as a path from the project's folder, so that
 * it means the same whichever file it came from.
 */
export function longVolume(short: Scalar, folders: Folders): Tree {
  const { place, text } = short;
  const parts = text.split(/:(?!\\)/);
  const isWindows = /^[A-Za-z]$/.test(parts[0] ?? '') && text.charAt(1) === ':';
  const [source, target, mode] = isWindows
    ? [text.slice(0, text.indexOf(':', 2)), ...text.slice(text.indexOf(':', 2) + 1).split(':')]
    : parts;
  if (target === undefined || target === '') return entry('volume', undefined, source ?? '', mode);
  const isBind = isPath(source ?? '');
  return entry(isBind ? 'bind' : 'volume', isBind ? projectPath(source ?? '', folders) : source, target, mode);

  function entry(type: string, from: string | undefined, to: string, options: string | undefined): Tree {
    const flags = options?.split(',') ?? [];
    return mapping(
      [
        ['type', scalar(type, place)],
        ...(from === undefined || from === '' ? [] : [['source', scalar(from, place)] as const]),
        ['target', scalar(to, place)],
        ...(flags.includes('ro') ? [['read_only', { ...scalar('true', place), value: true }] as const] : []),
      ],
      short,
    );
  }
}

export interface Folders {
  /** The project's, absolute. */
  readonly project: string;
  /** That of the file at hand, absolute. */
  readonly file: string;
}

/** A source that is a path, not the name of a volume; an unset variable at its start is somebody's folder. */
function isPath(source: string): boolean {
  return /^(?:[./~\uE000]|[A-Za-z]:)/.test(source);
}

/** `./media` of a file in another folder of the project, as seen from the project's folder. */
export function projectPath(path: string, { file, project }: Folders): string {
  if (!path.startsWith('.')) return path;
  const seen = relative(project, join(file, path));
  return seen.startsWith('..') ? seen : `./${seen}`;
}
