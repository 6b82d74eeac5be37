import { loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../../lib';
import type { ExposureInput } from '../../lib/declaration/exposure-schema';
import { exampleWith } from '../declaration/example-declaration';

// biome-ignore lint/suspicious/noExplicitAny: tests look into manifests of every kind.
type Manifest = Record<string, any>;

/** The example with a way in, rendered. */
export function render(expose?: ExposureInput, changes: Readonly<Record<string, unknown>> = {}) {
  const { pods } = renderManifests(parseDeclaration(exampleWith({ 'pods.0.expose': expose, ...changes })));
  const files = pods.flat();
  const objects = files.flatMap(({ content }) => loadAll(content) as Manifest[]);
  const find = (kind: string, name = 'qbittorrent') =>
    objects.find((object) => object['kind'] === kind && object['metadata'].name === name);
  const get = (kind: string, name?: string): Manifest => {
    const found = find(kind, name);
    if (found === undefined) throw new Error(`no ${kind} ${name} was rendered`);
    return found;
  };
  return { text: files.map(({ content }) => content).join('---\n'), objects, find, get };
}

/** Whom the Pod's NetworkPolicy lets in. */
export function ingressFrom(expose?: ExposureInput): unknown {
  const { ingress } = render(expose).get('NetworkPolicy')['spec'];
  expect(ingress).toHaveLength(1);
  return ingress[0].from;
}
