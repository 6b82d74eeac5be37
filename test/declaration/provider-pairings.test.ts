import fc from 'fast-check';
import { parseDeclaration, renderManifests } from '../../lib';
import { checkManifests } from '../../lib/check/check-manifests';
import { FILTERS, type Filter } from '../../lib/declaration/providers';
import { locks } from '../../lib/locks';
import { readManifests } from '../../lib/manifest/read-manifests';
import { runs } from '../runs';
import { allProviders } from './arbitrary-vpn';
import { exampleWith, mistakesIn } from './example-declaration';

/**
 * What gluetun v3.41.3 takes, spelled again from its own validation (settings/openvpnselection.go and
 * settings/wireguardselection.go), so that a wrong entry of the table shows.
 */
const WITHOUT_TCP = ['expressvpn', 'giganews', 'ipvanish', 'perfect privacy', 'vyprvpn'];
const WIREGUARD_PORTS: Readonly<Record<string, 'any' | readonly number[]>> = {
  airvpn: [1637, 47107],
  fastestvpn: [],
  ivpn: [2049, 2050, 53, 30587, 41893, 48574, 58237],
  mullvad: 'any',
  nordvpn: [],
  protonvpn: [],
  surfshark: [],
  windscribe: [53, 80, 123, 443, 1194, 65142],
  custom: 'any',
};
const ANY_OPENVPN_PORT = ['cyberghost', 'hidemyass', 'privatevpn', 'torguard', 'custom'];
const AIRVPN = [53, 80, 443, 1194, 2018, 41185];
const PRIVADO = [443, 1194, 8080, 8443];
const SLICKVPN = [443, 8080, 8888];
const OPENVPN_PORTS: Readonly<Record<string, { udp: readonly number[]; tcp: readonly number[] }>> = {
  airvpn: { udp: AIRVPN, tcp: AIRVPN },
  ivpn: { udp: [53, 1194, 2049, 2050], tcp: [80, 443, 1143] },
  mullvad: { udp: [53, 1194, 1195, 1196, 1197, 1300, 1301, 1302, 1303, 1400], tcp: [80, 443, 1401] },
  'perfect privacy': { udp: [44, 443, 4433], tcp: [] },
  privado: { udp: PRIVADO, tcp: PRIVADO },
  'private internet access': { udp: [53, 1194, 1197, 1198, 8080, 9201], tcp: [80, 110, 443] },
  protonvpn: { udp: [80, 443, 1194, 4569, 5060, 51820], tcp: [443, 5995, 8443] },
  slickvpn: { udp: SLICKVPN, tcp: SLICKVPN },
  windscribe: { udp: [53, 80, 123, 443, 1194, 54783], tcp: [21, 22, 80, 123, 143, 443, 587, 1194, 3306, 8080, 54783] },
};
/** Of settings/serverselection.go; filters of places and names depend on the columns of each provider's list of servers. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  ownedOnly: ['mullvad'],
  freeOnly: ['protonvpn', 'vpn unlimited'],
  streamOnly: ['protonvpn', 'vpn unlimited'],
  secureCoreOnly: ['protonvpn'],
  torOnly: ['protonvpn'],
  portForwardOnly: ['private internet access', 'protonvpn'],
  multihopOnly: ['surfshark'],
  premiumOnly: ['vpnsecure'],
  numbers: ['nordvpn'],
  categories: ['nordvpn'],
};

type Kind = 'wireguard' | 'udp' | 'tcp';

function hasTunnel(provider: string, kind: Kind): boolean {
  if (kind === 'wireguard') return Object.hasOwn(WIREGUARD_PORTS, provider);
  return kind === 'udp' || !WITHOUT_TCP.includes(provider);
}

function takesPort(provider: string, kind: Kind, port: number): boolean {
  if (kind === 'wireguard') {
    const ports = WIREGUARD_PORTS[provider] ?? [];
    return ports === 'any' || ports.includes(port);
  }
  return ANY_OPENVPN_PORT.includes(provider) || (OPENVPN_PORTS[provider]?.[kind].includes(port) ?? false);
}

interface Pairing {
  readonly provider: string;
  readonly kind: Kind;
  readonly port: number | undefined;
  readonly filter: string | undefined;
  readonly extra: keyof typeof EXTRAS | undefined;
}

/** Keys that only some tunnels have: where they stand, what they hold, and whose they are. */
const EXTRAS = {
  encryptionPreset: {
    path: 'encryptionPreset',
    value: 'normal',
    owner: 'private internet access',
    kinds: ['udp', 'tcp'],
  },
  accountId: { path: 'credentials.accountId', value: true, owner: 'ivpn', kinds: ['udp', 'tcp'] },
  login: { path: 'credentials.login', value: true, owner: 'custom', kinds: ['udp', 'tcp'] },
  clientCertificate: { path: 'credentials.clientCertificate', value: true, owner: 'custom', kinds: ['udp', 'tcp'] },
  clientKey: { path: 'credentials.clientKey', value: true, owner: 'custom', kinds: ['udp', 'tcp'] },
  encryptedKey: { path: 'credentials.encryptedKey', value: true, owner: 'custom', kinds: ['udp', 'tcp'] },
} as const;

const ports = [
  ...new Set(
    [
      ...Object.values(WIREGUARD_PORTS),
      ...Object.values(OPENVPN_PORTS).flatMap((each) => [each.udp, each.tcp]),
    ].flatMap((each) => (each === 'any' ? [7] : [...each])),
  ),
];

const pairings: fc.Arbitrary<Pairing> = fc.record({
  provider: fc.constantFrom(...allProviders),
  kind: fc.constantFrom('wireguard', 'udp', 'tcp'),
  port: fc.option(fc.constantFrom(...ports), { nil: undefined, freq: 1 }),
  filter: fc.option(fc.constantFrom(...Object.keys(OWNERS)), { nil: undefined, freq: 1 }),
  extra: fc.option(fc.constantFrom(...(Object.keys(EXTRAS) as (keyof typeof EXTRAS)[])), { nil: undefined, freq: 1 }),
});

function declarationOf({ extra, filter, kind, port, provider }: Pairing): unknown {
  const wireguard = { type: 'wireguard', addresses: ['10.0.0.2/32'] };
  const values = { names: ['x'], numbers: [1], switch: true };
  const changes: Record<string, unknown> = {
    'pods.0.vpn': {
      provider,
      credentials: { secret: 'vpn' },
      ...(kind === 'wireguard' ? wireguard : { type: 'openvpn', protocol: kind }),
      ...(provider === 'custom' ? { endpoint: { address: '203.0.113.7', port: port ?? 1194 } } : {}),
      ...(provider === 'custom' && kind === 'wireguard'
        ? { publicKey: 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=' }
        : {}),
      ...(provider !== 'custom' && port !== undefined ? { endpoint: { port } } : {}),
      ...(filter === undefined ? {} : { servers: { [filter]: values[FILTERS[filter as Filter].kind] } }),
    },
  };
  if (extra !== undefined) changes[`pods.0.vpn.${EXTRAS[extra].path}`] = EXTRAS[extra].value;
  return exampleWith(changes);
}

/** Where gluetun would refuse the pairing, by the lists above. */
function refusedAt({ extra, filter, kind, port, provider }: Pairing): readonly string[] {
  if (!hasTunnel(provider, kind)) return [kind === 'wireguard' ? 'type' : 'protocol'];
  return [
    ...(port === undefined || takesPort(provider, kind, port) ? [] : ['endpoint.port']),
    ...(filter === undefined || OWNERS[filter]?.includes(provider) ? [] : [`servers.${filter}`]),
    ...(extra === undefined || isOf(EXTRAS[extra], provider, kind) ? [] : [EXTRAS[extra].path]),
  ];
}

function isOf({ kinds, owner }: { kinds: readonly string[]; owner: string }, provider: string, kind: Kind): boolean {
  return owner === provider && kinds.includes(kind);
}

const refusalsOf = (declaration: unknown) =>
  mistakesIn(declaration).map((line) => line.slice('pods[0].vpn.'.length, line.indexOf(': ')));

test('what gluetun refuses at start is refused where it stands, and what it takes is accepted', () => {
  fc.assert(
    fc.property(pairings, (pairing) => {
      const refused = refusalsOf(declarationOf(pairing));
      const expected = refusedAt(pairing);
      // A type or protocol that is not there decides what else there is: it is reported first, perhaps alone.
      if (expected[0] === 'type' || expected[0] === 'protocol') expect(refused).toContain(expected[0]);
      else expect(refused.toSorted()).toEqual([...expected].toSorted());
    }),
    { numRuns: runs(300) },
  );
});

const tunnels = allProviders.flatMap((provider) =>
  (['wireguard', 'udp', 'tcp'] as const).map((kind) => ({ provider, kind, takes: hasTunnel(provider, kind) })),
);

test('the walk meets every provider with every kind of tunnel', () => {
  expect(tunnels).toHaveLength(72);
  expect(tunnels.filter(({ takes }) => takes)).toHaveLength(9 + 24 + 24 - WITHOUT_TCP.length);
});

test.each(tunnels.filter(({ takes }) => takes))(
  '$provider over $kind renders with every lock closed',
  ({ provider, kind }) => {
    const declaration = declarationOf({ provider, kind, port: undefined, filter: undefined, extra: undefined });
    const [pod = []] = renderManifests(parseDeclaration(declaration)).pods;
    const documents = pod.flatMap(({ path, content }) => readManifests(content, path).documents);
    expect(checkManifests(documents, locks).findings).toEqual([]);
  },
);

test.each(tunnels.filter(({ takes }) => !takes))('fails on $provider over $kind', ({ provider, kind }) => {
  const declaration = declarationOf({ provider, kind, port: undefined, filter: undefined, extra: undefined });
  expect(refusalsOf(declaration)).toEqual([kind === 'wireguard' ? 'type' : 'protocol']);
});
