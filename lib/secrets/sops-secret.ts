import type { SopsSecretSource } from '../declaration/secret-source';
import type { KubernetesObject } from '../manifest/kubernetes';
import { fieldsOf, isFields, itemsOf } from '../manifest/plain-value';
import { isSopsCiphertext } from '../manifest/sops';
import {
  encryptedFile,
  metadataProblems,
  missingKeys,
  plainMetadataProblems,
  readOne,
  strayFields,
} from './encrypted-file';
import type { SecretManifest, SourcedSecret } from './secret-manifest';

/**
 * A Secret whose values SOPS encrypted. Its message authentication code covers every value of the file in the order in
 * which they stand there, plain ones and comments included (SOPS 3, `mac`): so it is copied, never written anew.
 * @throws SecretFileError
 */
export function sopsSecret(needed: SourcedSecret<SopsSecretSource>, text: string): SecretManifest {
  return encryptedFile(text, (object) => problemsOf(object, needed));
}

/** A Secret's own fields, and SOPS's. */
const secretFields = ['apiVersion', 'kind', 'metadata', 'type', 'immutable', 'data', 'stringData', 'sops'];

function problemsOf(object: KubernetesObject, needed: SourcedSecret<SopsSecretSource>): readonly string[] {
  if (isSopsCiphertext(object.kind) || isSopsCiphertext(object.apiVersion)) {
    return [
      "is encrypted whole, so no controller knows what it is: encrypt it with --encrypted-regex '^(data|stringData)$'",
    ];
  }
  if (object.apiVersion !== 'v1' || object.kind !== 'Secret') {
    return [`is ${object.kind} of ${object.apiVersion}, not a Secret of v1 that SOPS encrypted`];
  }
  if (!isFields(object['sops'])) {
    return [
      'is a plain secret in the repository, which everyone can read who can read that: encrypt it with SOPS, and change keys that were committed',
    ];
  }
  const values = ['data', 'stringData'].flatMap((field) => Object.entries(fieldsOf(object[field])));
  const plain = values.filter(([, value]) => !isSopsCiphertext(value));
  return [
    ...strayFields(object, secretFields),
    ...plainMetadataProblems(object.metadata, 'metadata.'),
    ...metadataProblems(object, 'Secret', needed),
    ...missingKeys(
      needed,
      values.map(([key]) => key),
    ),
    ...plain.map(([key]) => `${key} is a plain secret in the repository: SOPS did not encrypt it`),
    ...macProblems(object['sops']),
  ];
}

function macProblems(sops: Readonly<Record<string, unknown>>): readonly string[] {
  return [
    ...(isSopsCiphertext(sops['mac']) ? [] : ['has no message authentication code of SOPS (sops.mac)']),
    ...(recipients(sops).length > 0 ? [] : ['names nobody who could decrypt it (sops.age, sops.pgp, …)']),
  ];
}

/** Whose keys open the file, by the names that SOPS 3 gives the kinds of keys. */
type SopsKeyKind = 'age' | 'pgp' | 'kms' | 'gcp_kms' | 'azure_kv' | 'hc_vault' | 'hckms';

const keyKinds: readonly SopsKeyKind[] = ['age', 'pgp', 'kms', 'gcp_kms', 'azure_kv', 'hc_vault', 'hckms'];

function recipients(sops: Readonly<Record<string, unknown>>): readonly SopsKeyKind[] {
  const groups = [sops, ...itemsOf(sops['key_groups']).map(fieldsOf)];
  return keyKinds.filter((kind) => groups.some((group) => itemsOf(group[kind]).length > 0));
}

/**
 * Whether Flux needs a Secret of its own to open the file: age and PGP keys and Vault's token are in one, while a
 * cloud's key service knows Flux by other means.
 */
export function needsKeySecret(text: string): boolean {
  const object = readOne(text);
  if (typeof object === 'string') return true;
  return recipients(fieldsOf(object['sops'])).some((kind) => ['age', 'pgp', 'hc_vault'].includes(kind));
}
