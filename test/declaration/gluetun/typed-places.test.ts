import { type Place, VARIABLES } from '../../../lib/declaration/gluetun/variables';
import { parseDeclaration } from '../../../lib/declaration/parse-declaration';
import { exampleWith, mistakesIn } from '../example-declaration';

const openvpn = { provider: 'mullvad', type: 'openvpn', credentials: { secret: 'vpn' } };
const shadowsocks = { credentials: { secret: 'proxy' } };
const plain = {
  upstreamResolverType: 'plain',
  because: 'the provider blocks the rest',
  upstreamPlainAddresses: ['9.9.9.9:53'],
};

/** Each typed setting of gluetun: a value of the declaration, and what gluetun is told. */
const SETTINGS: Readonly<Record<string, readonly [settings: object, value: string]>> = {
  WIREGUARD_MTU: [{ wireguard: { mtu: 1420 } }, '1420'],
  WIREGUARD_IMPLEMENTATION: [{ wireguard: { implementation: 'userspace' } }, 'userspace'],
  WIREGUARD_PERSISTENT_KEEPALIVE_INTERVAL: [{ wireguard: { persistentKeepaliveIntervalSeconds: 25 } }, '25s'],
  OPENVPN_VERSION: [{ openvpn: { version: '2.5' } }, '2.5'],
  OPENVPN_VERBOSITY: [{ openvpn: { verbosity: 0 } }, '0'],
  OPENVPN_CIPHERS: [{ openvpn: { ciphers: ['AES-256-GCM', 'aes-128-gcm'] } }, 'aes-256-gcm,aes-128-gcm'],
  OPENVPN_AUTH: [{ openvpn: { auth: 'sha512' } }, 'sha512'],
  OPENVPN_MSSFIX: [{ openvpn: { mssFix: 1300 } }, '1300'],
  DNS_UPSTREAM_RESOLVER_TYPE: [{ dns: { upstreamResolverType: 'DoH' } }, 'DoH'],
  DNS_UPSTREAM_RESOLVERS: [{ dns: { upstreamResolvers: ['quad9 secured', 'google'] } }, 'quad9 secured,google'],
  DNS_UPSTREAM_PLAIN_ADDRESSES: [{ dns: plain }, '9.9.9.9:53'],
  DNS_UPSTREAM_IPV6: [{ dns: { upstreamIpv6: true } }, 'on'],
  DNS_CACHING: [{ dns: { caching: false } }, 'off'],
  DNS_UPDATE_PERIOD: [{ dns: { updatePeriodSeconds: 3600 } }, '3600s'],
  DNS_BLOCK_IPS: [{ dns: { blockIps: ['10.0.0.1', 'FD00:0::1'] } }, '10.0.0.1,fd00::1'],
  DNS_BLOCK_IP_PREFIXES: [{ dns: { blockIpPrefixes: ['10.0.0.0/8'] } }, '10.0.0.0/8'],
  DNS_UNBLOCK_HOSTNAMES: [{ dns: { unblockHostnames: ['Tracker.example.org'] } }, 'tracker.example.org'],
  DNS_REBINDING_PROTECTION_EXEMPT_HOSTNAMES: [
    { dns: { rebindingProtectionExemptHostnames: ['plex.example.org'] } },
    'plex.example.org',
  ],
  BLOCK_MALICIOUS: [{ dns: { blockMalicious: false } }, 'off'],
  BLOCK_SURVEILLANCE: [{ dns: { blockSurveillance: true } }, 'on'],
  BLOCK_ADS: [{ dns: { blockAds: true } }, 'on'],
  HEALTH_TARGET_ADDRESSES: [{ health: { targetAddresses: ['quad9.net:443', '9.9.9.9'] } }, 'quad9.net:443,9.9.9.9'],
  HTTPPROXY: [{ httpProxy: {} }, 'on'],
  HTTPPROXY_LOG: [{ httpProxy: { log: true } }, 'on'],
  HTTPPROXY_STEALTH: [{ httpProxy: { stealth: true } }, 'on'],
  HTTPPROXY_LISTENING_ADDRESS: [{ httpProxy: { port: 3128 } }, '127.0.0.1:3128'],
  SHADOWSOCKS: [{ shadowsocks }, 'on'],
  SHADOWSOCKS_LOG: [{ shadowsocks: { ...shadowsocks, log: false } }, 'off'],
  SHADOWSOCKS_CIPHER: [{ shadowsocks: { ...shadowsocks, cipher: 'aes-256-gcm' } }, 'aes-256-gcm'],
  SHADOWSOCKS_LISTENING_ADDRESS: [{ shadowsocks }, '127.0.0.1:8388'],
  UPDATER_PERIOD: [{ updater: { periodSeconds: 0 } }, '0'],
  UPDATER_MIN_RATIO: [{ updater: { minRatio: 0.5 } }, '0.5'],
  UPDATER_VPN_SERVICE_PROVIDERS: [{ updater: { vpnServiceProviders: ['mullvad', 'airvpn'] } }, 'mullvad,airvpn'],
  PUBLICIP_ENABLED: [{ publicIp: { enabled: false } }, 'off'],
  PUBLICIP_API: [{ publicIp: { api: ['cloudflare', 'ipinfo'] } }, 'cloudflare,ipinfo'],
  LOG_LEVEL: [{ logging: { level: 'debug' } }, 'debug'],
};

function declaration(gluetun: object): unknown {
  const vpn = 'openvpn' in gluetun ? { 'pods.0.vpn': openvpn } : {};
  return exampleWith({ 'cluster.ipv6': true, 'pods.0.gluetun': gluetun, ...vpn });
}

test.each(Object.entries(SETTINGS))('%s is set from its place', (name, [settings, value]) => {
  // A resolver over IPv6 has no other needs here.
  const [pod] = parseDeclaration(declaration(settings)).pods;
  expect(pod?.gluetun.settings.variables).toMatchObject({ [name]: value });
});

test('every variable that the table places below gluetun is tried above', () => {
  const elsewhere = ['VPN_INTERFACE', 'OPENVPN_FLAGS'];
  const placed = (Object.entries(VARIABLES) as [string, Place][])
    .filter(([, place]) => place.kind === 'declared' && place.path.startsWith('gluetun.'))
    .map(([name]) => name)
    .filter((name) => !elsewhere.includes(name));
  expect(Object.keys(SETTINGS).toSorted()).toEqual(placed.toSorted());
});

const mistakes = (gluetun: object, changes: Readonly<Record<string, unknown>> = {}) =>
  mistakesIn(exampleWith({ 'pods.0.gluetun': gluetun, ...changes }));
const secret = { secret: 'proxy' };

const WRONG: readonly (readonly [gluetun: object, ...lines: string[]])[] = [
  [
    { dns: { upstreamResolverType: 'plain' } },
    "dns.because: missing; expected why whoever runs the VPN server may read the client's names",
    'dns.upstreamPlainAddresses: missing; expected a list, for plain text',
  ],
  [
    { dns: { ...plain, upstreamPlainAddresses: ['10.43.0.10:53'] } },
    'dns.upstreamPlainAddresses[0]: "10.43.0.10" is not a public address, so no tunnel leads there',
  ],
  [
    { dns: { ...plain, upstreamPlainAddresses: ['[2620:fe::fe]:53'] } },
    'dns.upstreamPlainAddresses: holds no IPv4 address, and upstreamIpv6 is false: gluetun refuses that',
  ],
  [
    { dns: { enabled: false } },
    "dns.enabled: unknown key; gluetun's DNS server cannot be switched off: it is the only one that asks through the tunnel",
  ],
  [
    { dns: { rebindingProtectionExemptHostnames: ['*.plex.direct'] } },
    'dns.rebindingProtectionExemptHostnames[0]: "*.plex.direct" is not a host name: allowed are such as "tracker.example.org"',
  ],
  [
    { dns: { upstreamIpv6: true } },
    'dns.upstreamIpv6: true needs IPv6, but cluster.ipv6 is false: leave it out, or set cluster.ipv6',
  ],
  [
    { health: { targetAddresses: ['192.168.1.1'] } },
    'health.targetAddresses[0]: "192.168.1.1" is not a public address, so no tunnel leads there',
  ],
  [
    { health: { targetAddresses: ['router.lan'] } },
    'health.targetAddresses[0]: "router.lan" is answered without a tunnel: name a host on the internet',
  ],
  [
    { health: { restartVpn: false } },
    'health.restartVpn: unknown key; the probes of this Pod depend on it, so Podlock sets it',
  ],
  [{ openvpn: { version: '2.6' } }, 'openvpn: is ignored: this tunnel is of type "wireguard"'],
  [
    { wireguard: { allowedIps: ['0.0.0.0/1'] } },
    'wireguard.allowedIps: unknown key; everything goes into the tunnel, and what did not would be dropped',
  ],
  [
    { httpProxy: { expose: { because: 'Prowlarr needs it' } } },
    'httpProxy.credentials: missing; expected the Secret with user and password: an open proxy is for anybody',
  ],
  [{ httpProxy: { credentials: secret, expose: {} } }, 'httpProxy.expose.because: missing; expected a reason'],
  [{ httpProxy: { port: 8080 } }, "httpProxy.port: 8080 is the port of the client's WebUI; take another"],
  [{ httpProxy: { port: 47148 } }, 'httpProxy.port: 47148 is the torrent port too; take another'],
  [{ httpProxy: { port: 53 } }, "httpProxy.port: 53 is the port of gluetun's DNS server; take another"],
  [{ httpProxy: { port: 8388 }, shadowsocks }, 'shadowsocks.port: 8388 is the port of gluetun.httpProxy; take another'],
  [
    { shadowsocks: { credentials: { secret: 'qbittorrent-webui' } } },
    "shadowsocks.credentials.secret: is the Secret with the WebUI's password too: the client must not see what gluetun reads; take another",
  ],
  [
    { updater: { periodSeconds: 59 } },
    'updater.periodSeconds: 59 is not a number of seconds: allowed are 0 for never, and 60 to 31536000',
  ],
];

test.each(WRONG.map(([gluetun, ...lines]) => ({ gluetun, lines })))('fails on $gluetun', ({ gluetun, lines }) => {
  expect(mistakes(gluetun)).toEqual(lines.map((line) => `pods[0].gluetun.${line}`));
});

test.each([
  ['--mark 1', 'is no option of OpenVPN that leaves routes, scripts and the mark alone'],
  ['--script-security 2', 'is no option of OpenVPN that leaves routes, scripts and the mark alone'],
  ['--up /tmp/x', 'is no option of OpenVPN that leaves routes, scripts and the mark alone'],
  ['--route-nopull', 'is no option of OpenVPN that leaves routes, scripts and the mark alone'],
  ['--config /tmp/x', 'is no option of OpenVPN that leaves routes, scripts and the mark alone'],
  ['--tun-mtu 1400 --mark 1', 'is not one option with its values: --tun-mtu takes 1 at most'],
  ['--connect-retry 1 --mark', 'is not one option with its values: --connect-retry takes 2 at most'],
  ['--providers /config/evil.so', 'is not one option with its values: --providers takes 2 at most'],
  ['--providers legacy ./x', 'is not one option with its values: --providers takes 2 at most'],
  ['--tun-mtu $(X)', 'is not one option with its values: --tun-mtu takes 1 at most'],
])('fails on the OpenVPN option %s', (flag, problem) => {
  const [line, ...others] = mistakes({ openvpn: { flags: [flag] } }, { 'pods.0.vpn': openvpn });
  expect(others).toEqual([]);
  expect(line).toContain(`pods[0].gluetun.openvpn.flags[0]: ${JSON.stringify(flag)} ${problem}`);
});
