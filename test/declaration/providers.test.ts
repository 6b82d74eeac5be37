import {
  FILTERS,
  type Filter,
  isOpenvpnProvider,
  isProvider,
  isWireguardProvider,
  providerFacts,
} from '../../lib/declaration/providers';
import { allProviders } from './arbitrary-vpn';
import { exampleWith, mistakesIn } from './example-declaration';

const withVpn = (vpn: object) => mistakesIn(exampleWith({ 'pods.0.vpn': vpn }));
const wireguard = (provider: string) => ({
  provider,
  type: 'wireguard',
  addresses: ['10.0.0.2/32'],
  credentials: { secret: 'vpn' },
});
const openvpn = (provider: string) => ({ provider, type: 'openvpn', credentials: { secret: 'vpn' } });

test('the table has the providers of gluetun v3.41.3', () => {
  expect(allProviders).toHaveLength(24);
  expect(allProviders.filter(isWireguardProvider)).toEqual([
    'airvpn',
    'fastestvpn',
    'ivpn',
    'mullvad',
    'nordvpn',
    'protonvpn',
    'surfshark',
    'windscribe',
    'custom',
  ]);
  expect(allProviders.filter((provider) => !isOpenvpnProvider(provider))).toEqual([]);
});

test('names of Object.prototype are no providers', () => {
  expect(['constructor', '__proto__', 'toString'].filter(isProvider)).toEqual([]);
});

describe.each(allProviders.filter((provider) => provider !== 'custom'))('%s', (provider) => {
  const facts = providerFacts(provider);
  const foreign = (Object.keys(FILTERS) as Filter[]).filter((filter) => !facts.filters.includes(filter));

  test('OpenVPN is accepted over the protocols that it has, and no other', () => {
    const tcp = withVpn({ ...openvpn(provider), protocol: 'tcp' });
    expect(withVpn(openvpn(provider))).toEqual([]);
    expect(tcp).toEqual(
      facts.openvpn?.tcp === undefined ? ['pods[0].vpn.protocol: "tcp" is not allowed here: allowed is "udp"'] : [],
    );
  });

  test('WireGuard is accepted exactly if gluetun has it', () => {
    expect(withVpn(wireguard(provider))).toEqual(
      facts.wireguard === undefined
        ? [
            `pods[0].vpn.type: "wireguard" is no type of tunnel that gluetun has for ${provider}: ` +
              'allowed is "openvpn"; a WireGuard server of theirs can be declared with provider "custom"',
          ]
        : [],
    );
  });

  test('the ports that gluetun allows are accepted, others are not', () => {
    const ports = facts.wireguard?.endpointPorts;
    const wrong = ports === undefined ? [] : withVpn({ ...wireguard(provider), endpoint: { port: 7 } });
    const expected = {
      any: [],
      none: [
        'pods[0].vpn.endpoint.port: unknown key; ' +
          `gluetun allows no other port than the usual one for ${provider}: leave it out`,
      ],
      some: [
        expect.stringContaining(`pods[0].vpn.endpoint.port: 7 is not a port that gluetun allows for ${provider}:`),
      ],
    };
    expect(wrong).toEqual(ports === undefined ? [] : expected[typeof ports === 'string' ? ports : 'some']);
    for (const port of typeof ports === 'object' ? ports : []) {
      expect(withVpn({ ...wireguard(provider), endpoint: { port } })).toEqual([]);
    }
  });

  test('its filters are accepted', () => {
    const values = { names: ['x'], numbers: [1], switch: false };
    const servers = Object.fromEntries(facts.filters.map((filter) => [filter, values[FILTERS[filter].kind]]));
    expect(withVpn({ ...openvpn(provider), servers })).toEqual([]);
  });

  test.each(foreign)('fails on the filter %s of others', (filter) => {
    expect(withVpn({ ...openvpn(provider), servers: { [filter]: true } })).toEqual([
      expect.stringMatching(`^pods\\[0\\]\\.vpn\\.servers\\.${filter}: not a filter of ${provider}, but of `),
    ]);
  });
});

describe('custom', () => {
  const endpoint = { address: '203.0.113.7', port: 51820 };
  const publicKey = 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=';

  test('WireGuard needs the endpoint and the key of the server', () => {
    expect(withVpn({ ...wireguard('custom'), endpoint, publicKey })).toEqual([]);
    expect(withVpn(wireguard('custom'))).toEqual([
      'pods[0].vpn.endpoint: missing; expected { address: …, port: … }',
      "pods[0].vpn.publicKey: missing; expected the server's public key",
    ]);
    expect(
      withVpn({ ...wireguard('custom'), endpoint: { address: '203.0.113.7' }, publicKey: `A${publicKey}` }),
    ).toEqual([
      'pods[0].vpn.endpoint.port: missing; expected a port',
      'pods[0].vpn.publicKey: the value (not shown, it may be a secret) is not a WireGuard key: ' +
        'allowed are 32 bytes in base64, 44 characters',
    ]);
  });

  test('OpenVPN needs the protocol and the endpoint, which stand in a file that Podlock cannot see', () => {
    expect(withVpn({ ...openvpn('custom'), protocol: 'tcp', endpoint })).toEqual([]);
    expect(withVpn(openvpn('custom'))).toEqual([
      'pods[0].vpn.endpoint: missing; expected { address: …, port: … }',
      'pods[0].vpn.protocol: missing; expected "udp" or "tcp"',
    ]);
  });

  test('fails on more than one name, and on a key where gluetun knows the servers', () => {
    expect(withVpn({ ...wireguard('custom'), endpoint, publicKey, servers: { names: ['a', 'b'] } })).toEqual([
      'pods[0].vpn.servers.names: "a,b" is more than one name: provider "custom" takes at most one',
    ]);
    expect(withVpn({ ...wireguard('mullvad'), publicKey })).toEqual([
      'pods[0].vpn.publicKey: unknown key; gluetun knows the keys of mullvad\'s servers, only provider "custom" takes one',
    ]);
  });
});

test('fails on what stands in the configuration file, and on such a file where gluetun knows the servers', () => {
  const endpoint = { address: '203.0.113.7', port: 51820 };
  const credentials = { secret: 'vpn', configurationFile: true };
  const file = { provider: 'custom', type: 'wireguard', credentials, endpoint };
  expect(withVpn(file)).toEqual([]);
  expect(withVpn({ ...file, endpoint: undefined })).toEqual([
    'pods[0].vpn.endpoint: missing; expected { address: …, port: … }',
  ]);
  expect(withVpn({ ...file, addresses: ['10.0.0.2/32'], publicKey: 'x' })).toEqual([
    'pods[0].vpn.addresses: unknown key; it stands in the configuration file',
    'pods[0].vpn.publicKey: unknown key; it stands in the configuration file',
  ]);
  expect(withVpn({ ...file, credentials: { ...credentials, presharedKey: true } })).toEqual([
    'pods[0].vpn.credentials.presharedKey: unknown key; it stands in the configuration file',
  ]);
  expect(withVpn({ ...wireguard('mullvad'), credentials })).toEqual([
    'pods[0].vpn.credentials.configurationFile: unknown key; ' +
      'only provider "custom" takes a whole configuration file, and any server can be declared with it',
  ]);
});

test('fails on two keys, of which OpenVPN has one', () => {
  const credentials = { secret: 'vpn', clientKey: true, encryptedKey: true };
  const endpoint = { address: '203.0.113.7', port: 1194 };
  expect(withVpn({ ...openvpn('custom'), protocol: 'udp', endpoint, credentials })).toEqual([
    'pods[0].vpn.credentials.encryptedKey: true is a second key beside clientKey: OpenVPN has one',
  ]);
});

test('fails on AmneziaWG with the release that lacks it', () => {
  expect(withVpn({ ...wireguard('custom'), type: 'amneziawg' })).toEqual([
    'pods[0].vpn.type: "amneziawg" is not in gluetun v3.41.3, the release that Podlock writes for: ' +
      'a later one has AmneziaWG, for provider "custom"',
  ]);
});

test('fails on free servers that forward a port, which Proton VPN does not have', () => {
  const servers = { freeOnly: true, portForwardOnly: true };
  expect(withVpn({ ...wireguard('protonvpn'), servers })).toEqual([
    'pods[0].vpn.servers.portForwardOnly: true is refused by gluetun together with freeOnly: no free server forwards a port',
  ]);
});

test('fails on what belongs to the other type of tunnel', () => {
  expect(withVpn({ ...wireguard('mullvad'), protocol: 'udp' })).toEqual([
    'pods[0].vpn.protocol: unknown key; WireGuard is always UDP',
  ]);
  expect(withVpn({ ...openvpn('mullvad'), addresses: ['10.0.0.2/32'], encryptionPreset: 'strong' })).toEqual([
    'pods[0].vpn.addresses: unknown key; the addresses of an OpenVPN tunnel come from the server',
    'pods[0].vpn.encryptionPreset: unknown key; only private internet access has presets, not mullvad',
  ]);
});
