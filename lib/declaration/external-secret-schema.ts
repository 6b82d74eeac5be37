import { z } from 'zod';
import { parseDnsSubdomain } from '../network/host-name';
import { ValueError } from '../network/value-error';
import { dispatch } from './dispatch';
import { choiceLeaf, leaf, report, strictObject } from './leaf';
import { sketch } from './sketch';

/** In characters; stores allow less. */
const LONGEST_REFERENCE = 1024;

const reference = leaf<string>('a name in the store', (value) => {
  if (typeof value === 'string' && value.length <= LONGEST_REFERENCE && /^\S(?:[^\p{Cc}]*\S)?$/u.test(value)) {
    return value;
  }
  throw new ValueError(value, 'is not a name in a store: allowed is a text of one line');
});

const interval = leaf<string>('a duration', (value) => {
  if (
    typeof value === 'string' &&
    /^(?!0+[hms]*$)(?:\d{1,6}h)?(?:\d{1,6}m)?(?:\d{1,6}s)?$/.test(value) &&
    value !== ''
  ) {
    return value;
  }
  throw new ValueError(value, 'is not a duration: allowed are such as "1h", "30m" and "1h30m"');
});

const common = {
  /** The store, which is in the cluster already. */
  store: strictObject({
    name: leaf<string>('the name of a store', parseDnsSubdomain),
    /**
     * Whether the store is the namespace's own or the cluster's.
     * @default 'SecretStore'
     */
    kind: choiceLeaf(['SecretStore', 'ClusterSecretStore']).default('SecretStore'),
  }),
  /**
   * How often the store is asked for changes.
   * @default '1h'
   */
  refreshInterval: interval.default('1h'),
};

interface CommonInput {
  readonly store: { readonly name: string; readonly kind?: 'SecretStore' | 'ClusterSecretStore' | undefined };
  readonly refreshInterval?: string | undefined;
}

type ExternalSecretInput = CommonInput &
  (
    | {
        /** The one item of the store that holds every key: a path in Vault, an item of 1Password Connect. */
        readonly remoteKey: string;
        /**
         * Properties of the item that are not called as the Secret's keys are, by the Secret's keys.
         * @default - every property is called as the key, such as `wireguard_private_key`
         */
        readonly properties?: Readonly<Record<string, string>> | undefined;
      }
    | {
        /** For each key of the Secret its place in the store. */
        readonly remoteRefs: Readonly<Record<string, { readonly key: string; readonly property?: string | undefined }>>;
      }
  );

/** Where one key of the Secret stands in the store. */
interface RemoteRef {
  readonly key: string;
  readonly property: string | undefined;
}

interface ExternalSecret {
  readonly store: { readonly name: string; readonly kind: 'SecretStore' | 'ClusterSecretStore' };
  readonly refreshInterval: string;
  readonly remote:
    | { readonly kind: 'item'; readonly key: string; readonly properties: Readonly<Record<string, string>> }
    | { readonly kind: 'references'; readonly refs: Readonly<Record<string, RemoteRef>> };
}

const hint = 'either one item ("remoteKey"), or a place for each key ("remoteRefs"), not both';

const oneItem = strictObject(
  { ...common, remoteKey: reference, properties: z.record(z.string(), reference).default({}) },
  { remoteRefs: hint },
).transform(
  ({ properties, refreshInterval, remoteKey, store }): ExternalSecret => ({
    store,
    refreshInterval,
    remote: { kind: 'item', key: remoteKey, properties },
  }),
);

const remoteRef = strictObject({ key: reference, property: reference.optional() }).transform(
  ({ key, property }): RemoteRef => ({ key, property }),
);

const references = strictObject(
  { ...common, remoteRefs: z.record(z.string(), remoteRef) },
  { remoteKey: hint, properties: '"properties" belong to "remoteKey"; here each place has its own "property"' },
).transform(
  ({ refreshInterval, remoteRefs, store }): ExternalSecret => ({
    store,
    refreshInterval,
    remote: { kind: 'references', refs: remoteRefs },
  }),
);

/** Where External Secrets Operator finds the keys of a Secret. */
export const externalSecretSchema = dispatch<ExternalSecretInput, ExternalSecret>(
  (value, sink) => {
    if (value['remoteRefs'] !== undefined) return references;
    if (value['remoteKey'] !== undefined || 'store' in value) return oneItem;
    report(sink, { kind: 'missing', expected: '"store", and "remoteKey" or "remoteRefs"' });
    return undefined;
  },
  '"store", and "remoteKey" or "remoteRefs"',
  () => sketch(['store', 'remoteKey'], undefined),
);
