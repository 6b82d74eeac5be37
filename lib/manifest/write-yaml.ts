import { dump } from 'js-yaml';
import type { KubernetesObject } from './kubernetes';

const header = '# Written by Podlock from main.ts. Edits are lost at the next synth.\n';

/** The keys that tell a reader what an object or a list item is; the others follow in alphabetical order. */
const leading = ['apiVersion', 'kind', 'metadata', 'name', 'namespace'];

/** The objects as one YAML file: the same objects give the same bytes, whatever the order of their keys. */
export function writeYaml(objects: readonly KubernetesObject[]): string {
  const documents = objects.map((object) => dump(object, { lineWidth: -1, noRefs: true, sortKeys: compareKeys }));
  return header + documents.join('---\n');
}

function compareKeys(left: string, right: string): number {
  return rank(left) - rank(right) || (left < right ? -1 : 1);
}

function rank(key: string): number {
  const index = leading.indexOf(key);
  return index < 0 ? leading.length : index;
}
