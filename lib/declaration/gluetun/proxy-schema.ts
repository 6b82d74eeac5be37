import type { z } from 'zod';
import { parsePort } from '../../network/port';
import { booleanLeaf, choiceLeaf, leaf, report, strictObject } from '../leaf';
import { parseReason } from '../reason';
import { SECRET_HINTS } from '../secret-hints';
import { type SecretSource, secretSourceSchema } from '../secret-source-schema';
import { together, type Variables, variable } from './assignment';
import type { GluetunProxy, SecretFile } from './gluetun-settings';

const port = leaf<number>('a port', parsePort);
const secret = secretSourceSchema;

/** Who may use a proxy beside the containers of its own Pod. */
const exposeSchema = strictObject({
  /**
   * Why others may send their traffic through this tunnel, in one line. The check reports it beside the loosened lock.
   */
  because: leaf<string>('a reason', parseReason),
});

/** gluetun's HTTP proxy, for programs that cannot be put into this Pod. */
export const httpProxySchema = strictObject(
  {
    /** Where it listens (HTTPPROXY_LISTENING_ADDRESS). @default 8888 */
    port: port.default(8888),
    /** Whether it logs every request (HTTPPROXY_LOG). @default false */
    log: variable('HTTPPROXY_LOG', booleanLeaf()),
    /** Whether it hides from servers that it is a proxy (HTTPPROXY_STEALTH). @default false */
    stealth: variable('HTTPPROXY_STEALTH', booleanLeaf()),
    /**
     * Who may use it.
     * @default - every container of this Pod, and nobody else
     */
    credentials: strictObject(
      {
        /** The Secret whose keys `httpproxy_user` and `httpproxy_password` gluetun reads. */
        secret,
      },
      SECRET_HINTS,
    ).optional(),
    /**
     * Lets private addresses use it, such as other Pods: a port of the Pod and of its Service is opened. Needs
     * `credentials`; they travel unencrypted.
     * @default - reachable on the Pod's own loopback alone
     */
    expose: exposeSchema.optional(),
  },
  { address: 'unknown key; it listens on the Pod’s loopback, or with "expose" on the Pod’s address', ...SECRET_HINTS },
)
  .superRefine(({ credentials, expose }, context) => {
    if (expose === undefined || credentials !== undefined) return;
    report(context, { kind: 'missing', expected: 'the Secret with user and password: an open proxy is for anybody' }, [
      'credentials',
    ]);
  })
  .transform(({ credentials, expose, log, port: number, stealth }) =>
    proxy({
      what: 'http-proxy',
      port: number,
      expose,
      variables: together([
        { HTTPPROXY: 'on', HTTPPROXY_LISTENING_ADDRESS: listeningAddress(number, expose) },
        log,
        stealth,
      ]),
      files: files(credentials?.secret, 'httpProxy', ['HTTPPROXY_USER', 'HTTPPROXY_PASSWORD']),
    }),
  );

/** gluetun's Shadowsocks server: as the HTTP proxy, encrypted, for TCP and UDP. */
export const shadowsocksSchema = strictObject(
  {
    /** Where it listens, for TCP and UDP (SHADOWSOCKS_LISTENING_ADDRESS). @default 8388 */
    port: port.default(8388),
    /** Whether it logs every connection (SHADOWSOCKS_LOG). @default false */
    log: variable('SHADOWSOCKS_LOG', booleanLeaf()),
    /** How it encrypts (SHADOWSOCKS_CIPHER). @default 'chacha20-ietf-poly1305' */
    cipher: variable('SHADOWSOCKS_CIPHER', choiceLeaf(['chacha20-ietf-poly1305', 'aes-128-gcm', 'aes-256-gcm'])),
    /** What both sides know. */
    credentials: strictObject(
      {
        /** The Secret whose key `shadowsocks_password` gluetun reads. */
        secret,
      },
      SECRET_HINTS,
    ),
    /**
     * Lets private addresses use it, such as other Pods: a port of the Pod and of its Service is opened.
     * @default - reachable on the Pod's own loopback alone
     */
    expose: exposeSchema.optional(),
  },
  SECRET_HINTS,
).transform(({ cipher, credentials, expose, log, port: number }) =>
  proxy({
    what: 'shadowsocks',
    port: number,
    expose,
    variables: together([
      { SHADOWSOCKS: 'on', SHADOWSOCKS_LISTENING_ADDRESS: listeningAddress(number, expose) },
      log,
      cipher,
    ]),
    files: files(credentials.secret, 'shadowsocks', ['SHADOWSOCKS_PASSWORD']),
  }),
);

interface ParsedProxy {
  readonly listener: GluetunProxy;
  readonly variables: Variables;
  readonly files: readonly SecretFile[];
}

function proxy(parts: {
  readonly what: GluetunProxy['what'];
  readonly port: number;
  readonly expose: z.output<typeof exposeSchema> | undefined;
  readonly variables: Variables;
  readonly files: readonly SecretFile[];
}): ParsedProxy {
  const { expose, files: secretFiles, port: number, variables, what } = parts;
  return { listener: { what, port: number, because: expose?.because }, variables, files: secretFiles };
}

function listeningAddress(number: number, expose: unknown): string {
  return expose === undefined ? `127.0.0.1:${number}` : `:${number}`;
}

/** Each variable is read from the file that `…_SECRETFILE` names: the key has the variable's own name. */
function files(
  source: SecretSource | undefined,
  owner: 'httpProxy' | 'shadowsocks',
  variables: readonly string[],
): readonly SecretFile[] {
  if (source === undefined) return [];
  const place = [owner, 'credentials', 'secret'];
  return variables.map((each) => ({
    secret: source,
    place,
    variable: `${each}_SECRETFILE`,
    key: each.toLowerCase(),
  }));
}
