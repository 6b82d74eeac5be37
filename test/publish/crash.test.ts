import fs from 'node:fs';
import { join } from 'node:path';
import { publish } from '../../lib/publish/publish';
import { type SystemCalls, systemCalls } from '../../lib/publish/system-calls';
import { outputFiles, published, temporaryFolder } from './temporary-folder';

const before = { 'home/a': '1', 'home/b': 'same', 'old/c': '1' };
const after = { 'home/a': '2', 'home/b': 'same', 'new/d': '2' };
const mine = { 'home/mine': 'mine', 'old/link': '-> mine', 'old/mine': 'mine' };

const withoutExchange: SystemCalls = { ...systemCalls, exchange: () => false };
const withoutLocks: SystemCalls = { ...systemCalls, lock: () => ({ state: 'unsupported' }) };

/** Every call by which a publish changes a file system. */
const calls = [
  ...(['mkdirSync', 'writeFileSync', 'copyFileSync', 'linkSync', 'symlinkSync', 'renameSync', 'rmSync'] as const),
  ...(['chmodSync', 'chownSync', 'utimesSync', 'lutimesSync'] as const),
];

/** Lets so many changes happen, and none after: what a killed process leaves, its own clean-up undone. */
class Death {
  readonly system: SystemCalls;
  /** Whether it came to that. */
  happened = false;

  constructor(
    private left: number,
    system: SystemCalls,
  ) {
    const exchange = (one: string, other: string): boolean => {
      this.step();
      return system.exchange(one, other);
    };
    this.system = { ...system, exchange };
    for (const call of calls) {
      const real = fs[call] as (...parameters: unknown[]) => unknown;
      const mortal = (...parameters: unknown[]): unknown => {
        this.step();
        if (call === 'rmSync') removeOneByOne(String(parameters[0]), () => this.step());
        return real(...parameters);
      };
      jest.spyOn(fs, call).mockImplementation(mortal as never);
    }
  }

  private step(): void {
    this.happened ||= this.left === 0;
    if (this.happened) throw new Error('killed');
    this.left -= 1;
  }
}

/** rmSync removes one file after the other, the list perhaps first. */
function removeOneByOne(folder: string, step: () => void): void {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeOneByOne(path, step);
    else fs.unlinkSync(path);
    step();
  }
}

/** dist/, if there is one. */
function whole(root: string): Record<string, string> | undefined {
  return fs.existsSync(join(root, 'dist')) ? published(join(root, 'dist')) : undefined;
}

/** Publishes, and dies after so many steps if it needs more. */
function publishMortally(steps: number, files: Readonly<Record<string, string>>, dist: string, system: SystemCalls) {
  const death = new Death(steps, system);
  try {
    publish(outputFiles(files), dist, death.system);
  } catch (error) {
    if (!death.happened) throw error;
  }
  jest.restoreAllMocks();
  return death.happened;
}

function distWithForeignFiles(root: string): string {
  const dist = join(root, 'dist');
  publish(outputFiles(before), dist);
  fs.writeFileSync(join(dist, 'home/mine'), 'mine');
  fs.writeFileSync(join(dist, 'old/mine'), 'mine');
  fs.symlinkSync('mine', join(dist, 'old/link'));
  return dist;
}

describe.each([
  ['folders are exchanged', systemCalls, false],
  ['folders are exchanged and there are no locks', withoutLocks, false],
  ['two renames stand in for the exchange', withoutExchange, true],
])('where %s', (_, system, mayBeMissing) => {
  test('a publish that is killed after any of its steps leaves a whole dist/, and the next one cleans up', () => {
    const seen = new Set<string>();
    for (let steps = 0, died = true; died; steps += 1) {
      const root = temporaryFolder();
      const dist = distWithForeignFiles(root);
      died = publishMortally(steps, after, dist, system);

      const left = whole(root);
      seen.add(JSON.stringify(left ?? 'missing'));
      const allowed = [{ ...before, ...mine }, { ...after, ...mine }, ...(mayBeMissing ? [undefined] : [])];
      expect(allowed).toContainEqual(left);

      // Whichever comes next: the same files again, or the ones from before.
      const next = steps % 2 === 0 ? after : before;
      const report = publish(outputFiles(next), dist, system);
      expect(published(dist)).toEqual({ ...next, ...mine });
      expect(report).toMatchObject({ foreign: Object.keys(mine), warnings: [] });
      expect(fs.readdirSync(root)).toEqual(['dist']);
    }
    expect(seen.size).toBe(mayBeMissing ? 3 : 2);
  });
});

test('a first publish that is killed after any of its steps leaves no dist/ or a whole one', () => {
  const seen = new Set<string>();
  for (let steps = 0, died = true; died; steps += 1) {
    const root = temporaryFolder();
    died = publishMortally(steps, after, join(root, 'dist'), systemCalls);
    const left = whole(root);
    seen.add(JSON.stringify(left ?? 'missing'));
    expect([undefined, after]).toContainEqual(left);
    publish(outputFiles(after), join(root, 'dist'));
    expect(published(join(root, 'dist'))).toEqual(after);
    expect(fs.readdirSync(root)).toEqual(['dist']);
  }
  expect(seen.size).toBe(2);
});

test('where there are no locks, the folder of a publish that still runs is left alone', () => {
  const root = temporaryFolder();
  publish(outputFiles(before), join(root, 'dist'), withoutLocks);
  const running = join(root, `.podlock-dist-${process.ppid}-1-0123abcd`);
  fs.mkdirSync(running);
  publish(outputFiles(after), join(root, 'dist'), withoutLocks);
  expect(fs.readdirSync(root).sort()).toEqual([running.slice(root.length + 1), 'dist']);
});

test('folders that only look like a publish’s, and those of another dist/, are left alone', () => {
  const root = temporaryFolder();
  for (const name of ['.podlock-x', '.podlock-other-1-1-0123abcd', '.podlock-cache']) fs.mkdirSync(join(root, name));
  publish(outputFiles(after), join(root, 'dist'));
  expect(fs.readdirSync(root).sort()).toEqual(['.podlock-cache', '.podlock-other-1-1-0123abcd', '.podlock-x', 'dist']);
});

test('dist/ that is a symlink is put back where it points to', () => {
  const root = temporaryFolder();
  fs.mkdirSync(join(root, 'real'));
  fs.symlinkSync('real', join(root, 'dist'));
  publish(outputFiles(before), join(root, 'dist'));
  // What a kill between the two renames leaves.
  const { ino } = fs.statSync(join(root, 'real'));
  const run = join(root, `.podlock-real-999999999-${ino}-0123abcd`);
  fs.mkdirSync(run);
  fs.renameSync(join(root, 'real'), join(run, 'old'));
  publish(outputFiles(before), join(root, 'dist'));
  expect(published(join(root, 'real'))).toEqual(before);
  expect(fs.readdirSync(root).sort()).toEqual(['dist', 'real']);
});
