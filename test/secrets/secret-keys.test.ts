import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { secretKey } from '../../lib/secrets/secret-keys';
import { SecretValueError } from '../../lib/secrets/secret-value';
import { wireguardConfigKeys } from '../../lib/secrets/wireguard-config';

function problem(action: () => unknown): string {
  try {
    action();
    return 'none';
  } catch (error) {
    if (!(error instanceof SecretValueError)) throw error;
    return error.message;
  }
}

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const plainPem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const encryptedPem = privateKey
  .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' })
  .toString();
const key = Buffer.alloc(32, 9).toString('base64');

const wireguardKey = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => bytes.some((byte) => byte > 0));

test('every WireGuard key is taken, without the line end of its file', () => {
  fc.assert(
    fc.property(wireguardKey, (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(secretKey('wireguard_private_key').parse(`${text}\r\n`)).toBe(text);
    }),
  );
});

test('bytes that are not 32 are no WireGuard key, and the error does not show them', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 6, maxLength: 80 }).filter(({ length }) => length !== 32),
      (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        const message = problem(() => secretKey('wireguard_preshared_key').parse(text));
        expect(message).toContain('is not a WireGuard key');
        expect(message).not.toContain(text);
      },
    ),
  );
});

test('PEM is taken with the block that gluetun reads, with plain line ends', () => {
  const withNotes = `Bag Attributes\n${plainPem.replaceAll('\n', '\r\n')}`;
  expect(secretKey('openvpn_clientkey').parse(withNotes)).toBe(plainPem);
  expect(secretKey('openvpn_encrypted_key').parse(encryptedPem)).toBe(encryptedPem);
});

test('the token of a tunnel holds account, tunnel and secret', () => {
  const token = Buffer.from('{"a":"account","t":"f70ff985-a4ef-4643-bbbc-4a0ed4fc8415","s":"c2VjcmV0"}').toString(
    'base64',
  );
  expect(secretKey('tunnel_token').parse(`${token}\n`)).toBe(token);
});

test.each([
  ['openvpn_clientkey', encryptedPem, 'is a ENCRYPTED PRIVATE KEY, not a PRIVATE KEY'],
  ['openvpn_encrypted_key', plainPem, 'is a PRIVATE KEY, not a ENCRYPTED PRIVATE KEY'],
  ['openvpn_clientcrt', plainPem, 'is a PRIVATE KEY, not a CERTIFICATE'],
  ['openvpn_clientcrt', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'is not a certificate'],
  ['openvpn_clientkey', `${plainPem}${plainPem}`, 'holds 2 PEM blocks'],
  ['openvpn_clientkey', 'hunter2', 'is not PEM'],
  ['openvpn_config', `[Interface]\nPrivateKey = ${key}\n`, 'is a configuration of WireGuard'],
  ['openvpn_config', 'client\n', 'it has no "remote"'],
  ['openvpn_user', '\n', 'is empty'],
  ['openvpn_password', 'two\nlines', 'has more than one line'],
  ['wireguard_private_key', Buffer.alloc(32).toString('base64'), 'is a key of zeros only'],
  ['password-pbkdf2', 'short', 'has 5 characters; at least 8'],
  ['tunnel_token', 'cloudflared service install hunter2', 'is not the token of a tunnel'],
  ['tunnel_token', Buffer.from('{"a":"account","t":1}').toString('base64'), 'is not the token of a tunnel'],
])('fails: %s that is something else', (name, text, message) => {
  const found = problem(() => secretKey(name).parse(text));
  expect(found).toContain(message);
  expect(found).not.toMatch(/hunter2|lines\b(?! or)/);
});

describe('a WireGuard configuration file', () => {
  test('gives its keys, whatever the case, spacing, comments and line ends', () => {
    fc.assert(
      fc.property(
        wireguardKey,
        wireguardKey,
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('PrivateKey = ', 'privatekey=', '  PRIVATEKEY  =  '),
        (one, other, lineEnd, name) => {
          const [mine, shared] = [one, other].map((bytes) => Buffer.from(bytes).toString('base64'));
          const text = [
            '\uFEFF[Interface] # home',
            `${name}${mine}`,
            'DNS = 10.0.0.1',
            '',
            '[Peer]',
            `PublicKey = ${key}`,
            `PresharedKey = ${shared} # psk`,
          ];
          expect(wireguardConfigKeys(text.join(lineEnd))).toEqual({
            wireguard_private_key: mine,
            wireguard_preshared_key: shared,
          });
        },
      ),
    );
  });

  test.each([
    ['two peers', `[Interface]\nPrivateKey=${key}\n[Peer]\n[Peer]\n`, 'has 2 peers'],
    ['no private key', '[Interface]\nAddress = 10.0.0.1/32\n', 'has no PrivateKey'],
    ['a private key in the wrong section', `[Peer]\nPrivateKey=${key}\n`, 'has no PrivateKey'],
    ['a key that was cut', `[Interface]\nPrivateKey=${key.slice(3)}\n`, 'PrivateKey in line 2 is not a WireGuard key'],
  ])('fails on %s', (_, text, message) => {
    const found = problem(() => wireguardConfigKeys(text));
    expect(found).toContain(message);
    expect(found).not.toContain(key.slice(3));
  });
});
