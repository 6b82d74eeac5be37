import { checkManifests } from '../../lib/check/check-manifests';
import { locks } from '../../lib/locks';
import { ownPolicy } from '../../lib/locks/admission/own-expressions';
import { deviations, isOwn } from '../../lib/locks/admission/own-policy';
import { digestsOf } from '../../lib/locks/admission/policy-digests';
import type { ManifestDocument } from '../../lib/manifest/document';
import { namespacePolicy } from '../../lib/synth/namespace-policy';
import { handWritten, renderedExample } from './closed-manifests';
import { findingText } from './finding-text';
import type { Loose } from './locked-manifests';

function policyOf(): { document: ManifestDocument; spec: Loose } {
  const document = renderedExample().documents.find(({ object }) => object.kind === 'ValidatingAdmissionPolicy');
  if (document === undefined) throw new Error('no policy is rendered');
  return { document, spec: document.object['spec'] };
}

test('the digests that the check has are those of the policy that Podlock writes', () => {
  const { spec }: Loose = namespacePolicy({ namespace: 'downloads', name: 'locks' })[1];
  expect(digestsOf(spec)).toEqual(ownPolicy);
  expect(Object.keys(ownPolicy.validations)).toHaveLength(spec.validations.length);
});

test('any one validation that is always true is told by its message', () => {
  const { length } = policyOf().spec.validations;
  expect(length).toBeGreaterThan(40);
  for (let at = 0; at < length; at++) {
    const { document, spec } = policyOf();
    spec.validations[at].expression = 'true';
    expect(deviations(document)).toEqual([`"${spec.validations[at].message}"`]);
  }
});

test('any one variable that is empty is told by its name', () => {
  const { length } = policyOf().spec.variables;
  for (let at = 0; at < length; at++) {
    const { document, spec } = policyOf();
    spec.variables[at].expression = '[]';
    expect(deviations(document)).toEqual([`variable ${spec.variables[at].name}`]);
  }
});

test('what the policy is asked for is compared too, without what the API server fills in', () => {
  const defaulted = policyOf();
  Object.assign(defaulted.spec.matchConstraints, { matchPolicy: 'Equivalent', namespaceSelector: {} });
  defaulted.spec.matchConstraints.resourceRules[0].scope = '*';
  expect(deviations(defaulted.document)).toEqual([]);
  const narrowed = policyOf();
  narrowed.spec.matchConstraints.resourceRules.pop();
  narrowed.spec.matchConditions.push({ name: 'a', expression: "request.name != 'a'" });
  expect(deviations(narrowed.document)).toEqual(['matchConstraints', 'matchConditions']);
});

test('a policy is known as one of Podlock by its label or by its name', () => {
  const { document } = policyOf();
  expect(isOwn(document)).toBe(true);
  document.object.metadata = { name: 'podlock-downloads' };
  expect(isOwn(document)).toBe(true);
  document.object.metadata = { name: 'locks', labels: { 'app.kubernetes.io/managed-by': 'podlock' } };
  expect(isOwn(document)).toBe(true);
  const others = handWritten().documents.filter(({ object }) => object.kind === 'ValidatingAdmissionPolicy');
  expect(others.map(isOwn)).toEqual([false]);
});

/** What Podlock renders, with gaps in its policy. */
function incomplete() {
  const all = renderedExample();
  const { spec }: Loose = all.object('ValidatingAdmissionPolicy');
  spec.validations.splice(1, 1);
  for (const variable of spec.variables.slice(0, 3)) variable.expression = '[]';
  return all;
}

test('the check names what a policy of Podlock lacks', () => {
  expect(checkManifests(incomplete().documents, locks).findings.map(findingText)).toEqual([
    'advice spec: policy "podlock-downloads" is not the one that this version of Podlock writes; missing or changed: variable podSpec, variable podIsUnchanged, variable init, and 1 more',
  ]);
});

test('one whole policy of Podlock is enough beside another', () => {
  const all = incomplete();
  for (const object of namespacePolicy({ namespace: 'downloads', name: 'again' }).slice(1)) all.addObject(object);
  expect(checkManifests(all.documents, locks).findings).toEqual([]);
});
