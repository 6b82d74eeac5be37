import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkManifests } from '../../lib/check/check-manifests';
import { locks } from '../../lib/locks';
import { handWritten, renderedExample } from './closed-manifests';
import { findingText } from './finding-text';
import type { LockedManifests } from './locked-manifests';
import { mutations } from './mutations';
import { variations } from './variations';

/** What a lock finds. What the others find is asked in only-that-lock.test.ts. */
function findingsOf(id: string, { documents }: LockedManifests): readonly string[] {
  const own = locks.filter(({ about }) => about.id === id);
  const { workloads, findings } = checkManifests(documents, own);
  expect(workloads).toHaveLength(1);
  expect(findings.filter(({ lock }) => lock !== id)).toEqual([]);
  for (const { remedy } of findings) expect(remedy).toMatch(/^[A-Zgl`].*\.$/);
  return findings.map(findingText);
}

const folders = readdirSync(join(__dirname, '../../lib/locks'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test.each(folders)('%s is opened in five ways and more, and closed in more ways than one', (folder) => {
  expect(mutations[folder]?.length).toBeGreaterThanOrEqual(5);
  expect(variations[folder]?.length).toBeGreaterThanOrEqual(1);
});

test.each(folders)('%s is closed in the hand-written Pod and in what Podlock renders', (folder) => {
  expect([...findingsOf(folder, handWritten()), ...findingsOf(folder, renderedExample())]).toEqual([]);
});

const opened = Object.entries(mutations).flatMap(([lock, list]) => list.map((mutation) => ({ lock, ...mutation })));

test.each(opened)('$lock is open when $name', ({ lock, change, findings }) => {
  const manifests = handWritten();
  change(manifests);
  expect(findingsOf(lock, manifests)).toEqual(findings);
});

test.each(opened)('in what Podlock renders, $lock is open when $name', ({ lock, change }) => {
  const manifests = renderedExample();
  change(manifests);
  expect(findingsOf(lock, manifests)).not.toEqual([]);
});

const closed = Object.entries(variations).flatMap(([lock, list]) => list.map((variation) => ({ lock, ...variation })));

test.each(closed)('$lock is closed when $name', ({ lock, change }) => {
  const manifests = handWritten();
  change(manifests);
  expect(findingsOf(lock, manifests)).toEqual([]);
});
