import { list, nearest } from '../../network/nearest';
import { ValueError } from '../../network/value-error';
import { choiceLeaf, integerLeaf, leaf, strictObject } from '../leaf';
import { together, variable, variablesObject } from './assignment';
import { filledList } from './values';

/** How gluetun runs WireGuard. Only for tunnels of type `wireguard`. */
export const wireguardSchema = variablesObject(
  {
    /** The largest packet in the tunnel, in bytes (WIREGUARD_MTU). @default - gluetun finds out */
    mtu: variable('WIREGUARD_MTU', integerLeaf('a number of bytes', 1280, 65535)),
    /** By the kernel's WireGuard or by gluetun's own (WIREGUARD_IMPLEMENTATION). @default 'auto' */
    implementation: variable('WIREGUARD_IMPLEMENTATION', choiceLeaf(['auto', 'kernelspace', 'userspace'])),
    /**
     * How often an idle tunnel says that it is there, in seconds; 0 for never
     * (WIREGUARD_PERSISTENT_KEEPALIVE_INTERVAL).
     * @default 0
     */
    persistentKeepaliveIntervalSeconds: variable(
      'WIREGUARD_PERSISTENT_KEEPALIVE_INTERVAL',
      integerLeaf('a number of seconds', 0, 65535),
      's',
    ),
  },
  { allowedIps: 'unknown key; everything goes into the tunnel, and what did not would be dropped' },
);

/**
 * OpenVPN's options that change how the tunnel itself is spoken, and nothing about routes, scripts, sockets or files.
 * Each with the number of values that it takes at most.
 */
const OPTIONS: ReadonlyMap<string, number> = new Map([
  ['--allow-compression', 1],
  ['--comp-lzo', 1],
  ['--compress', 1],
  ['--connect-retry', 2],
  ['--connect-retry-max', 1],
  ['--connect-timeout', 1],
  ['--data-ciphers-fallback', 1],
  ['--disable-dco', 0],
  ['--explicit-exit-notify', 1],
  ['--fast-io', 0],
  ['--float', 0],
  ['--fragment', 1],
  ['--hand-window', 1],
  ['--mute', 1],
  ['--ping', 1],
  ['--ping-exit', 1],
  ['--ping-restart', 1],
  ['--providers', 2],
  ['--rcvbuf', 1],
  ['--remote-cert-tls', 1],
  ['--reneg-bytes', 1],
  ['--reneg-sec', 2],
  ['--server-poll-timeout', 1],
  ['--sndbuf', 1],
  ['--tls-cert-profile', 1],
  ['--tls-cipher', 1],
  ['--tls-ciphersuites', 1],
  ['--tls-version-max', 1],
  ['--tls-version-min', 2],
  ['--tran-window', 1],
  ['--tun-mtu', 1],
  ['--txqueuelen', 1],
  ['--verify-x509-name', 2],
]);

const OPTION_NAMES = [...OPTIONS.keys()];

/** gluetun splits its OPENVPN_FLAGS at spaces, so one word more would be another option. */
function parseFlag(value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : '';
  const [name = '', ...values] = text.split(/ +/);
  const most = OPTIONS.get(name);
  if (most === undefined) {
    const meant = nearest(name, OPTION_NAMES);
    const allowed = meant === undefined ? `: allowed are ${list(OPTION_NAMES)}` : '';
    throw new ValueError(
      value,
      `is no option of OpenVPN that leaves routes, scripts and the mark alone${allowed}`,
      meant,
    );
  }
  // A provider with a path is a library that OpenVPN loads.
  const word = name === '--providers' ? /^[A-Za-z0-9_]{1,40}$/ : /^[\w.:@=,+/-]+$/;
  if (values.length <= most && values.every((each) => word.test(each) && !each.startsWith('-'))) {
    return [name, ...values].join(' ');
  }
  throw new ValueError(
    value,
    `is not one option with its values: ${name} takes ${most === 0 ? 'none' : `${most} at most`}`,
  );
}

const cipher = leaf<string>('the name of a cipher', (value) => {
  if (typeof value === 'string' && /^[A-Za-z0-9-]{1,40}$/.test(value)) return value.toLowerCase();
  throw new ValueError(value, 'is not the name of a cipher: allowed are such as "aes-256-gcm"');
});

const mark = 'unknown key; Podlock itself gives OpenVPN the mark, and runs it as root, which alone may set it';

/** How gluetun runs OpenVPN. Only for tunnels of type `openvpn`. */
export const openvpnTuningSchema = strictObject(
  {
    /** (OPENVPN_VERSION) @default '2.6' */
    version: variable('OPENVPN_VERSION', choiceLeaf(['2.5', '2.6'])),
    /** How much OpenVPN logs, from 0 to 6 (OPENVPN_VERBOSITY). @default 1 */
    verbosity: variable('OPENVPN_VERBOSITY', integerLeaf('a level', 0, 6)),
    /** The largest TCP segment in the tunnel, in bytes (OPENVPN_MSSFIX). @default - OpenVPN's own */
    mssFix: variable('OPENVPN_MSSFIX', integerLeaf('a number of bytes', 1, 10_000)),
    /** Ciphers to agree on, the first liked best (OPENVPN_CIPHERS). @default - the provider's */
    ciphers: variable('OPENVPN_CIPHERS', filledList(cipher)),
    /** The digest that packets are signed with (OPENVPN_AUTH). @default - the provider's */
    auth: variable('OPENVPN_AUTH', cipher),
    /**
     * Further options of OpenVPN, each with its values: `'--tun-mtu 1400'` (OPENVPN_FLAGS). None that touches routes,
     * scripts, sockets or files.
     * @default - none but the mark that the guard knows the tunnel by
     */
    flags: filledList(leaf<string>('an option of OpenVPN', parseFlag)).optional(),
  },
  { mark, processUser: mark, mssfix: 'unknown key; did you mean "mssFix"?' },
).transform(({ flags, ...parts }) => ({ flags: flags ?? [], variables: together(Object.values(parts)) }));
