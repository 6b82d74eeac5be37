/** The release of gluetun that the tables of this file describe, and that Podlock runs unless told otherwise. */
export const GLUETUN_RELEASE = 'v3.41.3';

/**
 * How gluetun proves to a provider who it is. Each stands for keys of the Secret, in secret-files.ts.
 * - `login`: a user and a password.
 * - `login-or-account-id`: the same, or an account's id as the user, without a password (IVPN).
 * - `optional-login`, `optional-certificate`: what the configuration file asks for.
 */
export type Credential =
  | 'login'
  | 'login-or-account-id'
  | 'optional-login'
  | 'optional-certificate'
  | 'client-certificate'
  | 'client-key'
  | 'encrypted-key'
  | 'configuration-file';

/** Which ports `…_ENDPOINT_PORT` may name beside the default; `none`: the variable must not be set. */
type EndpointPorts = 'any' | 'none' | readonly number[];

interface ProviderFacts {
  /** Of gluetun's server filters, those that it accepts for this provider. */
  readonly filters: readonly Filter[];
  readonly wireguard?: {
    /** The port unless another is chosen. `undefined`: it must be. */
    readonly port: number | undefined;
    readonly endpointPorts: EndpointPorts;
    readonly presharedKey: 'required' | 'optional';
  };
  /** What else to know, as one sentence for the docs. */
  readonly note?: string;
  readonly openvpn?: {
    readonly credentials: readonly Credential[];
    readonly udp: OpenvpnPorts;
    readonly tcp?: OpenvpnPorts;
  };
}

interface OpenvpnPorts {
  /** The port unless another is chosen. `undefined`: it must be. A record: the encryption preset decides. */
  readonly port: number | undefined | Readonly<Record<EncryptionPreset, number>>;
  readonly endpointPorts: EndpointPorts;
}

/**
 * Providers that hand out a port at each start of the tunnel, and whose way gluetun v3.41.3 knows
 * (settings/portforward.go). With the provider `custom` each can be named, for the tunnels that gluetun has not for it,
 * such as Private Internet Access over WireGuard.
 */
export const PORT_FORWARDING_PROVIDERS = [
  'perfect privacy',
  'private internet access',
  'privatevpn',
  'protonvpn',
] as const;
export type PortForwardingProvider = (typeof PORT_FORWARDING_PROVIDERS)[number];

/** Private Internet Access's OpenVPN presets (PRIVATE_INTERNET_ACCESS_OPENVPN_ENCRYPTION_PRESET). */
export const ENCRYPTION_PRESETS = ['none', 'normal', 'strong'] as const;
export type EncryptionPreset = (typeof ENCRYPTION_PRESETS)[number];
/** gluetun's own default. */
export const DEFAULT_ENCRYPTION_PRESET: EncryptionPreset = 'strong';

/** gluetun's server filters: the variable of each, and what it holds. */
export const FILTERS = {
  countries: { variable: 'SERVER_COUNTRIES', kind: 'names' },
  regions: { variable: 'SERVER_REGIONS', kind: 'names' },
  cities: { variable: 'SERVER_CITIES', kind: 'names' },
  hostnames: { variable: 'SERVER_HOSTNAMES', kind: 'names' },
  names: { variable: 'SERVER_NAMES', kind: 'names' },
  categories: { variable: 'SERVER_CATEGORIES', kind: 'names' },
  isps: { variable: 'ISP', kind: 'names' },
  numbers: { variable: 'SERVER_NUMBER', kind: 'numbers' },
  ownedOnly: { variable: 'OWNED_ONLY', kind: 'switch' },
  freeOnly: { variable: 'FREE_ONLY', kind: 'switch' },
  streamOnly: { variable: 'STREAM_ONLY', kind: 'switch' },
  secureCoreOnly: { variable: 'SECURE_CORE_ONLY', kind: 'switch' },
  torOnly: { variable: 'TOR_ONLY', kind: 'switch' },
  portForwardOnly: { variable: 'PORT_FORWARD_ONLY', kind: 'switch' },
  multihopOnly: { variable: 'MULTIHOP_ONLY', kind: 'switch' },
  premiumOnly: { variable: 'PREMIUM_ONLY', kind: 'switch' },
} as const;

export type Filter = keyof typeof FILTERS;

/**
 * Every provider of gluetun v3.41.3: what it offers and what it must be told.
 * Sources: gluetun's wiki (setup/providers), its settings/wireguardselection.go, settings/openvpnselection.go,
 * settings/openvpn.go, settings/serverselection.go, and, for the columns that a server list has, models/markdown.go.
 */
export const PROVIDERS = {
  airvpn: {
    filters: ['countries', 'regions', 'cities', 'hostnames', 'names'],
    wireguard: { port: 1637, endpointPorts: [1637, 47107], presharedKey: 'required' },
    openvpn: {
      credentials: ['client-certificate', 'client-key'],
      udp: { port: 1194, endpointPorts: [53, 80, 443, 1194, 2018, 41185] },
      tcp: { port: 443, endpointPorts: [53, 80, 443, 1194, 2018, 41185] },
    },
  },
  cyberghost: {
    filters: ['countries', 'hostnames'],
    openvpn: {
      credentials: ['login', 'client-certificate', 'client-key'],
      udp: { port: 443, endpointPorts: 'any' },
      tcp: { port: 443, endpointPorts: 'any' },
    },
  },
  expressvpn: {
    filters: ['countries', 'cities', 'hostnames'],
    openvpn: { credentials: ['login'], udp: { port: 1195, endpointPorts: 'none' } },
  },
  fastestvpn: {
    filters: ['countries', 'cities', 'hostnames'],
    wireguard: { port: 51820, endpointPorts: 'none', presharedKey: 'optional' },
    openvpn: {
      credentials: ['login'],
      udp: { port: 4443, endpointPorts: 'none' },
      tcp: { port: 4443, endpointPorts: 'none' },
    },
  },
  giganews: {
    filters: ['regions', 'hostnames'],
    openvpn: { credentials: ['login'], udp: { port: 443, endpointPorts: 'none' } },
  },
  hidemyass: {
    note: 'has ended OpenVPN on Linux by its own word; gluetun warns that it will likely not work.',
    filters: ['countries', 'regions', 'cities', 'hostnames'],
    openvpn: {
      credentials: ['login'],
      udp: { port: 553, endpointPorts: 'any' },
      tcp: { port: 8080, endpointPorts: 'any' },
    },
  },
  ipvanish: {
    filters: ['countries', 'cities', 'hostnames'],
    openvpn: { credentials: ['login'], udp: { port: 443, endpointPorts: 'none' } },
  },
  ivpn: {
    filters: ['countries', 'cities', 'hostnames', 'isps'],
    wireguard: {
      port: 58237,
      endpointPorts: [2049, 2050, 53, 30587, 41893, 48574, 58237],
      presharedKey: 'optional',
    },
    openvpn: {
      credentials: ['login-or-account-id'],
      udp: { port: 1194, endpointPorts: [53, 1194, 2049, 2050] },
      tcp: { port: 443, endpointPorts: [80, 443, 1143] },
    },
  },
  mullvad: {
    filters: ['countries', 'cities', 'hostnames', 'isps', 'ownedOnly'],
    wireguard: { port: 51820, endpointPorts: 'any', presharedKey: 'optional' },
    note: 'ended OpenVPN on 2026-01-15; this gluetun still takes the declaration, the next one refuses it.',
    openvpn: {
      credentials: ['login'],
      udp: { port: 1194, endpointPorts: [53, 1194, 1195, 1196, 1197, 1300, 1301, 1302, 1303, 1400] },
      tcp: { port: 443, endpointPorts: [80, 443, 1401] },
    },
  },
  nordvpn: {
    note: "over WireGuard wants the private key, which is not the account's access token.",
    filters: ['countries', 'regions', 'cities', 'hostnames', 'categories', 'numbers'],
    wireguard: { port: 51820, endpointPorts: 'none', presharedKey: 'optional' },
    openvpn: {
      credentials: ['login'],
      udp: { port: 1194, endpointPorts: 'none' },
      tcp: { port: 443, endpointPorts: 'none' },
    },
  },
  'perfect privacy': {
    filters: ['cities'],
    note: 'over UDP alone: gluetun has a port for TCP in its code, and refuses the protocol. Its next release drops the provider.',
    openvpn: {
      credentials: ['login'],
      udp: { port: 443, endpointPorts: [44, 443, 4433] },
    },
  },
  privado: {
    filters: ['countries', 'regions', 'cities', 'hostnames'],
    openvpn: {
      credentials: ['login'],
      udp: { port: 1194, endpointPorts: [443, 1194, 8080, 8443] },
      tcp: { port: 1194, endpointPorts: [443, 1194, 8080, 8443] },
    },
  },
  'private internet access': {
    filters: ['regions', 'hostnames', 'names', 'portForwardOnly'],
    openvpn: {
      credentials: ['login'],
      udp: {
        port: { none: 1198, normal: 1198, strong: 1197 },
        endpointPorts: [53, 1194, 1197, 1198, 8080, 9201],
      },
      tcp: { port: { none: 502, normal: 502, strong: 501 }, endpointPorts: [80, 110, 443] },
    },
  },
  privatevpn: {
    filters: ['countries', 'cities', 'hostnames'],
    openvpn: {
      credentials: ['login'],
      udp: { port: 1194, endpointPorts: 'any' },
      tcp: { port: 443, endpointPorts: 'any' },
    },
  },
  protonvpn: {
    filters: [
      'countries',
      'regions',
      'cities',
      'hostnames',
      'names',
      'freeOnly',
      'streamOnly',
      'secureCoreOnly',
      'torOnly',
      'portForwardOnly',
    ],
    wireguard: { port: 51820, endpointPorts: 'none', presharedKey: 'optional' },
    openvpn: {
      credentials: ['login'],
      udp: { port: 1194, endpointPorts: [80, 443, 1194, 4569, 5060, 51820] },
      tcp: { port: 443, endpointPorts: [443, 5995, 8443] },
    },
  },
  purevpn: {
    filters: ['countries', 'regions', 'cities', 'hostnames'],
    openvpn: {
      credentials: ['login'],
      udp: { port: 53, endpointPorts: 'none' },
      tcp: { port: 80, endpointPorts: 'none' },
    },
  },
  slickvpn: {
    note: "has certificates that OpenSSL 3 refuses; gluetun.openvpn.flags: ['--tls-cipher DEFAULT:@SECLEVEL=0'] accepts them.",
    filters: ['countries', 'regions', 'cities', 'hostnames'],
    openvpn: {
      credentials: ['login'],
      udp: { port: 443, endpointPorts: [443, 8080, 8888] },
      tcp: { port: 443, endpointPorts: [443, 8080, 8888] },
    },
  },
  surfshark: {
    filters: ['countries', 'regions', 'cities', 'hostnames', 'multihopOnly'],
    wireguard: { port: 51820, endpointPorts: 'none', presharedKey: 'optional' },
    openvpn: {
      credentials: ['login'],
      udp: { port: 1194, endpointPorts: 'none' },
      tcp: { port: 1443, endpointPorts: 'none' },
    },
  },
  torguard: {
    filters: ['countries', 'cities', 'hostnames'],
    openvpn: {
      credentials: ['login'],
      udp: { port: 1912, endpointPorts: 'any' },
      tcp: { port: 1912, endpointPorts: 'any' },
    },
  },
  vpnsecure: {
    filters: ['regions', 'cities', 'hostnames', 'premiumOnly'],
    openvpn: {
      credentials: ['client-certificate', 'encrypted-key'],
      udp: { port: 1282, endpointPorts: 'none' },
      tcp: { port: 110, endpointPorts: 'none' },
    },
  },
  'vpn unlimited': {
    filters: ['countries', 'regions', 'cities', 'hostnames', 'freeOnly', 'streamOnly'],
    openvpn: {
      credentials: ['login', 'client-certificate', 'client-key'],
      udp: { port: 1197, endpointPorts: 'none' },
      tcp: { port: 1197, endpointPorts: 'none' },
    },
  },
  vyprvpn: {
    filters: ['regions', 'hostnames'],
    openvpn: { credentials: ['login'], udp: { port: 443, endpointPorts: 'none' } },
  },
  windscribe: {
    filters: ['regions', 'cities', 'hostnames'],
    wireguard: { port: 1194, endpointPorts: [53, 80, 123, 443, 1194, 65142], presharedKey: 'optional' },
    openvpn: {
      credentials: ['login'],
      udp: { port: 1194, endpointPorts: [53, 80, 123, 443, 1194, 54783] },
      tcp: { port: 443, endpointPorts: [21, 22, 80, 123, 143, 443, 587, 1194, 3306, 8080, 54783] },
    },
  },
  custom: {
    filters: ['names'],
    wireguard: { port: undefined, endpointPorts: 'any', presharedKey: 'optional' },
    openvpn: {
      credentials: ['configuration-file', 'optional-login', 'optional-certificate'],
      udp: { port: undefined, endpointPorts: 'any' },
      tcp: { port: undefined, endpointPorts: 'any' },
    },
  },
} as const satisfies Record<string, ProviderFacts>;

type Providers = typeof PROVIDERS;

/** A provider as gluetun's VPN_SERVICE_PROVIDER spells it. */
export type Provider = keyof Providers;
export type WireguardProvider = ProviderWith<'wireguard'>;
export type OpenvpnProvider = ProviderWith<'openvpn'>;
type ProviderWith<Type extends string> = {
  [P in Provider]: Providers[P] extends { readonly [T in Type]: object } ? P : never;
}[Provider];

/** The facts of one provider without its literal types: for code that serves all of them. */
export function providerFacts(provider: Provider): ProviderFacts {
  return PROVIDERS[provider];
}

/** Whether gluetun knows a provider of this name. */
export function isProvider(name: unknown): name is Provider {
  return typeof name === 'string' && Object.hasOwn(PROVIDERS, name);
}

export function isWireguardProvider(provider: Provider): provider is WireguardProvider {
  return Object.hasOwn(PROVIDERS[provider], 'wireguard');
}

export function isOpenvpnProvider(provider: Provider): provider is OpenvpnProvider {
  return Object.hasOwn(PROVIDERS[provider], 'openvpn');
}
