import { qbittorrentPasswordHash, webUiPasswordSecret } from '../../lib/secrets/web-ui-password';

const salt = Buffer.from('0123456789abcdef');

test('a hash is salt and key in base64, 16 and 64 bytes, as qBittorrent stores it', () => {
  const [first, second] = qbittorrentPasswordHash('correct horse', salt).split(':');
  expect(Buffer.from(first ?? '', 'base64')).toEqual(salt);
  expect(Buffer.from(second ?? '', 'base64')).toHaveLength(64);
});

test('another password or another salt gives another hash', () => {
  const hashes = [
    qbittorrentPasswordHash('correct horse', salt),
    qbittorrentPasswordHash('correct horse ', salt),
    qbittorrentPasswordHash('correct horse', Buffer.from('fedcba9876543210')),
  ];
  expect(new Set(hashes).size).toBe(3);
});

test('the Secret holds the hash under the key that the Pod reads, and never the password', () => {
  const secret = webUiPasswordSecret({
    name: 'qbittorrent-webui',
    namespace: 'downloads',
    password: 'correct horse',
    salt,
  });
  expect(secret).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'qbittorrent-webui', namespace: 'downloads' },
    type: 'Opaque',
    stringData: { 'password-pbkdf2': qbittorrentPasswordHash('correct horse', salt) },
  });
  expect(JSON.stringify(secret)).not.toContain('correct horse');
});
