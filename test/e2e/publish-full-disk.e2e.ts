import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publish } from '../../lib/publish/publish';
import { contents, outputFiles } from '../publish/temporary-folder';

// Needs root, to mount.
const root = fs.mkdtempSync(join(tmpdir(), 'podlock-test-'));
const mounts: string[] = [];
afterEach(() => {
  for (const mount of mounts.splice(0).reverse()) execFileSync('umount', [mount]);
});
afterAll(() => fs.rmdirSync(root));

function mount(folder: string, ...parameters: string[]): void {
  execFileSync('mount', [...parameters, folder]);
  mounts.push(folder);
}

/** Mounts a small disk, and publishes to it. */
function projectOn(options: string): void {
  mount(root, '-t', 'tmpfs', '-o', options, 'tmpfs');
  publish(outputFiles({ a: '1', 'home/b': '1' }), join(root, 'dist'));
  fs.writeFileSync(join(root, 'dist/mine'), 'mine');
}

const many = outputFiles(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`home/f${i}`, 'x'.repeat(5_000)])));

test.each([
  ['blocks', 'size=256k'],
  ['inodes', 'size=4m,nr_inodes=40'],
])('fails on a disk without %s, and leaves dist/ byte for byte', (_, options) => {
  projectOn(options);
  const before = contents(root);
  expect(() => publish(many, join(root, 'dist'))).toThrow(/ENOSPC.*nothing was changed; free some space$/);
  expect(contents(root)).toEqual(before);
  expect(publish(outputFiles({ a: '2' }), join(root, 'dist'))).toMatchObject({ written: ['a'], foreign: ['mine'] });
});

test('fails on a read-only file system, and leaves dist/', () => {
  projectOn('size=1m');
  const before = contents(root);
  execFileSync('mount', ['-o', 'remount,ro', root]);
  expect(() => publish(many, join(root, 'dist'))).toThrow(/EROFS.*; publish to a file system that is not read-only$/);
  expect(contents(root)).toEqual(before);
});

test.each([
  ['another file system', ['-t', 'tmpfs', 'tmpfs']],
  ['the same file system', ['--bind']],
])('fails when dist/ is a mount point of %s, and leaves it', (_, parameters) => {
  projectOn('size=1m');
  const dist = join(root, 'dist');
  const bound = join(root, 'bound');
  fs.mkdirSync(bound);
  mount(dist, ...parameters, ...(parameters[0] === '--bind' ? [bound] : []));
  fs.writeFileSync(join(dist, 'mine'), 'mine');
  const before = contents(root);
  expect(() => publish(many, dist)).toThrow(/mount point.*mount the folder it is in instead$/);
  expect(contents(root)).toEqual(before);
});

test('fails when there is a mount point inside dist/, and leaves both', () => {
  projectOn('size=1m');
  const inside = join(root, 'dist/home');
  mount(inside, '-t', 'tmpfs', 'tmpfs');
  const before = contents(root);
  expect(() => publish(many, join(root, 'dist'))).toThrow(`${inside}: is a mount point, which cannot be replaced`);
  expect(contents(root)).toEqual(before);
});
