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
