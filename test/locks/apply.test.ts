import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkManifests } from '../../lib/check/check-manifests';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { locks } from '../../lib/locks';
import { renderManifests } from '../../lib/synth/render-manifests';
import { exampleDeclaration } from '../declaration/example-declaration';
import { renderedWithout, repeatsDefaults } from './applied-locks';

test.each(locks)('without $about.id being applied, that lock is found open, or it repeats a default', (lock) => {
  const { findings } = checkManifests(renderedWithout(lock.about.id), [lock]);
  expect(findings.length > 0).toBe(!repeatsDefaults.includes(lock.about.id));
});

test('what all locks together set stands in dist/, where each change of it is read', () => {
  const { pods } = renderManifests(parseDeclaration(exampleDeclaration()));
  // Images are renewed in main.ts, and the example need not follow.
  const withoutImages = (text: string) => text.replace(/(image: ).*/g, '$1…');
  for (const { path, content } of pods.flat()) {
    const committed = readFileSync(join(__dirname, '../../dist', path), 'utf8');
    expect(withoutImages(content)).toBe(withoutImages(committed));
  }
});
