import { checkManifests } from '../../lib/check/check-manifests';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { locks } from '../../lib/locks';
import { readManifests } from '../../lib/manifest/read-manifests';
import { writeYaml } from '../../lib/manifest/write-yaml';
import { draftPod } from '../../lib/pod/draft-pod';
import { renderPod } from '../../lib/pod/render-pod';
import { exampleDeclaration } from '../declaration/example-declaration';

/** The ids of the locks that the checks find open when every lock but these was applied. */
function openWithout(...left: readonly string[]): string[] {
  const { cluster, pods } = parseDeclaration(exampleDeclaration());
  const [declaration] = pods;
  if (declaration === undefined) throw new Error('the example has no Pod');
  const draft = draftPod(declaration, cluster);
  for (const { about, admission, apply } of locks) {
    draft.admissionRules.push(...admission.map((rule) => ({ lock: about.id, ...rule })));
    if (!left.includes(about.id)) apply(draft);
  }
  const { documents } = readManifests(writeYaml([...renderPod(draft), ...draft.namespaceObjects]), 'pod.yaml');
  return [...new Set(checkManifests(documents, locks).findings.map(({ lock }) => lock))].sort();
}

test('with every lock applied none is open', () => {
  expect(openWithout()).toEqual([]);
});

/**
 * Leaving these out opens nothing: they repeat a default of Kubernetes or gluetun, or what the declaration refuses, or
 * (vpn-secrets) are the only ones to mention a key at all.
 */
const repeatsDefaults = ['shared-namespace', 'firewall', 'image-pin', 'vpn-secrets'];

test.each(repeatsDefaults)('without %s being applied, nothing opens', (id) => {
  expect(openWithout(id)).toEqual([]);
});

const others = locks.map(({ about }) => about.id).filter((id) => !repeatsDefaults.includes(id));

test.each(others)('without %s being applied, that lock is found open', (id) => {
  expect(openWithout(id)).toEqual([id]);
});
