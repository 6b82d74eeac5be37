import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { renderManifests } from '../../lib/synth/render-manifests';
import { exampleDeclaration } from '../declaration/example-declaration';
import { mediaDeclaration } from '../declaration/media-declaration';
import { LockedManifests } from './locked-manifests';

/** A Pod with every lock closed, written by hand from what the locks say. */
export function handWritten(): LockedManifests {
  const name = 'locked-pod.yaml';
  return new LockedManifests(readFileSync(join(__dirname, '../fixtures', name), 'utf8'), name);
}

const rendered = new Map<() => unknown, string>();

// Before any test, so that none shows the others what it made of lib/locks: test/stryker/runner.mjs.
beforeAll(() => {
  renderedExample();
  renderedMedia();
});

/** What Podlock renders from its example, as one stream. */
export function renderedExample(): LockedManifests {
  return renderedFrom(exampleDeclaration);
}

/** The same with companions, further volumes and hosts. Its only open locks are the hosts, each with a reason. */
export function renderedMedia(): LockedManifests {
  return renderedFrom(mediaDeclaration);
}

function renderedFrom(declaration: () => unknown): LockedManifests {
  const known = rendered.get(declaration) ?? streamOf(declaration());
  rendered.set(declaration, known);
  return new LockedManifests(known, 'rendered.yaml');
}

function streamOf(declaration: unknown): string {
  const { pods } = renderManifests(parseDeclaration(declaration));
  return pods
    .flat()
    .map(({ content }) => content)
    .join('---\n');
}
