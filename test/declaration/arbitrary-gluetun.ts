import fc from 'fast-check';
import type { DeclarationInput } from '../../lib/declaration/schema';

type GluetunInput = NonNullable<DeclarationInput['pods'][number]['gluetun']>;

/** Ports that the proxies of these declarations use, so that nothing else may. */
export const PROXY_PORTS = [8888, 3128, 8388, 8389];

/** Any settings of gluetun that must be accepted beside a tunnel of this type. */
export function validGluetun(type: 'wireguard' | 'openvpn', ipv6: boolean, resources: fc.Arbitrary<object>) {
  return some<GluetunInput>({
    image: fc.constantFrom('docker.io/qmcgaw/gluetun:v3.41.3', `qmcgaw/gluetun:v3.41.3@sha256:${'0a'.repeat(32)}`),
    startupWindowSeconds: fc.integer({ min: 60, max: 3600 }),
    tunnelInterface: fc.constantFrom('tun0', 'wg0', 'tun4095'),
    resources,
    dns: fc.oneof(encryptedDns(ipv6), plainDns()),
    health: some({
      targetAddresses: filled('cloudflare.com:443', '9.9.9.9', '[2606:4700:4700::1111]:443', 'a.example.org'),
    }),
    ...(type === 'wireguard' ? { wireguard: wireguard() } : { openvpn: openvpn() }),
    updater: some({
      periodSeconds: fc.constantFrom(0, 60, 86_400),
      minRatio: fc.constantFrom(0.1, 0.8, 1),
      vpnServiceProviders: filled('mullvad', 'private internet access'),
      protonvpn: fc.constant({ secret: 'proton-account' }),
    }),
    httpProxy: fc.oneof(
      some({ port: fc.constantFrom(8888, 3128), stealth: fc.boolean(), credentials: fc.constant({ secret: 'proxy' }) }),
      fc.record({ credentials: fc.constant({ secret: 'proxy' }), expose: reason() }),
    ),
    shadowsocks: fc.record(
      {
        credentials: fc.constantFrom({ secret: 'proxy' }, { secret: 'shadow.socks' }),
        port: fc.constantFrom(8388, 8389),
        cipher: fc.constantFrom('aes-256-gcm' as const, 'chacha20-ietf-poly1305' as const),
        expose: reason(),
      },
      { requiredKeys: ['credentials'] },
    ),
    publicIp: some({
      enabled: fc.boolean(),
      api: filled('ipinfo' as const, 'cloudflare' as const),
      token: fc.constant({ secret: 'ip-token' }),
    }),
    logging: some({ level: fc.constantFrom('debug' as const, 'info' as const, 'warning' as const, 'error' as const) }),
    settings: some({
      VERSION_INFORMATION: fc.constantFrom('on', 'off'),
      HTTP_CONTROL_SERVER_LOG: fc.constantFrom('on', 'off'),
      PMTUD_ICMP_ADDRESSES: fc.constantFrom('1.1.1.1', '1.1.1.1,8.8.8.8'),
      PMTUD_TCP_ADDRESSES: fc.constantFrom('1.1.1.1:443', '[2606:4700:4700::1111]:53,9.9.9.9:53'),
    }),
  } as unknown as { [Key in keyof GluetunInput]: fc.Arbitrary<GluetunInput[Key]> }) as fc.Arbitrary<GluetunInput>;
}

function encryptedDns(ipv6: boolean): fc.Arbitrary<object> {
  return some({
    upstreamResolverType: fc.constantFrom('DoT', 'DoH'),
    upstreamResolvers: filled('quad9', 'cloudflare family'),
    upstreamIpv6: ipv6 ? fc.boolean() : fc.constant(false),
    caching: fc.boolean(),
    blockMalicious: fc.boolean(),
    blockSurveillance: fc.boolean(),
    blockAds: fc.boolean(),
    blockIps: filled('10.0.0.1', 'fd00::1'),
    blockIpPrefixes: filled('10.0.0.0/8', 'fc00::/7'),
    unblockHostnames: filled('tracker.example.org', 'example.com'),
    rebindingProtectionExemptHostnames: filled('plex.example.org', 'nas.example.org'),
    updatePeriodSeconds: fc.constantFrom(0, 30, 86_400),
  });
}

function plainDns(): fc.Arbitrary<object> {
  return fc.record(
    {
      upstreamResolverType: fc.constant('plain'),
      upstreamPlainAddresses: filled('9.9.9.9:53', '149.112.112.112:5353'),
      upstreamResolvers: filled('quad9'),
      because: fc.constant('the VPN provider blocks DNS over TLS'),
    },
    { requiredKeys: ['upstreamResolverType', 'upstreamPlainAddresses', 'because'] },
  );
}

function wireguard(): fc.Arbitrary<object> {
  return some({
    mtu: fc.integer({ min: 1280, max: 9000 }),
    implementation: fc.constantFrom('auto', 'kernelspace', 'userspace'),
    persistentKeepaliveIntervalSeconds: fc.integer({ min: 0, max: 65535 }),
  });
}

function openvpn(): fc.Arbitrary<object> {
  return some({
    version: fc.constantFrom('2.5', '2.6'),
    verbosity: fc.integer({ min: 0, max: 6 }),
    mssFix: fc.integer({ min: 1, max: 10_000 }),
    ciphers: filled('aes-256-gcm', 'chacha20-poly1305'),
    auth: fc.constantFrom('sha256', 'sha512'),
    flags: filled('--tun-mtu 1400', '--fast-io', '--providers legacy default'),
  });
}

function reason(): fc.Arbitrary<{ because: string }> {
  return fc.constant({ because: 'Prowlarr lives in a Pod of its own' });
}

function filled<const Item>(...items: Item[]): fc.Arbitrary<Item[]> {
  return fc.uniqueArray(fc.constantFrom(...items), { minLength: 1 });
}

/** Every key may be left out. */
function some<T extends object>(model: { [Key in keyof T]: fc.Arbitrary<T[Key]> }): fc.Arbitrary<Partial<T>> {
  return fc.record(model, { requiredKeys: [] }) as unknown as fc.Arbitrary<Partial<T>>;
}
