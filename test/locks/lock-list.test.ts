import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { locks } from '../../lib/locks';
import { probes } from '../../lib/locks/probes';

const folders = readdirSync(join(__dirname, '../../lib/locks'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test('every folder of lib/locks is in the list, under its own name', () => {
  expect(locks.map(({ about }) => about.id).sort()).toEqual(folders.sort());
});

test.each(locks.map(({ about }) => about))('the remedy of $id is a sentence', ({ remedy, leak }) => {
  expect(remedy).toMatch(/^[A-Zgl].*\.$/);
  expect(leak).toMatch(/\.$/);
});

test('every lock is proved on a running Pod by a probe of its own', () => {
  expect([...probes.keys()]).toEqual(locks.map(({ about }) => about.id));
});
