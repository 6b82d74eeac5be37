import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkManifests } from '../../lib/check/check-manifests';
import { locks } from '../../lib/locks';
import { readManifests } from '../../lib/manifest/read-manifests';
import { findingText } from '../locks/finding-text';

const folder = join(__dirname, '../fixtures/popular');
const setups = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace(/\.yaml$/, ''));

/** What people run, and beside each file every finding, as it was judged by hand: line, lock, severity, path, message. */
test.each(setups)('%s has exactly the open locks that stand beside it', (name) => {
  const file = `${name}.yaml`;
  const { documents, problems } = readManifests(readFileSync(join(folder, file), 'utf8'), file);
  const { findings, errors } = checkManifests(documents, locks);
  const lines = findings.map((finding) => `${finding.line}: ${finding.lock}: ${findingText(finding)}`);
  expect(lines).toEqual(
    readFileSync(join(folder, `${name}.findings.txt`), 'utf8')
      .trimEnd()
      .split('\n'),
  );
  expect([problems, errors]).toEqual([[], []]);
});

test('no finding prints a secret', () => {
  const texts = setups.map((name) => readFileSync(join(folder, `${name}.findings.txt`), 'utf8'));
  expect(texts.filter((text) => text.includes('MustNotBePrinted'))).toEqual([]);
});
