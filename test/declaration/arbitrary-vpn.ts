import fc from 'fast-check';
import {
  ENCRYPTION_PRESETS,
  FILTERS,
  isOpenvpnProvider,
  isWireguardProvider,
  type OpenvpnProvider,
  PORT_FORWARDING_PROVIDERS,
  PROVIDERS,
  type Provider,
  providerFacts,
  type WireguardProvider,
} from '../../lib/declaration/providers';
import type { VpnInput } from '../../lib/declaration/vpn-input';

export const allProviders = Object.keys(PROVIDERS) as Provider[];

/** Any tunnel that gluetun can be told of: every provider, type, protocol, filter and choice of endpoint. */
export function validVpn(ipv6: boolean): fc.Arbitrary<VpnInput> {
  return fc.constantFrom(...allProviders).chain((provider) => fc.oneof(...tunnelsOf(provider, ipv6)));
}

/** Any tunnel whose provider hands out a port: its own, or that of another by the provider `custom`. */
export function forwardingVpn(ipv6: boolean): fc.Arbitrary<VpnInput> {
  const own = fc.constantFrom(...PORT_FORWARDING_PROVIDERS).chain((provider) => fc.oneof(...tunnelsOf(provider, ipv6)));
  const named = fc
    .tuple(fc.oneof(...tunnelsOf('custom', ipv6)), fc.constantFrom(...PORT_FORWARDING_PROVIDERS))
    .map(([vpn, provider]) => ({ ...vpn, servers: { names: ['oslo401'] }, portForwarding: { provider } }) as VpnInput);
  return fc.oneof(own, named);
}

function tunnelsOf(provider: Provider, ipv6: boolean): fc.Arbitrary<VpnInput>[] {
  return [
    ...(isWireguardProvider(provider) ? [wireguard(provider, ipv6)] : []),
    ...(provider === 'custom' ? [wireguardFile(ipv6)] : []),
    ...(isOpenvpnProvider(provider) ? [openvpn(provider, 'udp', ipv6)] : []),
    ...(providerFacts(provider).openvpn?.tcp === undefined ? [] : [openvpn(provider, 'tcp', ipv6)]),
  ];
}

function wireguard(provider: Provider, ipv6: boolean): fc.Arbitrary<VpnInput> {
  const facts = PROVIDERS[provider as WireguardProvider].wireguard;
  return record({
    required: {
      provider: fc.constant(provider),
      type: fc.constant('wireguard'),
      addresses: fc.array(tunnelAddress(ipv6), { minLength: 1, maxLength: 3 }),
      credentials: credentials(facts.presharedKey === 'required' ? [] : ['presharedKey']),
      ...(provider === 'custom' ? { ...customEndpoint(ipv6), publicKey: publicKey() } : {}),
    },
    optional: {
      servers: servers(provider),
      ...(provider === 'custom' ? {} : { endpoint: endpoint(facts.endpointPorts, ipv6) }),
    },
  });
}

function wireguardFile(ipv6: boolean): fc.Arbitrary<VpnInput> {
  return record({
    required: {
      provider: fc.constant('custom'),
      type: fc.constant('wireguard'),
      credentials: fc.constant({ secret: 'vpn', configurationFile: true }),
      ...customEndpoint(ipv6),
    },
    optional: { servers: servers('custom') },
  });
}

function openvpn(provider: Provider, protocol: 'udp' | 'tcp', ipv6: boolean): fc.Arbitrary<VpnInput> {
  const facts = providerFacts(provider as OpenvpnProvider).openvpn;
  const choices =
    { ivpn: ['accountId'], custom: ['login', 'clientCertificate', 'clientKey'] }[provider as string] ?? [];
  const saysProtocol = provider === 'custom' || protocol === 'tcp';
  const isPia = provider === 'private internet access';
  return record({
    required: {
      provider: fc.constant(provider),
      type: fc.constant('openvpn'),
      credentials: credentials(choices),
      ...(saysProtocol ? { protocol: fc.constant(protocol) } : {}),
      ...(provider === 'custom' ? customEndpoint(ipv6) : {}),
    },
    optional: {
      servers: servers(provider),
      ...(saysProtocol ? {} : { protocol: fc.constant(protocol) }),
      ...(provider === 'custom' ? {} : { endpoint: endpoint(facts?.[protocol]?.endpointPorts ?? 'none', ipv6) }),
      ...(isPia ? { encryptionPreset: fc.constantFrom(...ENCRYPTION_PRESETS) } : {}),
    },
  });
}

type Model = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** The types of VpnInput are derived from the table, this follows the table by itself: the parser compares them. */
function record({ optional, required }: { required: Model; optional: Model }): fc.Arbitrary<VpnInput> {
  const requiredKeys = Object.keys(required);
  return fc.record({ ...required, ...optional }, { requiredKeys }).map((vpn) => vpn as unknown as VpnInput);
}

function credentials(switches: readonly string[]): fc.Arbitrary<unknown> {
  const choices = Object.fromEntries(switches.map((name) => [name, fc.boolean()]));
  return fc.record(
    { secret: fc.constantFrom<unknown>('vpn', 'vpn.account-2', vpnFromStore), ...choices },
    { requiredKeys: ['secret'] as never[] },
  );
}

// fast-check takes long to build these two: once is enough.
const anyIpv4 = fc.tuple(
  fc.ipV4().filter((address) => !/^(?:0|127|169\.254|22[4-9]|2[345]\d)\./.test(address)),
  fc.integer({ min: 8, max: 32 }),
);
const anyIpv6 = fc.tuple(
  fc.ipV6().filter((address) => !/^(?:[0:]|fe[89ab]|ff)/i.test(address)),
  fc.integer({ min: 7, max: 128 }),
);

function tunnelAddress(ipv6: boolean): fc.Arbitrary<string> {
  const either = ipv6 ? fc.oneof(anyIpv4, anyIpv6) : anyIpv4;
  return either.map(([address, prefixLength]) => `${address}/${prefixLength}`);
}

function serverAddress(ipv6: boolean): fc.Arbitrary<string> {
  return fc.constantFrom('203.0.113.7', '198.51.100.200', '1.1.1.1', ...(ipv6 ? ['2001:db8::7'] : []));
}

function customEndpoint(ipv6: boolean): Model {
  return { endpoint: fc.record({ address: serverAddress(ipv6), port: fc.integer({ min: 1, max: 65535 }) }) };
}

function endpoint(ports: 'any' | 'none' | readonly number[], ipv6: boolean): fc.Arbitrary<unknown> {
  const address = serverAddress(ipv6);
  if (ports === 'none') return fc.record({ address }, { requiredKeys: [] });
  const port = ports === 'any' ? fc.integer({ min: 1, max: 65535 }) : fc.constantFrom(...ports);
  return fc.record({ address, port }, { requiredKeys: [] });
}

function servers(provider: Provider): fc.Arbitrary<unknown> {
  const { filters } = providerFacts(provider);
  const most = provider === 'custom' ? 1 : 3;
  const values = {
    names: fc.array(fc.constantFrom('Alderamin', 'São Paulo', 'ch-us-01a.example.com', "N'Djamena"), {
      minLength: 1,
      maxLength: most,
    }),
    numbers: fc.array(fc.integer({ min: 1, max: 65535 }), { minLength: 1, maxLength: most }),
    switch: fc.boolean(),
  };
  const model = Object.fromEntries(filters.map((filter) => [filter, values[FILTERS[filter].kind]]));
  return fc
    .record(model, { requiredKeys: [] })
    .filter(({ freeOnly, portForwardOnly }) => !(freeOnly === true && portForwardOnly === true));
}

function publicKey(): fc.Arbitrary<string> {
  return fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64'));
}

/** One item that holds whatever keys a tunnel needs. */
const vpnFromStore = {
  name: 'vpn',
  externalSecret: { store: { name: 'onepassword' }, remoteKey: 'VPN account', refreshInterval: '30m' },
};
