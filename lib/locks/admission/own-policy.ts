import { createHash } from 'node:crypto';
import type { ManifestDocument } from '../../manifest/document';
import { type Fields, fieldsOf, itemsOf, textEntriesOf, textOf } from '../../manifest/plain-value';
import { ownConditions, ownConstraints, ownValidations, ownVariables } from './own-expressions';

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
  return [
    ...(digestOf(plain(spec['matchConstraints'])) === ownConstraints ? [] : ['matchConstraints']),
    ...(digestOf(plain(spec['matchConditions'])) === ownConditions ? [] : ['matchConditions']),
    ...differing(expressionsOf(spec['variables'], 'name'), ownVariables).map((name) => `variable ${name}`),
    ...differing(expressionsOf(spec['validations'], 'message'), ownValidations).map((message) => `"${message}"`),
  ];
}

/** What an expression is called, with its digest. */
export function expressionsOf(list: unknown, label: string): ReadonlyMap<string, string> {
  return new Map(
    itemsOf(list).map((item) => {
      const fields = fieldsOf(item);
      return [textOf(fields[label]) ?? '', digestOf((textOf(fields['expression']) ?? '').trim())];
    }),
  );
}

function differing(written: ReadonlyMap<string, string>, own: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(own).flatMap(([label, digest]) => (written.get(label) === digest ? [] : [label]));
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** What the API server fills in by itself. */
const defaults: ReadonlySet<string> = new Set([
  'matchPolicy="Equivalent"',
  'namespaceSelector={}',
  'objectSelector={}',
  'scope="*"',
]);

/** A value as text, whatever the order of its fields. */
export function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .map(([name, part]) => `${name}=${plain(part)}`)
    .filter((field) => !defaults.has(field));
  return `{${fields.sort().join()}}`;
}
