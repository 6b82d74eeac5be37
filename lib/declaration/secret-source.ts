import type { SecretSource } from './secret-source-schema';

export type { SecretSource, SecretSourceInput } from './secret-source-schema';

/** A Secret that the cluster makes out of somebody's store (external-secrets.io/v1). */
export type ExternalSecretSource = Extract<SecretSource, { kind: 'externalSecret' }>;
/** A Secret that only the cluster's sealed-secrets controller can read (bitnami.com/v1alpha1). */
export type SealedSecretSource = Extract<SecretSource, { kind: 'sealedSecret' }>;
/** A Secret whose values SOPS encrypted; Flux or ksops decrypts them. */
export type SopsSecretSource = Extract<SecretSource, { kind: 'sopsSecret' }>;

/** The file that a source needs at synth, relative to main.ts's folder; `undefined` where it needs none. */
export function secretFileOf(source: SecretSource): string | undefined {
  return source.kind === 'sealedSecret' || source.kind === 'sopsSecret' ? source.file : undefined;
}
