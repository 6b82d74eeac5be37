import type { ManifestIndex } from '../../manifest/manifest-index';
import { sourcesOf } from '../../manifest/mounted-files';
import { type Fields, fieldsOf, itemsOf, textOf } from '../../manifest/plain-value';

/** Where a volume gets its secrets from. */
export interface SecretSource {
  /** As findings call it: `Secret "airvpn"`. It is what tells two sources apart. */
  readonly label: string;
  /** The Secret's name. @default - it is a SecretProviderClass */
  readonly secret: string | undefined;
  /** The keys that the volume picks. @default - all of them */
  readonly items: unknown;
}

/** The Secrets of a volume, or the SecretProviderClass of one by the Secrets Store CSI driver. */
export function secretSourcesOf(volume: Fields): readonly SecretSource[] {
  const secrets = sourcesOf(volume).filter(({ secret }) => secret);
  const provider = providerOf(volume);
  return [
    ...secrets.map(({ name, items }) => ({ label: secretLabel(name), secret: name, items })),
    ...(provider === undefined ? [] : [{ label: providerLabel(provider), secret: undefined, items: undefined }]),
  ];
}

export function secretLabel(name: string): string {
  return `Secret "${name}"`;
}

function providerLabel(name: string): string {
  return `SecretProviderClass "${name}"`;
}

function providerOf(volume: Fields): string | undefined {
  const { driver, volumeAttributes } = fieldsOf(volume['csi']);
  if (driver !== 'secrets-store.csi.k8s.io') return undefined;
  return textOf(fieldsOf(volumeAttributes)['secretProviderClass']);
}

/** The SecretProviderClasses that fill one of these Secrets: whoever mounts the class has what is in the Secret. */
export function providersOf(
  secrets: ReadonlySet<string>,
  index: ManifestIndex,
  namespace: string | undefined,
): readonly string[] {
  return index.everywhere('SecretProviderClass').flatMap(({ object: { metadata, spec } }) => {
    const place = fieldsOf(metadata)['namespace'];
    if (place !== undefined && namespace !== undefined && place !== namespace) return [];
    const copies = itemsOf(fieldsOf(spec)['secretObjects']).map((item) => textOf(fieldsOf(item)['secretName']));
    const fills = copies.some((name) => name !== undefined && secrets.has(secretLabel(name)));
    return fills ? [providerLabel(textOf(fieldsOf(metadata)['name']) ?? '')] : [];
  });
}
