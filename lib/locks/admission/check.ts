import type { ManifestDocument } from '../../manifest/document';
import { selects } from '../../manifest/label-selector';
import type { ManifestIndex } from '../../manifest/manifest-index';
import { fieldsOf, itemsOf, textEntriesOf, textOf, textsOf } from '../../manifest/plain-value';
import type { VpnPod } from '../../manifest/vpn-pod';
import type { Check } from '../lock';

export const check: Check = (pod) => {
  if (denyingBindings(pod.index).some((binding) => covers(binding, pod))) return [];
  return [
    {
      state: 'open',
      message: `nothing in the input keeps Pods without these locks out of ${pod.namespace === undefined ? 'the namespace' : `namespace "${pod.namespace}"`}`,
      path: [],
    },
  ];
};

const bindings = new WeakMap<ManifestIndex, readonly ManifestDocument[]>();

/** The bindings that make the API server refuse Pods with an open lock. They are the same for every Pod of an input. */
function denyingBindings(index: ManifestIndex): readonly ManifestDocument[] {
  const known = bindings.get(index) ?? findDenyingBindings(index);
  bindings.set(index, known);
  return known;
}

function findDenyingBindings(index: ManifestIndex): readonly ManifestDocument[] {
  const policies = index.everywhere('ValidatingAdmissionPolicy').filter(refusesOpenPods);
  const names = new Set(policies.map(({ object }) => object.metadata.name));
  const denying = index
    .everywhere('ValidatingAdmissionPolicyBinding')
    .filter(({ object }) => names.has(textOf(fieldsOf(object['spec'])['policyName']) ?? ''))
    .filter(denies);
  // Pods of one namespace bring the same binding again and again.
  return [...new Map(denying.map((binding) => [binding.object.metadata.name, binding])).values()];
}

/** Whether a policy looks at Pods, at what opens a lock, and refuses them also when it cannot be evaluated. */
function refusesOpenPods({ object }: ManifestDocument): boolean {
  const spec = fieldsOf(object['spec']);
  const expressions = itemsOf(spec['validations']).map((item) => textOf(fieldsOf(item)['expression']) ?? '');
  const looks = ['hostNetwork', 'capabilities'].every((word) => expressions.some((text) => text.includes(word)));
  return looks && spec['failurePolicy'] !== 'Ignore' && matchesPods(spec['matchConstraints']);
}

function matchesPods(constraints: unknown): boolean {
  return itemsOf(fieldsOf(constraints)['resourceRules']).some((item) => {
    const rule = fieldsOf(item);
    const resources = textsOf(rule['resources']);
    const operations = textsOf(rule['operations']);
    return (
      ['pods', '*', 'pods/*'].some((resource) => resources.includes(resource)) &&
      ['CREATE', '*'].some((operation) => operations.includes(operation))
    );
  });
}

function denies({ object }: ManifestDocument): boolean {
  return textsOf(fieldsOf(object['spec'])['validationActions']).includes('Deny');
}

/** The API server puts the label kubernetes.io/metadata.name on every namespace. */
function covers({ object }: ManifestDocument, pod: VpnPod): boolean {
  const { namespaceSelector, objectSelector } = fieldsOf(fieldsOf(object['spec'])['matchResources']);
  if (objectSelector !== undefined && !selects(objectSelector, pod.workload.podLabels)) return false;
  if (namespaceSelector === undefined) return true;
  const namespace = pod.namespace ?? 'default';
  const written = pod.index.named('Namespace', namespace);
  const labels = new Map(textEntriesOf(written?.object.metadata.labels)).set('kubernetes.io/metadata.name', namespace);
  return selects(namespaceSelector, labels);
}
