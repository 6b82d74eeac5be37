import type { ManifestDocument } from './document';
import { groupBy } from './group-by';
import { fieldsOf, textEntriesOf, textOf } from './plain-value';
import { givenName, type SecretValues, secretGivers, secretValues } from './secret-values';
import { namespaceOf } from './workload';

type Labels = ReadonlyMap<string, string>;

/** The documents of one input, found by kind and name. */
export interface ManifestIndex {
  /** The document of an object; of several with the same name the last one, which is what `kubectl apply` leaves. */
  named(kind: string, name: string, namespace?: string): ManifestDocument | undefined;
  /**
   * The documents of a kind in a namespace whose selector may select an object with these labels. Whether it does, the
   * caller still has to ask: this only spares it those that cannot.
   */
  selecting(
    kind: 'NetworkPolicy' | 'Service',
    namespace: string | undefined,
    labels: Labels,
  ): readonly ManifestDocument[];
  /** The documents of a kind, in every namespace. */
  everywhere(kind: string): readonly ManifestDocument[];
  /** What a ConfigMap holds, or undefined when the input lacks it. */
  configMap(name: string, namespace: string | undefined): ReadonlyMap<string, string> | undefined;
  /**
   * What a Secret holds, decoded, or undefined when the input lacks it, and whatever it comes from. It must never be
   * printed. A key without a value is there, and the input does not show what it is.
   */
  secret(name: string, namespace: string | undefined): SecretValues | undefined;
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
  const named = (kind: string, name: string, namespace?: string) => byName.get(`${placeOf(kind, namespace)}/${name}`);
  const given = new Map(
    secretGivers
      .flatMap((kind) => byKind.get(kind) ?? noDocuments)
      .map((document) => [`${namespaceOf(document) ?? ''}/${givenName(document)}`, document]),
  );
  const buckets = new Map<string, SelectorBuckets>();
  return {
    selecting: (kind, namespace, labels) => {
      const place = placeOf(kind, namespace);
      const known = buckets.get(place) ?? new SelectorBuckets(kind, byPlace.get(place) ?? noDocuments);
      buckets.set(place, known);
      return known.for(labels);
    },
    named,
    everywhere: (kind) => byKind.get(kind) ?? noDocuments,
    configMap: (name, namespace) => {
      const configMap = named('ConfigMap', name, namespace);
      return configMap && textEntriesOf(configMap.object['data']);
    },
    secret: (name, namespace) => {
      const secret = named('Secret', name, namespace) ?? given.get(`${namespace ?? ''}/${name}`);
      return secret && secretValues(secret);
    },
  };
}

/** Documents by the rarest label that their selector demands, so that a thousand Pods do not ask a thousand policies each. */
class SelectorBuckets {
  private readonly byLabel: ReadonlyMap<string, readonly ManifestDocument[]>;

  constructor(kind: 'NetworkPolicy' | 'Service', documents: readonly ManifestDocument[]) {
    const demanded = new Map(documents.map((document) => [document, demandedLabels(kind, document)]));
    const counts = new Map<string, number>();
    for (const label of [...demanded.values()].flat()) counts.set(label, (counts.get(label) ?? 0) + 1);
    this.byLabel = groupBy(documents, (document) => {
      const labels = demanded.get(document) ?? [];
      return labels.reduce(
        (rarest, each) => ((counts.get(each) ?? 0) < (counts.get(rarest) ?? Infinity) ? each : rarest),
        '',
      );
    });
  }

  for(labels: Labels): readonly ManifestDocument[] {
    const keys = ['', ...[...labels].map(([key, value]) => labelOf(key, value))];
    return keys.flatMap((key) => this.byLabel.get(key) ?? noDocuments);
  }
}

function demandedLabels(kind: 'NetworkPolicy' | 'Service', { object }: ManifestDocument): readonly string[] {
  const spec = fieldsOf(object['spec']);
  const labels = kind === 'Service' ? spec['selector'] : fieldsOf(spec['podSelector'])['matchLabels'];
  return [...textEntriesOf(labels)].map(([key, value]) => labelOf(key, value));
}

function labelOf(key: string, value: string): string {
  return `${key}=${value}`;
}

function placeOf(kind: string, namespace: string | undefined): string {
  return `${kind}/${namespace ?? ''}`;
}

function nameOf(document: ManifestDocument): string {
  const name = textOf(fieldsOf(document.object.metadata)['name']) ?? '';
  return `${placeOf(document.object.kind, namespaceOf(document))}/${name}`;
}
