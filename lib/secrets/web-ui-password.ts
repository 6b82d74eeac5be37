import { loginKey } from '../declaration/secret-uses';
import type { KubernetesObject } from '../manifest/kubernetes';
import { type PasswordClient, passwordHash } from './password-hash';
import { plainSecret } from './plain-secret';

/** The Secret with the WebUI's password, of which it holds the hash only. */
export function webUiPasswordSecret(options: {
  readonly name: string;
  readonly namespace: string;
  readonly client: PasswordClient;
  readonly password: string;
  readonly salt: Buffer;
}): KubernetesObject {
  const { name, namespace } = options;
  return plainSecret({ name, namespace, values: passwordHash(options.client, options.password, options.salt) });
}

/** The Secret with the password itself, which port-sync logs in with. */
export function webUiLoginSecret(options: {
  readonly name: string;
  readonly namespace: string;
  readonly password: string;
}): KubernetesObject {
  const { name, namespace } = options;
  return plainSecret({ name, namespace, values: { [loginKey]: options.password } });
}
