import type { ManifestDocument } from '../../manifest/document';
import { type Fields, fieldsOf, itemsOf, textOf } from '../../manifest/plain-value';
import type { PodContainer } from '../../manifest/pod-container';
import { givenName } from '../../manifest/secret-values';
import { mounts, type VpnPod } from '../../manifest/vpn-pod';
import { namespaceOf } from '../../manifest/workload';
import type { OpenLock } from '../lock';
import { secretLabel, secretSourcesOf } from './secret-source';

/** What an ExternalSecret takes out of a store. */
interface Taken {
  readonly label: string;
  readonly store: string;
  /** Of the store. */
  readonly key: string;
  /** Of the item in the store. @default - all of it */
  readonly property: string | undefined;
  /** Of the Secret. @default - the store decides */
  readonly secretKey: string | undefined;
}

/**
 * Other containers that read another Secret which External Secrets Operator fills from where the VPN keys come from
 * (external-secrets.io/v1, `spec.data` and `spec.dataFrom[].extract`).
 */
export function copiesFromStore(pod: VpnPod, secrets: ReadonlySet<string>): OpenLock[] {
  const taken = pod.index
    .everywhere('ExternalSecret')
    .filter((document) => (namespaceOf(document) ?? pod.namespace) === pod.namespace)
    .flatMap(takenBy);
  const keys = taken.filter(({ label }) => secrets.has(label));
  const copies = taken.filter((each) => !secrets.has(each.label) && keys.some((key) => isSamePlace(key, each)));
  if (copies.length === 0) return [];
  return pod.containers
    .filter((container) => container !== pod.gluetun)
    .flatMap((container) =>
      readings(pod, container)
        .filter(({ label, keys: read }) => copies.some((copy) => copy.label === label && isRead(copy, read)))
        .map(({ label, path }) => ({
          state: 'open',
          message: `${container.name} reads ${label}, which comes from the place in the store that has the VPN keys`,
          path,
        })),
    );
}

function takenBy(document: ManifestDocument): Taken[] {
  const spec = fieldsOf(document.object['spec']);
  const label = secretLabel(givenName(document));
  const isTemplated = fieldsOf(spec['target'])['template'] !== undefined;
  const take = (reference: Fields, storeRef: unknown, secretKey?: string): Taken[] => {
    const key = textOf(reference['key']);
    const store = textOf(fieldsOf(storeRef ?? spec['secretStoreRef'])['name']);
    if (key === undefined || store === undefined) return [];
    const place = key
      .split('/')
      .filter((part) => part !== '')
      .join('/');
    return [
      {
        label,
        store,
        key: place,
        property: textOf(reference['property']),
        secretKey: isTemplated ? undefined : secretKey,
      },
    ];
  };
  return [
    ...itemsOf(spec['data']).flatMap((item) => {
      const { remoteRef, secretKey, sourceRef } = fieldsOf(item);
      return take(fieldsOf(remoteRef), fieldsOf(sourceRef)['storeRef'], textOf(secretKey));
    }),
    ...itemsOf(spec['dataFrom']).flatMap((item) => {
      const { extract, sourceRef } = fieldsOf(item);
      return take(fieldsOf(extract), fieldsOf(sourceRef)['storeRef']);
    }),
  ];
}

/** Two properties of one item are two things; an item as a whole holds each of them. */
function isSamePlace(one: Taken, other: Taken): boolean {
  if (one.store !== other.store || one.key !== other.key) return false;
  return one.property === undefined || other.property === undefined || one.property === other.property;
}

interface Reading {
  readonly label: string;
  /** @default - all of the Secret */
  readonly keys: readonly string[] | undefined;
  readonly path: OpenLock['path'];
}

function readings(pod: VpnPod, container: PodContainer): readonly Reading[] {
  const { fields, path } = container;
  return [
    ...mounts(pod, container).flatMap((mount) =>
      secretSourcesOf(mount.volume.fields).map(({ items, label }): Reading => {
        const picked = itemsOf(items).flatMap((item) => textOf(fieldsOf(item)['key']) ?? []);
        return { label, keys: picked.length === 0 ? undefined : picked, path: mount.path };
      }),
    ),
    ...itemsOf(fields['env']).flatMap((item, index): Reading[] => {
      const { key, name } = fieldsOf(fieldsOf(fieldsOf(item)['valueFrom'])['secretKeyRef']);
      const secret = textOf(name);
      if (secret === undefined) return [];
      return [{ label: secretLabel(secret), keys: [textOf(key) ?? ''], path: [...path, 'env', index] }];
    }),
    ...itemsOf(fields['envFrom']).flatMap((item, index): Reading[] => {
      const secret = textOf(fieldsOf(fieldsOf(item)['secretRef'])['name']);
      if (secret === undefined) return [];
      return [{ label: secretLabel(secret), keys: undefined, path: [...path, 'envFrom', index] }];
    }),
  ];
}

function isRead({ secretKey }: Taken, keys: Reading['keys']): boolean {
  return secretKey === undefined || keys === undefined || keys.includes(secretKey);
}
