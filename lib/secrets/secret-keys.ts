import { randomBytes, X509Certificate } from 'node:crypto';
import { tunnelTokenKey } from '../declaration/exposure';
import { loginKey, passwordKeys } from '../declaration/secret-uses';
import { type PasswordClient, passwordClients, passwordHash } from './password-hash';
import { parseWireguardKey, SecretValueError } from './secret-value';
import { wireguardConfigKeys } from './wireguard-config';

/** A key of a Secret: how to ask for it, and what it must look like. */
export interface SecretKey {
  readonly question: string;
  /**
   * - `line`: can be typed or pasted.
   * - `new password`: is typed twice.
   * - `file`: has many lines.
   */
  readonly form: 'line' | 'new password' | 'file';
  /**
   * The value as it goes into the Secret.
   * @throws SecretValueError
   */
  parse(text: string): string;
}

/** The least that a WebUI's password has, in characters. */
const shortestPassword = 8;

const known: Readonly<Record<string, SecretKey>> = {
  wireguard_private_key: line('WireGuard private key (PrivateKey in the provider’s file)', parseWireguardKey),
  wireguard_preshared_key: line('WireGuard pre-shared key (PresharedKey in the provider’s file)', parseWireguardKey),
  openvpn_user: line('OpenVPN user', parseLine),
  openvpn_password: line('OpenVPN password', parseLine),
  openvpn_key_passphrase: line('Passphrase of the encrypted key', parseLine),
  openvpn_clientcrt: file('Client certificate', parseCertificate),
  openvpn_clientkey: file('Client key', parseClientKey),
  openvpn_encrypted_key: file('Encrypted client key', parseEncryptedKey),
  'wg0.conf': file('WireGuard configuration (wg-quick)', parseWireguardConfig),
  openvpn_config: file('OpenVPN configuration (.ovpn)', parseOpenvpnConfig),
  [loginKey]: line("The WebUI's password, which port-sync logs in with", (text) => parsePassword(parseLine(text))),
  [tunnelTokenKey]: line('Token of the Cloudflare Tunnel (cloudflared tunnel token NAME)', parseTunnelToken),
  ...Object.fromEntries(passwordClients.map((client) => [passwordKeys[client], newPassword(client)])),
};

/** What is known of a key. gluetun's own are judged by their shape, any other may be any line. */
export function secretKey(name: string): SecretKey {
  return (Object.hasOwn(known, name) ? known[name] : undefined) ?? line(name, parseLine);
}

function newPassword(client: PasswordClient): SecretKey {
  const key = passwordKeys[client];
  return {
    question: "The WebUI's new password",
    form: 'new password',
    parse: (text) => passwordHash(client, parsePassword(parseLine(text)), randomBytes(16))[key] ?? '',
  };
}

function line(question: string, parse: SecretKey['parse']): SecretKey {
  return { question, form: 'line', parse };
}

function file(question: string, parse: SecretKey['parse']): SecretKey {
  return { question, form: 'file', parse };
}

function parseLine(text: string): string {
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw new SecretValueError('is empty');
  if (/\p{Cc}/u.test(value)) throw new SecretValueError('has more than one line, or a control character');
  return value;
}

/** Account, tunnel and secret, as JSON in base64 (cloudflared 2026.10.0, ParseToken and connection.TunnelToken). */
function parseTunnelToken(text: string): string {
  const token = parseLine(text).trim();
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64').toString());
    if (['a', 't', 's'].every((part) => typeof Reflect.get(Object(parts), part) === 'string')) return token;
  } catch {}
  throw new SecretValueError(
    'is not the token of a tunnel, which begins with "eyJ": it is the last word of what Cloudflare has you run',
  );
}

/** @throws SecretValueError */
export function parsePassword(text: string): string {
  if (text.length >= shortestPassword) return text;
  throw new SecretValueError(`has ${text.length} characters; at least ${shortestPassword}`);
}

/** gluetun takes the first PEM block of the file (gluetun v3.41.3, internal/openvpn/extract). */
function parsePem(text: string, kinds: RegExp, expected: string): string {
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----\r?\n([\s\S]*?)-----END \1-----/g)];
  const [block, ...others] = blocks;
  if (block === undefined) throw new SecretValueError(`is not PEM: it begins with -----BEGIN ${expected}-----`);
  const [whole, kind = '', body = ''] = block;
  if (!kinds.test(kind)) throw new SecretValueError(`is a ${kind}, not a ${expected}`);
  if (others.length > 0) throw new SecretValueError(`holds ${blocks.length} PEM blocks: gluetun reads one`);
  if (!/^[A-Za-z0-9+/=\s]+$/.test(body)) throw new SecretValueError('has something else than base64 in its PEM block');
  return `${whole.replaceAll('\r', '')}\n`;
}

function parseCertificate(text: string): string {
  const pem = parsePem(text, /^CERTIFICATE$/, 'CERTIFICATE');
  try {
    new X509Certificate(pem);
    return pem;
  } catch {
    throw new SecretValueError('is not a certificate: its PEM block cannot be read');
  }
}

function parseClientKey(text: string): string {
  return parsePem(text, /^(?:RSA |EC )?PRIVATE KEY$/, 'PRIVATE KEY');
}

function parseEncryptedKey(text: string): string {
  return parsePem(text, /^ENCRYPTED PRIVATE KEY$/, 'ENCRYPTED PRIVATE KEY');
}

function parseWireguardConfig(text: string): string {
  wireguardConfigKeys(text);
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

function parseOpenvpnConfig(text: string): string {
  const config = text.replaceAll('\r\n', '\n');
  if (/^\[Interface\]/m.test(config)) throw new SecretValueError('is a configuration of WireGuard, not of OpenVPN');
  if (!/^\s*remote\s+\S/m.test(config))
    throw new SecretValueError('is not an OpenVPN configuration: it has no "remote"');
  return config;
}
