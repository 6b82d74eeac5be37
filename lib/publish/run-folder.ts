import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import type { Place } from './place';
import { codeOf } from './publish-error';

/**
 * Where one publish works: a folder beside dist/, named `.podlock-<dist>-<process id>-<inode of dist>-<random>`.
 * The name alone tells the next publish, after a crash, whose it was and which folder in it is the replaced dist/.
 */
export interface RunFolder {
  readonly path: string;
  /** The new dist/ until the exchange, the replaced one after it. */
  readonly next: string;
  /** The replaced dist/ where folders cannot be exchanged. */
  readonly old: string;
  /** The replaced dist/ when nothing in it is needed any more. */
  readonly done: string;
  readonly process: number;
  /** The inode of dist/ before the publish; 0 when there was none. */
  readonly replaces: bigint;
}

/** Makes the folder for this publish. */
export function createRunFolder(place: Place): RunFolder {
  const replaces = inode(place.path) ?? 0n;
  const name = `.podlock-${place.base}-${process.pid}-${replaces}-${randomBytes(4).toString('hex')}`;
  fs.mkdirSync(join(place.parent, name));
  return runFolder(place, name, process.pid, replaces);
}

/** The folders of other publishes of the same dist/: killed ones, or some that still run. */
export function findRunFolders(place: Place): readonly RunFolder[] {
  if (!fs.existsSync(place.parent)) return [];
  return fs.readdirSync(place.parent).flatMap((name) => {
    const [, base, pid, replaces] = /^\.podlock-(.+)-(\d+)-(\d+)-[0-9a-f]{8}$/.exec(name) ?? [];
    if (base !== place.base || !pid || !replaces) return [];
    return [runFolder(place, name, Number(pid), BigInt(replaces))];
  });
}

/**
 * Where a publish left the dist/ that it replaced.
 *
 * @returns undefined when it did not come that far
 */
export function replacedBy(run: RunFolder): string | undefined {
  if (fs.existsSync(run.old)) return run.old;
  return run.replaces !== 0n && inode(run.next) === run.replaces ? run.next : undefined;
}

/** Whether the process that made the folder is still there. A process of ours by the same number was another one. */
export function isAlive(run: RunFolder): boolean {
  if (run.process === process.pid) return false;
  try {
    return process.kill(run.process, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Removes a tree, also one with folders that may not be written to. */
export function removeTree(path: string): void {
  try {
    fs.rmSync(path, { recursive: true, force: true });
  } catch {
    makeWritable(path);
    fs.rmSync(path, { recursive: true, force: true });
  }
}

function makeWritable(folder: string): void {
  fs.chmodSync(folder, 0o700);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) makeWritable(join(folder, entry.name));
  }
}

function runFolder(place: Place, name: string, pid: number, replaces: bigint): RunFolder {
  const path = join(place.parent, name);
  return { path, next: join(path, 'next'), old: join(path, 'old'), done: join(path, 'done'), process: pid, replaces };
}

function inode(path: string): bigint | undefined {
  return fs.lstatSync(path, { throwIfNoEntry: false, bigint: true })?.ino;
}
