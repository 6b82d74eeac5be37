import type { PodDeclaration } from './declaration';
import type { PathMistake } from './mistake';
import type { SecretSource } from './secret-source';
import { type SecretUse, secretUses } from './secret-uses';

/** A use of a Secret, with the Pod that it is in. */
interface Read extends SecretUse {
  readonly pod: number;
  /** The Secret itself, by its namespace. */
  readonly secret: string;
  readonly entries: readonly StoreEntry[];
}

/** Where the value of one key stands in a store. */
interface StoreEntry {
  readonly store: string;
  readonly item: string;
  /** `undefined`: the whole item. */
  readonly property: string | undefined;
}

/**
 * What gluetun reads, no other container may: a client or companion that was taken over would have the VPN's account. By
 * the Secret's name, or by another Secret of the same entry of a store.
 */
export function secretReaderMistakes(pods: readonly PodDeclaration[]): readonly PathMistake[] {
  const reads = pods.flatMap((pod, index) =>
    secretUses(pod, ['pods', index]).map((use): Read => ({ ...use, ...placesOf(use), pod: index })),
  );
  const owners = new Map<string, Read>();
  for (const read of reads.filter(({ reader }) => reader === 'gluetun').toReversed()) {
    for (const place of placesRead(read)) owners.set(place, read);
  }
  return [...containerMistakes(reads, owners), ...certificateMistakes(pods, owners)];
}

/** The readers of gluetun, by every place that they read. */
type Owners = ReadonlyMap<string, Read>;

function containerMistakes(reads: readonly Read[], owners: Owners): readonly PathMistake[] {
  return reads
    .filter(({ reader }) => reader !== 'gluetun')
    .flatMap((read) => {
      const owner = placesShared(read)
        .map((place) => owners.get(place))
        .find((each) => each !== undefined);
      if (owner === undefined) return [];
      const what =
        owner.secret === read.secret ? 'is the Secret' : 'has keys from the same place of a store as the Secret';
      const message = `${what} that gluetun of pods[${owner.pod}] reads: no other container may see it; take another`;
      return [{ path: read.path, message }];
    });
}

/** An Ingress controller reads the Secret of a certificate, and cert-manager overwrites it. */
function certificateMistakes(pods: readonly PodDeclaration[], owners: Owners): readonly PathMistake[] {
  return pods.flatMap(({ expose, namespace }, index) => {
    if (expose?.by !== 'ingress' || expose.tls === undefined) return [];
    const owner = owners.get(`${namespace}/${expose.tls.secret}`);
    if (owner === undefined) return [];
    const message = `is the Secret that gluetun of pods[${owner.pod}] reads: an Ingress would hand it to its controller; take another`;
    return [{ path: ['pods', index, 'expose', 'tls', 'secret'], message }];
  });
}

function placesOf({ keys, namespace, source }: SecretUse): Pick<Read, 'entries' | 'secret'> {
  return { secret: `${namespace}/${source.name}`, entries: entriesOf(source, keys, namespace) };
}

function entriesOf(source: SecretSource, keys: readonly string[], namespace: string): readonly StoreEntry[] {
  if (source.kind !== 'externalSecret') return [];
  const { remote, store } = source;
  // A store of one namespace is another one in the next.
  const place = JSON.stringify(store.kind === 'ClusterSecretStore' ? [store.name] : [store.name, namespace]);
  if (remote.kind === 'item') {
    return keys.map((key) => ({ store: place, item: remote.key, property: remote.properties[key] ?? key }));
  }
  return Object.values(remote.refs).map(({ key, property }) => ({ store: place, item: key, property }));
}

/** Where gluetun reads, each place under every name that another reader may ask for it by. */
function placesRead({ entries, secret }: Read): readonly string[] {
  return [secret, ...entries.flatMap((entry) => [nameOf(entry), nameOf(entry, 'any')])];
}

/** What overlaps with a read: a property of an item with the whole item too, a whole item with any property. */
function placesShared({ entries, secret }: Read): readonly string[] {
  const overlapping = (entry: StoreEntry) =>
    entry.property === undefined ? [nameOf(entry, 'any')] : [nameOf(entry), nameOf({ ...entry, property: undefined })];
  return [secret, ...entries.flatMap(overlapping)];
}

function nameOf({ item, property, store }: StoreEntry, part?: 'any'): string {
  return JSON.stringify([store, item, part ?? { property }]);
}
