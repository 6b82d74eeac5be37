import fs from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { PublishError } from './publish-error';
import { mountPoint } from './scan';

/** A folder to publish, symlinks followed. */
export interface Place {
  /** As the user wrote it, for errors. */
  readonly name: string;
  readonly path: string;
  /** The folder it is in: where its replacement is made ready. */
  readonly parent: string;
  readonly base: string;
}

/**
 * Finds the folder. It need not exist.
 *
 * @throws PublishError when something that is not a folder has its name
 */
export function locate(directory: string): Place {
  const path = follow(resolve(directory), directory);
  return { name: directory, path, parent: dirname(path), base: basename(path) };
}

/**
 * Refuses a folder that could not be replaced.
 *
 * @throws PublishError on a mount point
 * @throws Error of access(2) when it may not be written to: a rename alone does not always ask
 */
export function checkReplaceable(place: Place): void {
  const stats = fs.lstatSync(place.path, { throwIfNoEntry: false });
  if (!stats) return;
  if (stats.dev !== fs.statSync(place.parent).dev) throw mountPoint(place.name);
  fs.accessSync(place.path, fs.constants.W_OK);
}

function follow(path: string, name: string): string {
  const stats = fs.lstatSync(path, { throwIfNoEntry: false });
  if (!stats || stats.isDirectory()) return path;
  if (!stats.isSymbolicLink()) throw new PublishError(`${name}: is not a folder; move it away, or publish elsewhere`);
  // By hand, not by realpath: a killed publish may have left the folder it points to for recovery.
  const target = resolve(dirname(path), fs.readlinkSync(path));
  const real = join(fs.realpathSync(dirname(target)), basename(target));
  const kind = fs.lstatSync(real, { throwIfNoEntry: false });
  if (kind && !kind.isDirectory()) {
    throw new PublishError(`${name}: is a symlink to ${target}, which is not a folder; let it point to a folder`);
  }
  return real;
}
