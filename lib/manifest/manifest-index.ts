import type { ManifestDocument } from './document';
import { groupBy } from './group-by';
import { type Fields, fieldsOf, isFields, textEntriesOf, textOf } from './plain-value';
import { namespaceOf } from './workload';

/** The documents of one input, found by kind and name. */
export interface ManifestIndex {
  /** The documents of a kind in a namespace, as both are written. */
  ofKind(kind: string, namespace: string | undefined): readonly ManifestDocument[];
  /** The documents of a kind, in every namespace. */
  everywhere(kind: string): readonly ManifestDocument[];
  /** What a ConfigMap holds, or undefined when the input lacks it. */
  configMap(name: string, namespace: string | undefined): ReadonlyMap<string, string> | undefined;
  /** What a Secret holds, decoded, or undefined when the input lacks it. It must never be printed. */
  secret(name: string, namespace: string | undefined): ReadonlyMap<string, string> | undefined;
}

const indexes = new WeakMap<readonly ManifestDocument[], ManifestIndex>();

/** The index of an input. It is made once for each list of documents, so that every check of every Pod may ask for it. */
export function indexOf(manifests: readonly ManifestDocument[]): ManifestIndex {
  const known = indexes.get(manifests);
  if (known !== undefined) return known;
  const index = makeIndex(manifests);
  indexes.set(manifests, index);
  return index;
}

const noDocuments: readonly ManifestDocument[] = [];

function makeIndex(manifests: readonly ManifestDocument[]): ManifestIndex {
  const byKind = groupBy(manifests, ({ object }) => object.kind);
  const byPlace = groupBy(manifests, (document) => placeOf(document.object.kind, namespaceOf(document)));
  const byName = new Map(manifests.map((document) => [nameOf(document), document]));
  const object = (kind: string, name: string, namespace: string | undefined) =>
    byName.get(`${placeOf(kind, namespace)}/${name}`)?.object;
  return {
    ofKind: (kind, namespace) => byPlace.get(placeOf(kind, namespace)) ?? noDocuments,
    everywhere: (kind) => byKind.get(kind) ?? noDocuments,
    configMap: (name, namespace) => {
      const configMap = object('ConfigMap', name, namespace);
      return configMap && textEntriesOf(configMap['data']);
    },
    secret: (name, namespace) => {
      const secret = object('Secret', name, namespace);
      return secret && secretData(secret);
    },
  };
}

function placeOf(kind: string, namespace: string | undefined): string {
  return `${kind}/${namespace ?? ''}`;
}

function nameOf(document: ManifestDocument): string {
  const name = textOf(fieldsOf(document.object.metadata)['name']) ?? '';
  return `${placeOf(document.object.kind, namespaceOf(document))}/${name}`;
}

function secretData(secret: Fields): ReadonlyMap<string, string> {
  const decoded = [...textEntriesOf(secret['data'])].map(
    ([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')] as const,
  );
  const plain = isFields(secret['stringData']) ? textEntriesOf(secret['stringData']) : [];
  return new Map([...decoded, ...plain]);
}
