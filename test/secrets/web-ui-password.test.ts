import { passwordHash } from '../../lib/secrets/password-hash';
import { webUiPasswordSecret } from '../../lib/secrets/web-ui-password';

const salt = Buffer.from('0123456789abcdef');

function secretOf(password: string, withSalt = salt) {
  return webUiPasswordSecret({
    name: 'qbittorrent-webui',
    namespace: 'downloads',
    client: 'qbittorrent',
    password,
    salt: withSalt,
  });
}

function hashOf(password: string, withSalt = salt): string {
  const { stringData } = secretOf(password, withSalt) as unknown as { stringData: Record<string, string> };
  return stringData['password-pbkdf2'] ?? '';
}

test('the Secret holds salt and key in base64, as qBittorrent stores them, under the key that the Pod reads', () => {
  expect(secretOf('correct horse')).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'qbittorrent-webui', namespace: 'downloads' },
    type: 'Opaque',
    stringData: { 'password-pbkdf2': expect.stringMatching(/^MDEyMzQ1Njc4OWFiY2RlZg==:[A-Za-z0-9+/]{86}==$/) },
  });
});

test('the Secret never holds the password', () => {
  expect(JSON.stringify(secretOf('correct horse'))).not.toContain('correct horse');
});

test('another password or another salt gives another hash', () => {
  const hashes = [
    hashOf('correct horse'),
    hashOf('correct horse '),
    hashOf('correct horse', Buffer.from('fedcba9876543210')),
  ];
  expect(new Set(hashes).size).toBe(3);
});

test.each([
  ['transmission', 'password-ssha1', /^\{[0-9a-f]{40}.{8}$/],
  ['deluge', 'password-sha1', /^[0-9a-f]{40}:[0-9a-f]{40}$/],
  ['rtorrent', 'htpasswd', /^admin:\{SSHA\}[A-Za-z0-9+/=]+$/],
] as const)('%s gets its own kind of hash, under the key %s', (client, key, form) => {
  const hash = passwordHash(client, 'correct horse', salt);
  expect(Object.keys(hash)).toEqual([key]);
  expect(Object.values(hash)[0]).toMatch(form);
  expect(JSON.stringify(hash)).not.toContain('correct horse');
});
