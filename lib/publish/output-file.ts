import { posix } from 'node:path';

/** One file of dist/. */
export interface OutputFile {
  /** Relative to dist/, with `/` between its parts, on every platform. */
  readonly path: string;
  /** Written as UTF-8. */
  readonly content: string;
}

/** The list of what Podlock wrote, in dist/ itself. Neither .yaml nor .json: Argo CD and Flux do not read it. */
export const listName = '.podlock-files';

/** Every folder that the paths need, without the root. */
export function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = posix.dirname(path); folder !== '.' && !folders.has(folder); folder = posix.dirname(folder)) {
      folders.add(folder);
    }
  }
  return folders;
}

/**
 * Refuses paths that no folder could hold on every platform.
 *
 * @throws Error on a path that is not plain and relative, on two that are equal or differ only in case, and on a file
 * that is also a folder of another. All of them are mistakes of the caller, not of the user.
 */
export function checkPaths(files: readonly OutputFile[]): void {
  const seen = new Map<string, string>();
  for (const { path } of files) {
    const reason = notPlain(path);
    if (reason) throw new Error(`output file ${JSON.stringify(path)}: ${reason}`);
    const key = caseless(path);
    const other = seen.get(key);
    if (other === path) throw new Error(`output file "${path}": given twice`);
    if (other) throw new Error(`output file "${path}": differs from "${other}" only in case`);
    seen.set(key, path);
  }
  for (const folder of foldersOf(seen.values())) {
    const file = seen.get(caseless(folder));
    if (file) throw new Error(`output file "${file}": is also the folder of another output file`);
  }
}

function caseless(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

function notPlain(path: string): string | undefined {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'must be relative';
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    return 'has an empty part, "." or ".."';
  }
  // The list holds one path a line, and `#` starts its comment.
  if (path.includes('\\') || /\p{Cc}/u.test(path) || path.startsWith('#')) {
    return 'has a backslash, a control character or a leading "#"';
  }
  return path === listName ? 'is the name of the list of written files' : undefined;
}
