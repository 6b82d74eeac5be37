import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkManifests } from '../../lib/check/check-manifests';
import { locks } from '../../lib/locks';
import { handWritten, renderedExample } from './closed-manifests';
import { findingText } from './finding-text';
import { mutations } from './mutations';
import { variations } from './variations';

const folders = readdirSync(join(__dirname, '../../lib/locks'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test.each(folders)('%s is opened in five ways and more, and closed in more ways than one', (folder) => {
  expect(mutations[folder]?.length).toBeGreaterThanOrEqual(5);
  expect(variations[folder]?.length).toBeGreaterThanOrEqual(1);
});

test('every lock of the hand-written Pod is closed', () => {
  expect(checkManifests(handWritten().documents, locks).findings).toEqual([]);
});

test('every lock of what Podlock renders is closed', () => {
  expect(checkManifests(renderedExample().documents, locks).findings).toEqual([]);
});

const opened = Object.entries(mutations).flatMap(([lock, list]) => list.map((mutation) => ({ lock, ...mutation })));

test.each(opened)('$lock is open when $name', ({ lock, change, findings }) => {
  const manifests = handWritten();
  change(manifests);
  const result = checkManifests(manifests.documents, locks);
  expect(result.findings.map(findingText)).toEqual(findings);
  expect(new Set(result.findings.map((finding) => finding.lock))).toEqual(new Set([lock]));
});

test.each(opened)('in what Podlock renders, $lock alone is open when $name', ({ lock, change }) => {
  const manifests = renderedExample();
  change(manifests);
  const { findings } = checkManifests(manifests.documents, locks);
  expect([...new Set(findings.map((finding) => finding.lock))]).toEqual([lock]);
});

const closed = Object.entries(variations).flatMap(([lock, list]) => list.map((variation) => ({ lock, ...variation })));

test.each(closed)('$lock is closed when $name', ({ change }) => {
  const manifests = handWritten();
  change(manifests);
  const { workloads, findings } = checkManifests(manifests.documents, locks);
  expect(findings.map(findingText)).toEqual([]);
  expect(workloads).toHaveLength(1);
});
