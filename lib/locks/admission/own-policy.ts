import type { ManifestDocument } from '../../manifest/document';
import { type Fields, fieldsOf, textEntriesOf, textOf } from '../../manifest/plain-value';
import { ownPolicy } from './own-expressions';
import { digestsOf } from './policy-digests';

/** Whether Podlock made a policy: its label, or its name, says so. */
export function isOwn({ object: { metadata } }: ManifestDocument): boolean {
  const { name, labels } = fieldsOf(metadata);
  const maker = textEntriesOf(labels).get('app.kubernetes.io/managed-by');
  return maker === 'podlock' || (textOf(name) ?? '').startsWith('podlock-');
}

const known = new WeakMap<ManifestDocument, readonly string[]>();

/** What a policy lacks of those that this version of Podlock writes, or has otherwise. */
export function deviations(policy: ManifestDocument): readonly string[] {
  const found = known.get(policy) ?? compare(fieldsOf(policy.object['spec']));
  known.set(policy, found);
  return found;
}

function compare(spec: Fields): readonly string[] {
  const written = digestsOf(spec);
  return [
    ...(written.matchConstraints === ownPolicy.matchConstraints ? [] : ['matchConstraints']),
    ...(written.matchConditions === ownPolicy.matchConditions ? [] : ['matchConditions']),
    ...differing(written.variables, ownPolicy.variables).map((name) => `variable ${name}`),
    ...differing(written.validations, ownPolicy.validations).map((message) => `"${message}"`),
  ];
}

type Digests = Readonly<Record<string, string>>;

function differing(written: Digests, own: Digests): readonly string[] {
  return Object.entries(own).flatMap(([label, digest]) => (written[label] === digest ? [] : [label]));
}
