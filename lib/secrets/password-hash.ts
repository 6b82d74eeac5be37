import { createHash, pbkdf2Sync } from 'node:crypto';
import { passwordKeys } from '../declaration/secret-uses';

/** A client with a WebUI that Podlock gives a password. */
export type PasswordClient = keyof typeof hashes;

/** How a client stores the password of its WebUI, and under which key of the Secret the Pod looks for it. */
interface PasswordHash {
  readonly key: string;
  /** @param salt 16 random bytes */
  hash(password: string, salt: Buffer): string;
}

const sha1 = (...parts: readonly (string | Buffer)[]) =>
  parts.reduce((sum, part) => sum.update(part), createHash('sha1')).digest();

/**
 * The hashes are the clients' own, so those of SHA-1 are as weak as the client has them: a long password makes up for it.
 */
const hashes = {
  /** PBKDF2 with HMAC-SHA512, 100,000 rounds, a key of 64 bytes (qBittorrent 4.2 and later). */
  qbittorrent: {
    key: passwordKeys.qbittorrent,
    hash: (password, salt) => {
      const key = pbkdf2Sync(password, salt, 100_000, 64, 'sha512');
      return `${salt.toString('base64')}:${key.toString('base64')}`;
    },
  },
  /** `{`, SHA-1 of password and salt in hex, and a salt of eight letters (libtransmission, tr_ssha1). */
  transmission: {
    key: passwordKeys.transmission,
    hash: (password, salt) => {
      const letters = salt.toString('hex').slice(0, 8);
      return `{${sha1(password, letters).toString('hex')}${letters}`;
    },
  },
  /** SHA-1 of a salt in hex and the password (deluge/ui/web/auth.py: pwd_salt and pwd_sha1). */
  deluge: {
    key: passwordKeys.deluge,
    hash: (password, salt) => {
      const text = sha1(salt).toString('hex');
      return `${text}:${sha1(text, password).toString('hex')}`;
    },
  },
  /** A line of an htpasswd file for nginx's auth_basic, which knows `{SSHA}` besides the system's crypt(). */
  rtorrent: {
    key: passwordKeys.rtorrent,
    hash: (password, salt) => `admin:{SSHA}${Buffer.concat([sha1(password, salt), salt]).toString('base64')}`,
  },
} as const satisfies Record<string, PasswordHash>;

export const passwordClients = Object.keys(hashes) as readonly PasswordClient[];

/** What the Secret holds in the place of the password. */
export function passwordHash(client: PasswordClient, password: string, salt: Buffer): Record<string, string> {
  const { key, hash } = hashes[client];
  return { [key]: hash(password, salt) };
}
