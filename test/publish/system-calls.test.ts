import fs from 'node:fs';
import { join } from 'node:path';
import { systemCalls } from '../../lib/publish/system-calls';
import { contents, temporaryFolder } from './temporary-folder';

// Linux with glibc, and macOS.

test('two folders change places in one call', () => {
  const root = temporaryFolder();
  for (const name of ['a', 'b']) {
    fs.mkdirSync(join(root, name));
    fs.writeFileSync(join(root, name, 'file'), name);
  }
  expect(systemCalls.exchange(join(root, 'a'), join(root, 'b'))).toBe(true);
  expect(contents(root)).toEqual({ 'a/file': 'b', 'b/file': 'a' });
});

test('folders of which one is missing do not change places', () => {
  const root = temporaryFolder();
  fs.mkdirSync(join(root, 'a'));
  expect(systemCalls.exchange(join(root, 'a'), join(root, 'b'))).toBe(false);
  expect(contents(root)).toEqual({ 'a/': '' });
});

test('a folder is locked by one at a time', () => {
  const root = temporaryFolder();
  const first = systemCalls.lock(root);
  expect(first.state).toBe('held');
  expect(systemCalls.lock(root)).toEqual({ state: 'busy' });
  if (first.state === 'held') first.release();
  const second = systemCalls.lock(root);
  expect(second.state).toBe('held');
  if (second.state === 'held') second.release();
});

test('a folder that cannot be opened has no lock', () => {
  expect(systemCalls.lock(join(temporaryFolder(), 'missing'))).toEqual({ state: 'unsupported' });
});
