import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { renderManifests } from '../../lib/synth/render-manifests';
import { exampleDeclaration } from '../declaration/example-declaration';
import { LockedManifests } from './locked-manifests';

/** A Pod with every lock closed, written by hand from what the locks say. */
export function handWritten(): LockedManifests {
  const name = 'locked-pod.yaml';
  return new LockedManifests(readFileSync(join(__dirname, '../fixtures', name), 'utf8'), name);
}

let rendered: string | undefined;

/** What Podlock renders from its example, as one stream. */
export function renderedExample(): LockedManifests {
  rendered ??= renderManifests(parseDeclaration(exampleDeclaration()))
    .pods.flat()
    .map(({ content }) => content)
    .join('---\n');
  return new LockedManifests(rendered, 'rendered.yaml');
}
