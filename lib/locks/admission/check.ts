import type { ManifestDocument } from '../../manifest/document';
import type { ManifestIndex } from '../../manifest/manifest-index';
import { fieldsOf, textOf, textsOf } from '../../manifest/plain-value';
import { exclusionOf } from '../../manifest/unapplied';
import type { VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock } from '../lock';
import { coversNamespace, isAdmission, judgesNewPods, overlooked } from './admission-policy';
import { deviations, isOwn } from './own-policy';

export const check: Check = (pod) => {
  const policies = policiesFor(pod);
  const [first] = policies;
  const where = pod.namespace === undefined ? 'the namespace' : `namespace "${pod.namespace}"`;
  if (first === undefined) {
    return [
      { state: 'open', message: `nothing in the input keeps Pods without these locks out of ${where}`, path: [] },
    ];
  }
  const changed = changedPolicy(policies);
  if (changed !== undefined) return [changed];
  const fields = overlooked(policies);
  if (fields.length === 0) return [];
  return [
    {
      state: 'open',
      message: `what keeps Pods without these locks out of ${where} does not look at ${fields.join(', ')}`,
      path: ['spec', 'validations'],
      document: first,
    },
  ];
};

/** Of the policies that Podlock made one is enough, as long as it is whole. */
function changedPolicy(policies: readonly ManifestDocument[]): OpenLock | undefined {
  const own = policies.filter(isOwn);
  const [document] = own;
  if (document === undefined || own.some((policy) => deviations(policy).length === 0)) return undefined;
  const parts = deviations(document);
  const more = parts.length > named ? `, and ${parts.length - named} more` : '';
  const name = textOf(fieldsOf(document.object.metadata)['name']) ?? '';
  return {
    state: 'open',
    message: `policy "${name}" is not the one that this version of Podlock writes; missing or changed: ${parts.slice(0, named).join(', ')}${more}`,
    path: ['spec'],
    document,
    remedy: 'Write the policy again, by a synth or by npx podlock policy.',
  };
}

/** So many parts are named in a message. */
const named = 3;

/** The policies that refuse Pods of this Pod's namespace. */
function policiesFor(pod: VpnPod): readonly ManifestDocument[] {
  const policies = denyingPolicies(pod.index)
    .filter(({ policy, binding }) =>
      [fieldsOf(policy.object['spec'])['matchConstraints'], fieldsOf(binding.object['spec'])['matchResources']].every(
        (constraints) => coversNamespace(constraints, pod),
      ),
    )
    .map(({ policy }) => policy);
  return [...new Set(policies)];
}

interface Denial {
  readonly policy: ManifestDocument;
  readonly binding: ManifestDocument;
}

const known = new WeakMap<ManifestIndex, readonly Denial[]>();

/** The policies that refuse new Pods somewhere, with their bindings. They are the same for every Pod of an input. */
function denyingPolicies(index: ManifestIndex): readonly Denial[] {
  const denials = known.get(index) ?? findDenials(index);
  known.set(index, denials);
  return denials;
}

function findDenials(index: ManifestIndex): readonly Denial[] {
  const policies = standing(index, 'ValidatingAdmissionPolicy');
  return [...standing(index, 'ValidatingAdmissionPolicyBinding').values()].filter(denies).flatMap((binding) => {
    const policy = policies.get(textOf(fieldsOf(binding.object['spec'])['policyName']));
    return policy !== undefined && judgesNewPods(policy) ? [{ policy, binding }] : [];
  });
}

/** Of several objects of one name the last one stays; Pods of one namespace bring the same ones again and again. */
function standing(index: ManifestIndex, kind: string): ReadonlyMap<string | undefined, ManifestDocument> {
  const documents = index.everywhere(kind).filter((each) => isAdmission(each) && exclusionOf(each) === undefined);
  return new Map(documents.map((document) => [textOf(fieldsOf(document.object.metadata)['name']), document]));
}

function denies({ object }: ManifestDocument): boolean {
  return textsOf(fieldsOf(object['spec'])['validationActions']).includes('Deny');
}
