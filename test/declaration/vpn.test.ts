import fc from 'fast-check';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { type Vpn, vpnEndpoint, vpnEnvironment, vpnSecretFiles } from '../../lib/declaration/vpn';
import { runs } from '../runs';
import { validVpn } from './arbitrary-vpn';
import { exampleWith } from './example-declaration';

function parsedVpn(vpn: object): Vpn {
  const [pod] = parseDeclaration(exampleWith({ 'cluster.ipv6': true, 'pods.0.vpn': vpn })).pods;
  if (pod === undefined) throw new Error('the example has a Pod');
  return pod.vpn;
}

const credentials = { secret: 'vpn' };
const keysOf = (vpn: object) => vpnSecretFiles(parsedVpn(vpn)).map(({ key }) => key);

test('gluetun is told everything that was declared', () => {
  const vpn = parsedVpn({
    provider: 'custom',
    type: 'wireguard',
    addresses: ['10.0.0.2/32', 'FD00:0::2/128'],
    credentials,
    endpoint: { address: '203.0.113.7', port: 51821 },
    publicKey: 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=',
    servers: { names: ['nl-1'] },
  });
  expect(vpnEnvironment(vpn)).toEqual({
    VPN_SERVICE_PROVIDER: 'custom',
    VPN_TYPE: 'wireguard',
    WIREGUARD_ADDRESSES: '10.0.0.2/32,fd00::2/128',
    WIREGUARD_ENDPOINT_IP: '203.0.113.7',
    WIREGUARD_ENDPOINT_PORT: '51821',
    WIREGUARD_PUBLIC_KEY: 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=',
    SERVER_NAMES: 'nl-1',
  });
  expect(vpnEndpoint(vpn)).toEqual({ protocol: 'UDP', ports: [51821], address: '203.0.113.7' });
});

test('filters become the variables of gluetun, lists with commas, switches only when they are on', () => {
  const servers = { countries: ['Netherlands', 'Sweden'], freeOnly: false, portForwardOnly: true };
  const vpn = parsedVpn({ provider: 'protonvpn', type: 'openvpn', protocol: 'tcp', credentials, servers });
  expect(vpnEnvironment(vpn)).toEqual({
    VPN_SERVICE_PROVIDER: 'protonvpn',
    VPN_TYPE: 'openvpn',
    OPENVPN_PROTOCOL: 'tcp',
    SERVER_COUNTRIES: 'Netherlands,Sweden',
    PORT_FORWARD_ONLY: 'on',
  });
  expect(vpnEndpoint(vpn)).toEqual({ protocol: 'TCP', ports: [443], address: undefined });
});

test.each([
  ['udp', 'none', 1198],
  ['udp', 'normal', 1198],
  ['udp', 'strong', 1197],
  ['udp', undefined, 1197],
  ['tcp', 'none', 502],
  ['tcp', 'normal', 502],
  ['tcp', 'strong', 501],
])('private internet access over %s with preset %s is on port %i', (protocol, encryptionPreset, port) => {
  const vpn = parsedVpn({
    provider: 'private internet access',
    type: 'openvpn',
    protocol,
    encryptionPreset,
    credentials,
  });
  expect(vpnEndpoint(vpn).ports).toEqual([port]);
  expect(vpnEnvironment(vpn)).toMatchObject({
    PRIVATE_INTERNET_ACCESS_OPENVPN_ENCRYPTION_PRESET: encryptionPreset ?? 'strong',
  });
});

test('the Secret holds what the provider asks for', () => {
  const openvpn = { type: 'openvpn', credentials };
  const wireguard = { type: 'wireguard', credentials, addresses: ['10.0.0.2/32'] };
  const endpoint = { address: '203.0.113.7', port: 1194 };
  expect({
    airvpn: keysOf({ ...wireguard, provider: 'airvpn' }),
    mullvad: keysOf({ ...wireguard, provider: 'mullvad' }),
    presharedKey: keysOf({ ...wireguard, provider: 'windscribe', credentials: { secret: 'vpn', presharedKey: true } }),
    airvpnOverOpenvpn: keysOf({ ...openvpn, provider: 'airvpn' }),
    cyberghost: keysOf({ ...openvpn, provider: 'cyberghost' }),
    vpnsecure: keysOf({ ...openvpn, provider: 'vpnsecure' }),
    ivpn: keysOf({ ...openvpn, provider: 'ivpn' }),
    accountId: keysOf({ ...openvpn, provider: 'ivpn', credentials: { secret: 'vpn', accountId: true } }),
    custom: keysOf({ ...openvpn, provider: 'custom', protocol: 'udp', endpoint }),
    certificate: keysOf({
      ...openvpn,
      provider: 'custom',
      protocol: 'udp',
      endpoint,
      credentials: { secret: 'vpn', clientCertificate: true, encryptedKey: true },
    }),
    file: keysOf({
      type: 'wireguard',
      provider: 'custom',
      endpoint,
      credentials: { secret: 'vpn', configurationFile: true },
    }),
    login: keysOf({
      ...openvpn,
      provider: 'custom',
      protocol: 'udp',
      endpoint,
      credentials: { secret: 'vpn', login: true },
    }),
  }).toEqual({
    airvpn: ['wireguard_private_key', 'wireguard_preshared_key'],
    mullvad: ['wireguard_private_key'],
    presharedKey: ['wireguard_private_key', 'wireguard_preshared_key'],
    airvpnOverOpenvpn: ['openvpn_clientcrt', 'openvpn_clientkey'],
    cyberghost: ['openvpn_user', 'openvpn_password', 'openvpn_clientcrt', 'openvpn_clientkey'],
    vpnsecure: ['openvpn_clientcrt', 'openvpn_encrypted_key', 'openvpn_key_passphrase'],
    ivpn: ['openvpn_user', 'openvpn_password'],
    accountId: ['openvpn_user'],
    custom: ['openvpn_config'],
    certificate: ['openvpn_config', 'openvpn_clientcrt', 'openvpn_encrypted_key', 'openvpn_key_passphrase'],
    file: ['wg0.conf'],
    login: ['openvpn_config', 'openvpn_user', 'openvpn_password'],
  });
});

test('a whole configuration file leaves the endpoint to be said, for the NetworkPolicy', () => {
  const vpn = parsedVpn({
    provider: 'custom',
    type: 'wireguard',
    credentials: { secret: 'vpn', configurationFile: true },
    endpoint: { address: '203.0.113.7', port: 51821 },
  });
  expect(vpnEnvironment(vpn)).toEqual({
    VPN_SERVICE_PROVIDER: 'custom',
    VPN_TYPE: 'wireguard',
    WIREGUARD_ENDPOINT_IP: '203.0.113.7',
    WIREGUARD_ENDPOINT_PORT: '51821',
  });
  expect(vpnEndpoint(vpn)).toEqual({ protocol: 'UDP', ports: [51821], address: '203.0.113.7' });
});

test('every tunnel has an endpoint with one port, at least one file of a Secret, and no secret in its variables', () => {
  fc.assert(
    fc.property(validVpn(true), (input) => {
      const vpn = parsedVpn(input);
      expect(vpnEndpoint(vpn).ports).toEqual([expect.any(Number)]);
      expect(vpnSecretFiles(vpn).length).toBeGreaterThan(0);
      expect(Object.keys(vpnEnvironment(vpn)).filter((name) => /SECRET|PRIVATE_KEY|PASSWORD/.test(name))).toEqual([]);
    }),
    { numRuns: runs(80) },
  );
});
