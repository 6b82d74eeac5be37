import type { DeclarationInput } from '../../lib/declaration/schema';
import type { VpnInput } from '../../lib/declaration/vpn-input';
import { examplePod, mistakesIn } from './example-declaration';

/** What does not compile is refused at run time too: tsc checks the first, these tests the second. */
function mistakePaths(vpn: VpnInput): readonly string[] {
  const declaration: DeclarationInput = { cluster: { name: 'home' }, pods: [{ ...examplePod(), vpn }] };
  return mistakesIn(declaration).map((line) => line.slice('pods[0].vpn.'.length, line.indexOf(': ')));
}

const credentials = { secret: 'vpn' };
const addresses = ['10.0.0.2/32'];
const endpoint = { address: '203.0.113.7', port: 51820 };
const publicKey = 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=';

test('what gluetun takes compiles', () => {
  const tunnels: VpnInput[] = [
    { provider: 'mullvad', type: 'wireguard', addresses, credentials, endpoint: { port: 4321 } },
    {
      provider: 'airvpn',
      type: 'wireguard',
      addresses,
      credentials,
      endpoint: { port: 47107, address: '203.0.113.7' },
    },
    { provider: 'airvpn', type: 'openvpn', credentials, protocol: 'tcp', endpoint: { port: 443 } },
    { provider: 'nordvpn', type: 'wireguard', addresses, credentials, servers: { numbers: [12] } },
    { provider: 'ivpn', type: 'openvpn', credentials: { secret: 'vpn', accountId: true }, servers: { isps: ['M247'] } },
    { provider: 'private internet access', type: 'openvpn', credentials, encryptionPreset: 'normal', protocol: 'tcp' },
    { provider: 'custom', type: 'wireguard', addresses, credentials, endpoint, publicKey },
    { provider: 'custom', type: 'openvpn', credentials: { secret: 'vpn', login: true }, endpoint, protocol: 'udp' },
    { provider: 'custom', type: 'wireguard', credentials: { secret: 'vpn', configurationFile: true }, endpoint },
  ];
  expect(tunnels.flatMap(mistakePaths)).toEqual([]);
});

test('a type of tunnel that the provider lacks does not compile', () => {
  // @ts-expect-error cyberghost has OpenVPN only
  expect(mistakePaths({ provider: 'cyberghost', type: 'wireguard', addresses, credentials })).toEqual(['type']);
});

test('a provider that gluetun does not know does not compile', () => {
  // @ts-expect-error a typing error
  expect(mistakePaths({ provider: 'airvpm', type: 'openvpn', credentials })).toEqual(['provider']);
});

test('a filter of another provider does not compile', () => {
  // @ts-expect-error a filter of protonvpn and vpn unlimited
  const vpn: VpnInput = { provider: 'mullvad', type: 'wireguard', addresses, credentials, servers: { freeOnly: true } };
  expect(mistakePaths(vpn)).toEqual(['servers.freeOnly']);
});

test('a key in the place of a reference does not compile', () => {
  // @ts-expect-error keys are references to a Secret, never values
  const vpn: VpnInput = { provider: 'mullvad', type: 'wireguard', addresses, credentials, privateKey: 'x' };
  expect(mistakePaths(vpn)).toEqual(['privateKey']);
});

test('a port that gluetun refuses does not compile', () => {
  // @ts-expect-error airvpn has 1637 and 47107
  const other: VpnInput = { provider: 'airvpn', type: 'wireguard', addresses, credentials, endpoint: { port: 51820 } };
  // @ts-expect-error gluetun takes no port for nordvpn
  const any: VpnInput = { provider: 'nordvpn', type: 'wireguard', addresses, credentials, endpoint: { port: 51820 } };
  const openvpn = { type: 'openvpn', protocol: 'tcp', credentials } as const;
  // @ts-expect-error 1194 is for UDP
  const tcp: VpnInput = { ...openvpn, provider: 'mullvad', endpoint: { port: 1194 } };
  expect([other, any, tcp].map(mistakePaths)).toEqual([['endpoint.port'], ['endpoint.port'], ['endpoint.port']]);
});

test('TCP does not compile where the provider has UDP only', () => {
  // @ts-expect-error giganews has UDP only
  expect(mistakePaths({ provider: 'giganews', type: 'openvpn', credentials, protocol: 'tcp' })).toEqual(['protocol']);
});

test('a configuration file beside what stands in it does not compile', () => {
  const file = { secret: 'vpn', configurationFile: true } as const;
  // @ts-expect-error the file has the addresses
  const both: VpnInput = { provider: 'custom', type: 'wireguard', credentials: file, endpoint, addresses };
  const mullvad = { provider: 'mullvad', type: 'wireguard', addresses } as const;
  // @ts-expect-error gluetun knows mullvad's servers
  const known: VpnInput = { ...mullvad, credentials: { secret: 'vpn', configurationFile: true } };
  expect([both, known].map(mistakePaths)).toEqual([['addresses'], ['credentials.configurationFile']]);
});

test('a setting of gluetun that is none does not compile', () => {
  const pod = examplePod();
  const paths = (gluetun: DeclarationInput['pods'][number]['gluetun']) =>
    mistakesIn({ cluster: { name: 'home' }, pods: [{ ...pod, gluetun }] }).map((line) => line.split(': ')[0]);
  expect(
    paths({ dns: { caching: false }, wireguard: { mtu: 1420 }, settings: { VERSION_INFORMATION: 'off' } }),
  ).toEqual([]);
  // @ts-expect-error DoQ is no way that gluetun asks
  expect(paths({ dns: { upstreamResolverType: 'DoQ' } })).toEqual(['pods[0].gluetun.dns.upstreamResolverType']);
  // @ts-expect-error Shadowsocks has a password
  expect(paths({ shadowsocks: {} })).toEqual(['pods[0].gluetun.shadowsocks.credentials']);
  // @ts-expect-error settings are texts
  expect(paths({ settings: { VERSION_INFORMATION: true } })).toEqual(['pods[0].gluetun.settings.VERSION_INFORMATION']);
});

test('a missing field does not compile', () => {
  // @ts-expect-error WireGuard needs addresses
  expect(mistakePaths({ provider: 'mullvad', type: 'wireguard', credentials })).toEqual(['addresses']);
  // @ts-expect-error a server of one's own needs its endpoint and its key
  expect(mistakePaths({ provider: 'custom', type: 'wireguard', addresses, credentials })).toEqual([
    'endpoint',
    'publicKey',
  ]);
});

test('a volume of two kinds does not compile', () => {
  // @ts-expect-error a claim or a folder
  const config: DeclarationInput['pods'][number]['storage']['config'] = { existingClaim: 'x', hostPath: '/srv/x' };
  const pod = examplePod();
  const declaration = { cluster: { name: 'home' }, pods: [{ ...pod, storage: { ...pod.storage, config } }] };
  expect(mistakesIn(declaration)).toEqual([expect.stringMatching(/^pods\[0\]\.storage\.config: .* more than once/)]);
});
