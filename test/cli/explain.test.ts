import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { explainLock, listLocks, locksPage } from '../../lib/check/explain-lock';
import { variablesPage } from '../../lib/declaration/gluetun/variables-page';
import { providersPage } from '../../lib/declaration/providers-page';
import { locks } from '../../lib/locks';
import { check } from '../../lib/locks/uplink/check';
import { findVpnPods } from '../../lib/manifest/vpn-pod';
import { handWritten } from '../locks/closed-manifests';
import { type Loose, set } from '../locks/locked-manifests';

const abouts = locks.map(({ about }) => about);
const root = join(__dirname, '../..');

test('docs/locks.md is what the locks say: npm run docs', () => {
  expect(readFileSync(join(root, 'docs/locks.md'), 'utf8')).toBe(locksPage(abouts));
});

test('docs/providers.md is what the table of providers says: npm run docs', () => {
  expect(readFileSync(join(root, 'docs/providers.md'), 'utf8')).toBe(providersPage());
});

test('docs/gluetun.md is what the table of variables says: npm run docs', () => {
  expect(readFileSync(join(root, 'docs/gluetun.md'), 'utf8')).toBe(variablesPage());
});

test('the command prints the leak, a real way it happens and the fix', () => {
  const { status, stdout } = spawnSync(process.execPath, ['bin/podlock.js', 'explain', 'dns'], {
    cwd: root,
    encoding: 'utf8',
  });
  const about = abouts.find(({ id }) => id === 'dns');
  expect({ status, stdout }).toEqual({ status: 0, stdout: about && explainLock(about) });
  expect(stdout.replace(/\s+/g, ' ')).toContain(about?.story);
});

test('the list has every lock', () => {
  expect(listLocks(abouts).match(/^[a-z-]+/gm)).toEqual(abouts.map(({ id }) => id));
});

test.each(abouts)('$id is told in sentences that fit, with an example that is YAML', ({ story, example, ...about }) => {
  expect(story).toMatch(/^(?:[A-Z0-9]|dnsPolicy|containerd).*\.$/);
  expect(loadAll(example).length).toBeGreaterThan(0);
  const widths = explainLock({ story, example, ...about })
    .split('\n')
    .map((line) => line.length);
  expect(Math.max(...widths)).toBeLessThanOrEqual(180);
});

test('the guard of the example closes the lock that it explains', () => {
  const manifests = handWritten();
  const { example } = abouts.find(({ id }) => id === 'uplink') ?? { example: '' };
  const [{ initContainers }] = loadAll(example) as [{ initContainers: readonly Loose[] }];
  set(manifests.guard, 'command', initContainers[0].command);
  set(manifests.guard, 'args', undefined);
  const [pod] = findVpnPods(manifests.documents);
  expect(pod && check(pod, manifests.documents)).toEqual([]);
});
