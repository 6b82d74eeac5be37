import type { KubernetesObject } from '../manifest/kubernetes';
import { type PasswordClient, passwordHash } from './password-hash';

/** The Secret with the WebUI's password, of which it holds the hash only. */
export function webUiPasswordSecret(options: {
  readonly name: string;
  readonly namespace: string;
  readonly client: PasswordClient;
  readonly password: string;
  readonly salt: Buffer;
}): KubernetesObject {
  return secret(options, passwordHash(options.client, options.password, options.salt));
}

/** The Secret with the password itself, which port-sync logs in with. */
export function webUiLoginSecret(options: {
  readonly name: string;
  readonly namespace: string;
  readonly password: string;
}): KubernetesObject {
  return secret(options, { password: options.password });
}

function secret(
  { name, namespace }: { readonly name: string; readonly namespace: string },
  stringData: Record<string, string>,
): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'Opaque', stringData };
}
