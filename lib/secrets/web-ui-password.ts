import { pbkdf2Sync } from 'node:crypto';
import type { KubernetesObject } from '../manifest/kubernetes';

/** The key of the Secret that the declaration's `passwordSecret` names. */
const passwordKey = 'password-pbkdf2';

/** As qBittorrent stores it: PBKDF2 with HMAC-SHA512, 100,000 rounds, a key of 64 bytes (qBittorrent 4.2 and later). */
function qbittorrentPasswordHash(password: string, salt: Buffer): string {
  const key = pbkdf2Sync(password, salt, 100_000, 64, 'sha512');
  return `${salt.toString('base64')}:${key.toString('base64')}`;
}

/** The Secret with the WebUI's password, of which it holds the hash only. */
export function webUiPasswordSecret(options: {
  readonly name: string;
  readonly namespace: string;
  readonly password: string;
  readonly salt: Buffer;
}): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: options.name, namespace: options.namespace },
    type: 'Opaque',
    stringData: { [passwordKey]: qbittorrentPasswordHash(options.password, options.salt) },
  };
}
