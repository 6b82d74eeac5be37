import fs from 'node:fs';
import { join, posix } from 'node:path';
import { formatList, readList } from './file-list';
import { foldersOf, listName, type OutputFile } from './output-file';
import { PublishError } from './publish-error';
import { scan, type Tree } from './scan';

/** What a publish would do to a folder. All paths are below it and sorted. */
export interface Plan {
  readonly written: readonly OutputFile[];
  readonly unchanged: readonly OutputFile[];
  readonly removed: readonly string[];
  /** What Podlock never wrote; an empty folder ends in `/`. */
  readonly foreign: readonly string[];
  /** The new list of written files. */
  readonly list: string;
  /** False when every byte is already there. */
  readonly changes: boolean;
}

/**
 * Compares what stands in a folder with what shall. Reads only.
 *
 * @param name the folder as the user wrote it, for errors
 * @throws PublishError that names everything in the way of a new file
 */
export function plan(files: readonly OutputFile[], root: string, name: string): Plan {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const paths = new Set(sorted.map((file) => file.path));
  const tree = scan(root);
  const { text, paths: listed } = readList(root);
  const unchanged = sorted.filter(
    (file) => tree.get(file.path) === 'file' && holds(join(root, file.path), file.content),
  );
  const same = new Set(unchanged.map((file) => file.path));
  // A file with the very bytes is taken for our own: dist/ recovers from a list that was lost.
  const folders = new Set([...foldersOf(paths)].map((folder) => `${folder}/`));
  const foreign = foreignOf(tree, listed).filter((path) => !same.has(path) && !folders.has(path));
  refuseCollisions(foreign, paths, name);

  const written = sorted.filter((file) => !same.has(file.path));
  const removed = [...tree.keys()].filter((path) => tree.get(path) === 'file' && listed.has(path) && !paths.has(path));
  const list = formatList(paths);
  const changes = written.length > 0 || removed.length > 0 || text !== list;
  return { written, unchanged, removed: removed.sort(), foreign, list, changes };
}

/** What stands in a folder and was never written by Podlock; an empty folder ends in `/`. */
export function foreignOf(tree: Tree, listed: ReadonlySet<string>): readonly string[] {
  // A folder that holds something, or whose only files were ours, is not somebody's empty folder.
  const accounted = foldersOf([...tree.keys(), ...listed]);
  const foreign: string[] = [];
  for (const [path, kind] of tree) {
    if (kind !== 'folder') {
      // Podlock writes plain files only: a symlink in the place of one was put there by somebody.
      if (kind !== 'file' || !listed.has(path)) foreign.push(path);
    } else if (!accounted.has(path)) {
      foreign.push(`${path}/`);
    }
  }
  return foreign.sort();
}

function holds(path: string, content: string): boolean {
  return fs.readFileSync(path).equals(Buffer.from(content));
}

function refuseCollisions(foreign: readonly string[], paths: ReadonlySet<string>, name: string): void {
  const folders = foldersOf(paths);
  const inTheWay = foreign.filter((entry) => {
    const path = entry.replace(/\/$/, '');
    return paths.has(path) || folders.has(path) || [...foldersOf([path])].some((folder) => paths.has(folder));
  });
  if (inTheWay.length === 0) return;
  const names = inTheWay.map((path) => posix.join(name, path)).join(', ');
  throw new PublishError(
    `${names}: not written by Podlock (not in ${posix.join(name, listName)}) and in the way of a new file; ` +
      `nothing was changed; move it away or delete it, and synth again`,
  );
}
