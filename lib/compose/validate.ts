import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { nearest } from '../network/nearest';
import { didYouMean } from '../network/value-error';
import type { Problem } from './problem';
import { keyPath, type Tree } from './tree';
import { withoutMarks } from './unset';

/** Where the compose specification's own schema is: the linter dclint ships it. */
const schemaFile = join(dirname(require.resolve('dclint/package.json')), 'schemas/compose.schema.json');

let compiled: ValidateFunction | undefined;

function validator(): ValidateFunction {
  if (compiled !== undefined) return compiled;
  // Loaded when it is needed: every synth loads what lib/index.ts exports.
  const { Ajv }: typeof import('ajv') = require('ajv');
  // Its `$schema` is spelled with https, which ajv does not know for draft 7.
  const { $schema: _, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'));
  compiled = new Ajv({ strict: false, allErrors: true, validateFormats: false, verbose: true }).compile(schema);
  return compiled;
}

/** Phase 3. What the compose specification does not allow in one file, each with its place. No value is shown. */
export function validate(document: Tree): Problem[] {
  const validator_ = validator();
  if (validator_(plain(document))) return [];
  return mostSpecific(validator_.errors ?? []).map((error) => explain(error, document));
}

/** The document as the schema sees it. */
function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return typeof tree.value === 'string' ? withoutMarks(tree.text) : tree.value;
    case 'sequence':
      return tree.items.map(plain);
    case 'mapping':
      // What is reset has no value of its own, so none can be wrong.
      return Object.fromEntries(
        [...tree.entries].filter(([, { tag }]) => tag !== '!reset').map(([key, value]) => [key, plain(value)]),
      );
  }
}

/** Of the branches that a value could have taken, the schema reports every one: the deepest tells most. */
function mostSpecific(errors: readonly ErrorObject[]): ErrorObject[] {
  const told = errors.filter(({ keyword }) => keyword !== 'oneOf' && keyword !== 'anyOf');
  const candidates = told.length === 0 ? errors : told;
  const deepest = candidates.filter(
    ({ instancePath }) => !candidates.some((other) => other.instancePath.startsWith(`${instancePath}/`)),
  );
  const perPath = new Map<string, ErrorObject>();
  for (const error of deepest) {
    const key = `${error.instancePath} ${error.keyword === 'additionalProperties' ? error.params['additionalProperty'] : ''}`;
    if (!perPath.has(key)) perPath.set(key, error);
  }
  return [...perPath.values()].slice(0, 20);
}

function explain(error: ErrorObject, document: Tree): Problem {
  const { path, tree } = locate(error.instancePath, document);
  const { keyword, params } = error;
  if (keyword === 'additionalProperties' && tree.kind === 'mapping') {
    const key = String(params['additionalProperty']);
    const known = Object.keys(error.parentSchema?.['properties'] ?? {});
    const place = tree.entries.get(key)?.place ?? tree.place;
    return {
      message: `is no key that compose has here${didYouMean(nearest(key, known))}`,
      path: keyPath(path, key),
      place,
    };
  }
  return { message: `${words(error)}, says compose's schema`, path, place: tree.place };
}

function words({ keyword, message, params }: ErrorObject): string {
  if (keyword === 'type') return `must be ${[params['type']].flat().join(' or ')}`;
  if (keyword === 'enum') return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
  return message ?? 'is not allowed';
}

function locate(pointer: string, document: Tree): { readonly path: string; readonly tree: Tree } {
  let tree = document;
  let path = '';
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const child =
      tree.kind === 'mapping' ? tree.entries.get(key) : tree.kind === 'sequence' ? tree.items[Number(key)] : undefined;
    path = tree.kind === 'sequence' ? `${path}[${key}]` : keyPath(path, key);
    if (child === undefined) break;
    tree = child;
  }
  return { path, tree };
}
