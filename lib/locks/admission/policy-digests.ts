import { createHash } from 'node:crypto';
import { type Fields, fieldsOf, itemsOf, textOf } from '../../manifest/plain-value';

/** A policy by the first 16 digits of the SHA-256 of its parts. */
export interface PolicyDigests {
  /** The whole list, without what the API server fills in. */
  readonly matchConstraints: string;
  readonly matchConditions: string;
  /** Each expression, by its name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Each expression, by its message. */
  readonly validations: Readonly<Record<string, string>>;
}

/** The digests of a policy's spec. */
export function digestsOf(spec: Fields): PolicyDigests {
  return {
    matchConstraints: digestOf(plain(spec['matchConstraints'])),
    matchConditions: digestOf(plain(spec['matchConditions'])),
    variables: expressionsOf(spec['variables'], 'name'),
    validations: expressionsOf(spec['validations'], 'message'),
  };
}

function expressionsOf(list: unknown, label: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    itemsOf(list).map((item) => {
      const fields = fieldsOf(item);
      return [textOf(fields[label]) ?? '', digestOf((textOf(fields['expression']) ?? '').trim())];
    }),
  );
}

function digestOf(text: string): string {
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
function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .map(([name, part]) => `${name}=${plain(part)}`)
    .filter((field) => !defaults.has(field));
  return `{${fields.sort().join()}}`;
}
