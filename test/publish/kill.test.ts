import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { publish } from '../../lib/publish/publish';
import { published, temporaryFolder } from './temporary-folder';
import { version } from './version';

// Processes take half a second to start: on a busy machine that adds up.
jest.setTimeout(60_000);

type Publisher = ChildProcessByStdio<Writable, Readable, null>;

/** Starts a process and waits until it could begin. */
async function start(...parameters: (string | number)[]): Promise<Publisher> {
  const script = require.resolve('./publish-in-a-loop.ts');
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', script, ...parameters.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

async function go(child: Publisher): Promise<void> {
  child.stdin.write('\n');
  await once(child.stdout, 'data');
}

/** The number of the version that dist/ holds, whole and with nothing else in it but the user's own file. */
function wholeVersion(dist: string): number {
  const { mine, ...files } = published(dist);
  expect(mine).toBe('mine');
  const n = Number.parseInt(files['home/pod-0/file-0.yaml'] ?? '', 10);
  expect(files).toEqual(Object.fromEntries(version(n).map((file) => [file.path, file.content])));
  return n;
}

function project(): { root: string; dist: string; foreignFile: () => bigint } {
  const root = temporaryFolder();
  const dist = join(root, 'dist');
  publish(version(0), dist);
  fs.writeFileSync(join(dist, 'mine'), 'mine');
  return { root, dist, foreignFile: () => fs.statSync(join(dist, 'mine'), { bigint: true }).ino };
}

test('dist/ is one whole version, whenever the process that publishes is killed', async () => {
  const { root, dist, foreignFile } = project();
  const inode = foreignFile();
  // More of them on a busy machine, until one was killed amid a publish: the test would prove nothing otherwise.
  const rounds = { least: 12, most: 60 };
  let leftOvers = 0;
  let next = start(dist, 1);
  for (let round = 1; round <= rounds.least || (leftOvers === 0 && round <= rounds.most); round += 1) {
    const child = await next;
    // The next one starts up while this one is killed.
    next = start(dist, round * 1_000_000);
    await go(child);
    await setTimeout(Math.random() * 80);
    child.kill('SIGKILL');
    await once(child, 'exit');
    wholeVersion(dist);
    leftOvers += fs.readdirSync(root).length - 1;
    expect(foreignFile()).toBe(inode);
  }
  const last = await next;
  last.kill('SIGKILL');
  expect(leftOvers).toBeGreaterThan(0);
  publish(version(1), dist);
  expect(wholeVersion(dist)).toBe(1);
  expect(fs.readdirSync(root)).toEqual(['dist']);
});

test('two that publish at once take turns, and dist/ is there whenever somebody looks', async () => {
  const { root, dist } = project();
  const children = await Promise.all([start(dist, 1, 60), start(dist, 1001, 1060)]);
  const exits = children.map((child) => once(child, 'exit'));
  await Promise.all(children.map(go));
  let looks = 0;
  let missing = 0;
  const isRunning = (child: Publisher): boolean => child.exitCode === null && child.signalCode === null;
  while (children.some(isRunning)) {
    for (const end = Date.now() + 5; Date.now() < end; looks += 1) missing += fs.existsSync(dist) ? 0 : 1;
    await setTimeout(1);
  }
  expect({ missing, enough: looks > 1000 }).toEqual({ missing: 0, enough: true });
  expect(await Promise.all(exits)).toEqual([
    [0, null],
    [0, null],
  ]);
  expect([60, 1060]).toContain(wholeVersion(dist));
  expect(fs.readdirSync(root)).toEqual(['dist']);
});
