import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../lib/publish/run-folder';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) removeTree(folder);
});

/** A project's folder, with dist/ still to come; gone after the test. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(join(tmpdir(), 'podlock-test-'));
  made.push(folder);
  return folder;
}

/** Everything below a folder: contents of files, targets of symlinks, empty folders. */
export function contents(root: string, folder = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of fs.readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) found[path] = `-> ${fs.readlinkSync(join(root, path))}`;
    else if (entry.isFile()) found[path] = fs.readFileSync(join(root, path), 'utf8');
    else if (fs.readdirSync(join(root, path)).length === 0) found[`${path}/`] = '';
    else Object.assign(found, contents(root, path));
  }
  return found;
}

/** The same without the list of written files. */
export function published(root: string): Record<string, string> {
  const { '.podlock-files': _, ...rest } = contents(root);
  return rest;
}

/** Files by path, as `publish` wants them. */
export function outputFiles(byPath: Readonly<Record<string, string>>): { path: string; content: string }[] {
  return Object.entries(byPath).map(([path, content]) => ({ path, content }));
}

/** Inode, modification time and mode of everything below a folder, and of itself. */
export function identity(root: string, folder = ''): Record<string, string> {
  const { ino, mtimeNs, mode } = fs.lstatSync(join(root, folder), { bigint: true });
  const found: Record<string, string> = { [folder]: `${ino} ${mtimeNs} ${mode}` };
  if (!fs.lstatSync(join(root, folder)).isDirectory()) return found;
  for (const name of fs.readdirSync(join(root, folder))) Object.assign(found, identity(root, join(folder, name)));
  return found;
}
