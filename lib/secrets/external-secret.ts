import {
  ExternalSecretSpecDataRemoteRefConversionStrategy as Conversion,
  ExternalSecretSpecTargetCreationPolicy as Creation,
  ExternalSecretSpecDataRemoteRefDecodingStrategy as Decoding,
  ExternalSecretSpecTargetDeletionPolicy as Deletion,
  ExternalSecret,
  ExternalSecretSpecDataRemoteRefMetadataPolicy as Metadata,
  ExternalSecretSpecSecretStoreRefKind as StoreKind,
} from '../../imports/external-secret';
import type { ExternalSecretSource } from '../declaration/secret-source';
import type { SecretManifest, SourcedSecret } from './secret-manifest';

/**
 * A Secret that External Secrets Operator makes out of a store (`external-secrets.io/v1`, release 0.16 and later). The
 * defaults of its CRD are written out: Argo CD would else show the object as changed for good.
 */
export function externalSecret({ keys, name, namespace, source }: SourcedSecret<ExternalSecretSource>): SecretManifest {
  const { refreshInterval, store } = source;
  return {
    kind: 'object',
    object: ExternalSecret.manifest({
      metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'podlock' } },
      spec: {
        refreshInterval,
        secretStoreRef: { kind: storeKinds[store.kind], name: store.name },
        target: { name, creationPolicy: Creation.OWNER, deletionPolicy: Deletion.RETAIN },
        data: keys.map((secretKey) => ({
          secretKey,
          remoteRef: {
            ...placeOf(source, secretKey),
            conversionStrategy: Conversion.DEFAULT,
            decodingStrategy: Decoding.NONE,
            metadataPolicy: Metadata.NONE,
          },
        })),
      },
    }),
  };
}

const storeKinds = { SecretStore: StoreKind.SECRET_STORE, ClusterSecretStore: StoreKind.CLUSTER_SECRET_STORE } as const;

function placeOf({ remote }: ExternalSecretSource, secretKey: string): { key: string; property?: string } {
  if (remote.kind === 'item') return { key: remote.key, property: remote.properties[secretKey] ?? secretKey };
  const place = remote.refs[secretKey];
  if (place === undefined) throw new Error(`no place in the store for ${secretKey}: the declaration was not parsed`);
  return place.property === undefined ? { key: place.key } : { key: place.key, property: place.property };
}
