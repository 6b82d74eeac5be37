import type { SealedSecretSource } from '../declaration/secret-source';
import type { KubernetesObject } from '../manifest/kubernetes';
import { fieldsOf, isFields } from '../manifest/plain-value';
import { encryptedFile, metadataProblems, missingKeys, plainMetadataProblems, strayFields } from './encrypted-file';
import type { SecretManifest, SourcedSecret } from './secret-manifest';

/**
 * A file that kubeseal wrote, `bitnami.com/v1alpha1`: only the controller in the cluster can read it.
 * @throws SecretFileError
 */
export function sealedSecret(needed: SourcedSecret<SealedSecretSource>, text: string): SecretManifest {
  return encryptedFile(text, (object) => problemsOf(object, needed));
}

function problemsOf(object: KubernetesObject, needed: SourcedSecret<SealedSecretSource>): readonly string[] {
  if (object.kind === 'Secret') {
    return [
      'is a plain Secret, which everyone can read who can read the repository: seal it, and change keys that were committed',
    ];
  }
  if (object.apiVersion !== 'bitnami.com/v1alpha1' || object.kind !== 'SealedSecret') {
    return [`is ${object.kind} of ${object.apiVersion}, not a SealedSecret of bitnami.com/v1alpha1`];
  }
  const spec = fieldsOf(object['spec']);
  const encrypted = fieldsOf(spec['encryptedData']);
  const template = fieldsOf(spec['template']);
  const metadata = isFields(template['metadata']) ? template['metadata'] : {};
  return [
    ...strayFields(object, ['apiVersion', 'kind', 'metadata', 'spec']),
    ...strayFields(spec, ['encryptedData', 'template'], 'spec.'),
    // Values in these are told below, by their meaning.
    ...strayFields(template, ['metadata', 'type', 'immutable', 'data', 'stringData'], 'spec.template.'),
    ...plainMetadataProblems(object.metadata, 'metadata.'),
    ...plainMetadataProblems(metadata, 'spec.template.metadata.'),
    ...metadataProblems(object, 'SealedSecret', needed),
    ...metadataProblems(
      { ...object, metadata: { name: needed.name, namespace: needed.namespace, ...metadata } },
      'Secret',
      needed,
    ),
    ...missingKeys(needed, Object.keys(encrypted)),
    ...Object.entries(encrypted)
      .filter(([, value]) => !isSealed(value))
      .map(([key]) => `${key} is not what kubeseal writes: a plain value must not stand there`),
    ...['data', 'stringData']
      .filter((field) => template[field] !== undefined && template[field] !== null)
      .map((field) => `has values in spec.template.${field}, which are plain`),
  ];
}

/** The RSA keys that controllers have, in bytes. kubeseal puts the length of the encrypted session key before it. */
const rsaSizes = [256, 384, 512, 1024];
/** What AES-GCM adds to a value, in bytes. */
const tagSize = 16;

/** kubeseal's format: two bytes for a length, as many of RSA-OAEP, then AES-GCM (sealed-secrets, pkg/crypto). */
function isSealed(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return false;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length < 2) return false;
  const size = bytes.readUInt16BE(0);
  return rsaSizes.includes(size) && bytes.length >= 2 + size + tagSize;
}
