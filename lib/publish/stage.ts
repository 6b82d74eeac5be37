import fs from 'node:fs';
import { join } from 'node:path';
import { foldersOf, listName, type OutputFile } from './output-file';
import type { Plan } from './plan';

/**
 * Builds the whole new folder beside the old one. What stays the same is the same file in both, by a hard link: no
 * editor or GitOps tool sees it change, and 8,000 files cost no writing.
 */
export function stage(plan: Plan, current: string, next: string): void {
  const emptyFolders = plan.foreign.filter((path) => path.endsWith('/')).map((path) => path.slice(0, -1));
  const foreign = plan.foreign.filter((path) => !path.endsWith('/'));
  const paths = [...plan.written, ...plan.unchanged].map((file) => file.path);
  const folders = ['', ...[...foldersOf([...paths, ...plan.foreign]), ...emptyFolders].sort()];

  for (const folder of folders) fs.mkdirSync(join(next, folder));
  for (const file of plan.unchanged) linkOrWrite(file, current, next);
  for (const file of plan.written) write(join(next, file.path), file.content);
  for (const path of foreign) keep(join(current, path), join(next, path));
  write(join(next, listName), plan.list);
  // Last, and from the leaves up: a folder may be one that nobody may write to.
  for (const folder of folders.reverse()) adopt(join(current, folder), join(next, folder));
}

function write(path: string, content: string): void {
  fs.writeFileSync(path, content, { flag: 'wx' });
}

function linkOrWrite(file: OutputFile, current: string, next: string): void {
  if (!link(join(current, file.path), join(next, file.path))) write(join(next, file.path), file.content);
}

function keep(from: string, to: string): void {
  const stats = fs.lstatSync(from);
  if (stats.isSymbolicLink()) {
    // link(2) of macOS follows symlinks.
    fs.symlinkSync(fs.readlinkSync(from), to);
    fs.lutimesSync(to, stats.atime, stats.mtime);
  } else if (!link(from, to)) {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
    fs.utimesSync(to, stats.atime, stats.mtime);
  }
}

/** Some file systems have no hard links, and Linux may refuse one to a file of another user. */
function link(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

function adopt(from: string, to: string): void {
  const stats = fs.lstatSync(from, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return;
  const made = fs.lstatSync(to);
  if (made.uid !== stats.uid || made.gid !== stats.gid) tryToChangeOwner(to, stats);
  if (made.mode !== stats.mode) fs.chmodSync(to, stats.mode & 0o7777);
}

/** `sudo npx cdk8s synth` must not take dist/ from its owner; others than root may not give folders away. */
function tryToChangeOwner(path: string, owner: fs.Stats): void {
  try {
    fs.chownSync(path, owner.uid, owner.gid);
  } catch {}
}
