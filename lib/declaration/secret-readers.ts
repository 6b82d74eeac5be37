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
    secretUses(pod, ['pods', index]).map((use): Read => ({ ...use, ...placesOf(use, pod.namespace), pod: index })),
  );
  const ownersAt = new Map<string, Read[]>();
  for (const read of reads.filter(({ reader }) => reader === 'gluetun')) {
    for (const item of itemsOf(read)) {
      const owners = ownersAt.get(item);
      if (owners === undefined) ownersAt.set(item, [read]);
      else owners.push(read);
    }
  }
  return reads
    .filter(({ reader }) => reader === 'others')
    .flatMap((read) => {
      const owner = itemsOf(read)
        .flatMap((item) => ownersAt.get(item) ?? [])
        .find((each) => sharePlace(each, read));
      if (owner === undefined) return [];
      const what =
        owner.secret === read.secret ? 'is the Secret' : 'has keys from the same place of a store as the Secret';
      const message = `${what} that gluetun of pods[${owner.pod}] reads: no other container may see it; take another`;
      return [{ path: read.path, message }];
    });
}

function placesOf({ keys, source }: SecretUse, namespace: string): Pick<Read, 'entries' | 'secret'> {
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

/** What two reads have in common that share a place: so that not every read is held against every other. */
function itemsOf({ entries, secret }: Read): readonly string[] {
  return [secret, ...new Set(entries.map(({ store, item }) => `${store} ${item}`))];
}

function sharePlace(one: Read, other: Read): boolean {
  return one.secret === other.secret || one.entries.some((entry) => other.entries.some((each) => overlap(entry, each)));
}

function overlap(one: StoreEntry, other: StoreEntry): boolean {
  if (one.store !== other.store || one.item !== other.item) return false;
  return one.property === undefined || other.property === undefined || one.property === other.property;
}
