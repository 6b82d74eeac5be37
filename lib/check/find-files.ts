import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { explainFileError } from './file-error';

/** A file of a folder, or why there is none under its name. */
export interface FoundFile {
  readonly path: string;
  readonly error?: string;
}

/**
 * Every *.yaml, *.yml and *.json of a folder, however deep, sorted by name; not in hidden folders (such as .git) or in
 * node_modules. A symbolic link is followed, but no folder is entered twice, so a link to a parent ends there.
 *
 * @param entered the real paths of folders that were entered before
 */
export function findFiles(folder: string, entered: Set<string> = new Set()): readonly FoundFile[] {
  try {
    const real = realpathSync(folder);
    if (entered.has(real)) return [];
    entered.add(real);
    return readdirSync(folder)
      .sort()
      .flatMap((name) => findEntry(join(folder, name), name, entered));
  } catch (error) {
    return [{ path: folder, error: explainFileError(folder, error) }];
  }
}

function findEntry(path: string, name: string, entered: Set<string>): readonly FoundFile[] {
  const isManifest = /\.(?:ya?ml|json)$/i.test(name);
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    // A link that leads nowhere matters only where it is called like a manifest.
    return isManifest ? [{ path, error: explainFileError(path, error) }] : [];
  }
  if (stats.isDirectory()) return name.startsWith('.') || name === 'node_modules' ? [] : findFiles(path, entered);
  if (!isManifest) return [];
  // Reading a pipe would wait for whoever writes into it.
  return [stats.isFile() ? { path } : { path, error: 'is no ordinary file' }];
}
