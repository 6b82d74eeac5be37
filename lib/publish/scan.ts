import fs from 'node:fs';
import { join } from 'node:path';
import { listName } from './output-file';
import { PublishError } from './publish-error';

type Kind = 'file' | 'folder' | 'symlink' | 'other';

/** What stands in a folder, by path below it, the list left out. Symlinks are not followed. */
export type Tree = ReadonlyMap<string, Kind>;

/**
 * Reads a folder. One that does not exist is empty.
 *
 * @throws PublishError on a mount point below it: a folder that holds one cannot be replaced
 */
export function scan(root: string): Tree {
  const tree = new Map<string, Kind>();
  const device = fs.lstatSync(root, { throwIfNoEntry: false })?.dev;
  if (device !== undefined) collect(root, '', device, tree);
  return tree;
}

function collect(root: string, folder: string, device: number, tree: Map<string, Kind>): void {
  for (const entry of fs.readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    const kind = kindOf(entry);
    if (path === listName && kind === 'file') continue;
    tree.set(path, kind);
    if (kind !== 'folder') continue;
    if (fs.lstatSync(join(root, path)).dev !== device) throw mountPoint(join(root, path));
    collect(root, path, device, tree);
  }
}

/** The error for a folder that only its own file system can replace. */
export function mountPoint(path: string): PublishError {
  return new PublishError(`${path}: is a mount point, which cannot be replaced; mount the folder it is in instead`);
}

function kindOf(entry: fs.Dirent): Kind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}
