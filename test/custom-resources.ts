import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type AnySchema, type ValidateFunction } from 'ajv';
import type { KubernetesObject } from '../lib/manifest/kubernetes';

interface CustomResourceDefinition extends KubernetesObject {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly [{ readonly name: string; readonly schema: { readonly openAPIV3Schema: unknown } }];
  };
}

const folder = join(__dirname, '../imports/crds');

/** The CustomResourceDefinitions of imports/, of their one stored version. */
export const definitions: readonly CustomResourceDefinition[] = readdirSync(folder).map((file) =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')),
);

/** Those kinds, as `apiVersion kind`. */
export const customKinds: readonly string[] = definitions.map(
  ({ spec: { group, names, versions } }) => `${group}/${versions[0].name} ${names.kind}`,
);

// Formats such as int64 say how the API server stores a number, not which are allowed.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const validators = new Map<string, ValidateFunction>();

/** What a custom resource has against its CRD, unknown fields included. */
export function faults(object: KubernetesObject): string[] {
  const name = `${object.apiVersion} ${object.kind}`;
  const definition = definitions[customKinds.indexOf(name)];
  if (definition === undefined) return [`${name}: imports/ has no such kind`];
  const schema = strict(definition.spec.versions[0].schema.openAPIV3Schema) as AnySchema;
  const validate = validators.get(name) ?? ajv.compile(schema);
  validators.set(name, validate);
  validate(object);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath}: ${message}`);
}

/** Refusing what it does not know, as `kubectl apply --validate=strict` does. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy: Record<string, unknown> = Object.fromEntries(
    // A flag inside a pattern is Go's, and no expression of JavaScript.
    Object.entries(schema).flatMap(([key, value]) => (/^\^?\(\?i\)/.test(value) ? [] : [[key, strict(value)]])),
  );
  const isOpen = copy['x-kubernetes-preserve-unknown-fields'] || copy['additionalProperties'];
  return copy['type'] === 'object' && copy['properties'] && !isOpen ? { ...copy, additionalProperties: false } : copy;
}
