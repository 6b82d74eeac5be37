import diff from 'microdiff';
import { formatObject } from '../check/finding';
import { formatPath, type ManifestDocument, type Path } from '../manifest/document';
import type { KubernetesObject, ObjectReference } from '../manifest/kubernetes';
import { fieldsOf, isFields, textOf } from '../manifest/plain-value';
import { referenceOf } from '../manifest/workload';

/** What becomes of one object. */
export type ObjectChange =
  | { readonly kind: 'created'; readonly reference: ObjectReference; readonly after: KubernetesObject }
  | { readonly kind: 'removed'; readonly reference: ObjectReference; readonly before: KubernetesObject }
  | {
      readonly kind: 'changed';
      readonly reference: ObjectReference;
      readonly before: KubernetesObject;
      readonly after: KubernetesObject;
      /** Paths of the fields that differ, sorted. Items of a list are named where they have a name. */
      readonly fields: readonly Path[];
    };

/**
 * The objects that two sets of manifests do not have in common, or not alike, sorted by kind, namespace and name. The
 * order of documents, of keys and of named list items is no difference.
 */
export function objectChanges(
  before: readonly ManifestDocument[],
  after: readonly ManifestDocument[],
): readonly ObjectChange[] {
  const old = byIdentity(before);
  const young = byIdentity(after);
  const identities = [...new Set([...old.keys(), ...young.keys()])].sort();
  return identities.flatMap((identity) => change(old.get(identity), young.get(identity)));
}

/** Of several documents of one object the last one counts, as for `kubectl apply`. The version of an API is no identity. */
function byIdentity(documents: readonly ManifestDocument[]): ReadonlyMap<string, ManifestDocument> {
  return new Map(
    documents.map((document) => {
      const group = document.object.apiVersion.replace(/\/?[^/]*$/, '');
      return [`${formatObject(referenceOf(document))} ${group}`, document];
    }),
  );
}

function change(before: ManifestDocument | undefined, after: ManifestDocument | undefined): ObjectChange[] {
  if (before === undefined) {
    return after === undefined ? [] : [{ kind: 'created', reference: referenceOf(after), after: after.object }];
  }
  const reference = referenceOf(before);
  if (after === undefined) return [{ kind: 'removed', reference, before: before.object }];
  const fields = changedFields(before.object, after.object);
  return fields.length === 0
    ? []
    : [{ kind: 'changed', reference, before: before.object, after: after.object, fields }];
}

function changedFields(before: KubernetesObject, after: KubernetesObject): readonly Path[] {
  return diff(fieldsOf(named(before)), fieldsOf(named(after)), { cyclesFix: false })
    .map(({ path }) => path)
    .sort((left, right) => (formatPath(left) < formatPath(right) ? -1 : 1));
}

/** Lists whose items all have names of their own, as mappings by name: an item is then the same wherever it stands. */
function named(value: unknown): unknown {
  if (Array.isArray(value)) {
    const names = value.map((item) => textOf(fieldsOf(item)['name']));
    const isNamed = value.length > 0 && !names.includes(undefined) && new Set(names).size === names.length;
    return isNamed ? entries(names.map((name, index) => [name ?? '', named(value[index])])) : value.map(named);
  }
  if (!isFields(value)) return value;
  return entries(Object.entries(value).map(([key, entry]) => [key, named(entry)]));
}

/** Without a prototype: a stranger may call a key `__proto__`. */
function entries(pairs: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, value] of pairs) object[key] = value;
  return object;
}
