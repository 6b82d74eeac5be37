import fs from 'node:fs';
import { join } from 'node:path';
import { listName } from './output-file';

const comment = '# The files in this folder that Podlock wrote, and may remove. All others it leaves alone.';

/** The list as text. */
export function formatList(paths: Iterable<string>): string {
  return [comment, ...[...paths].sort(), ''].join('\n');
}

/**
 * Reads the list of a folder.
 *
 * Lines that name nothing, such as a merge conflict's, do no harm: only what stands in the folder is ever removed.
 * @returns no text when there is no list
 */
export function readList(root: string): { readonly text?: string; readonly paths: ReadonlySet<string> } {
  const path = join(root, listName);
  if (!fs.lstatSync(path, { throwIfNoEntry: false })?.isFile()) return { paths: new Set() };
  const text = fs.readFileSync(path, 'utf8');
  const lines = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  return { text, paths: new Set(lines) };
}
