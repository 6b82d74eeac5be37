import { z } from 'zod';
import { parseInterfaceAddress } from '../network/ip-range';
import { ValueError } from '../network/value-error';
import { customEndpointSchema, endpointSchema } from './endpoint-schema';
import { VPN_KEYS } from './foreign-keys';
import { booleanLeaf, choiceLeaf, leaf, report, strictObject } from './leaf';
import { portForwarding, withPortForwarding } from './port-forwarding-schema';
import { PROVIDERS, type WireguardProvider } from './providers';
import { wireguardConfigurationFile, wireguardSecretFiles } from './secret-files';
import { SECRET_HINTS } from './secret-hints';
import { secretSourceSchema } from './secret-source-schema';
import { serversSchema } from './servers-schema';
import { isUnusable } from './unusable-address';
import type { VpnCredentials, WireguardVpn } from './vpn';

const HINTS = {
  ...VPN_KEYS,
  ...SECRET_HINTS,
  protocol: 'unknown key; WireGuard is always UDP',
  encryptionPreset: 'unknown key; WireGuard has no presets',
};

const tunnelAddress = leaf<string>('an address with a prefix length', parseTunnelAddress);

/** The tunnel's own addresses, at least one. */
export const tunnelAddresses = z.array(tunnelAddress).superRefine((addresses, context) => {
  if (addresses.length > 0) return;
  const error = new ValueError([], 'holds no address: WireGuard needs the one that the provider gave you');
  report(context, { kind: 'wrong', error });
});

/** The widest network that a provider has its customers in: IPv4's 10.0.0.0/8, IPv6's fc00::/7. */
const WIDEST = { IPv4: 8, IPv6: 7 } as const;

function parseTunnelAddress(value: unknown): string {
  const { address, family, network, text } = parseInterfaceAddress(value);
  if (isUnusable(address)) throw new ValueError(value, 'is not an address that a tunnel can have');
  if (network.prefixLength >= WIDEST[family]) return text;
  throw new ValueError(
    value,
    `is in a network of half the internet: allowed are prefix lengths from ${WIDEST[family]}`,
  );
}

const inTheFile = 'unknown key; it stands in the configuration file';

/**
 * A tunnel of provider `custom` whose keys and addresses stand in a configuration file. gluetun takes the endpoint from
 * there too, before the declared one (gluetun v3.41.3 asks its secret files first): one that differs is kept away by the
 * NetworkPolicy.
 */
export function wireguardFileSchema(): z.ZodType<WireguardVpn> {
  const credentials = strictObject(
    { secret: secretSourceSchema, configurationFile: booleanLeaf() },
    { ...SECRET_HINTS, presharedKey: inTheFile },
  ).transform(({ secret }): VpnCredentials => ({ secret, files: wireguardConfigurationFile }));
  const shape = {
    provider: choiceLeaf(['custom']),
    type: choiceLeaf(['wireguard']),
    credentials,
    endpoint: customEndpointSchema,
    servers: serversSchema('custom').prefault({}),
    portForwarding,
  };
  return strictObject(shape, { ...HINTS, addresses: inTheFile, publicKey: inTheFile }).transform((vpn) => ({
    ...withPortForwarding(vpn),
    addresses: [],
    publicKey: undefined,
  }));
}

/** What a WireGuard tunnel of this provider is declared with. */
export function wireguardSchema(provider: WireguardProvider): z.ZodType<WireguardVpn> {
  const common = {
    provider: choiceLeaf([provider]),
    type: choiceLeaf(['wireguard']),
    addresses: tunnelAddresses,
    credentials: credentialsSchema(provider),
    servers: serversSchema(provider).prefault({}),
  };
  if (provider === 'custom') {
    const publicKey = leaf<string>("the server's public key", parsePublicKey);
    return strictObject({ ...common, endpoint: customEndpointSchema, publicKey, portForwarding }, HINTS).transform(
      withPortForwarding,
    );
  }
  const endpoint = endpointSchema(provider, PROVIDERS[provider].wireguard.endpointPorts);
  const publicKey = `unknown key; gluetun knows the keys of ${provider}'s servers, only provider "custom" takes one`;
  return strictObject({ ...common, endpoint }, { ...HINTS, publicKey }).transform((vpn) => ({
    ...vpn,
    publicKey: undefined,
    portForwarding: undefined,
  }));
}

function credentialsSchema(provider: WireguardProvider): z.ZodType<VpnCredentials> {
  const secret = secretSourceSchema;
  if (PROVIDERS[provider].wireguard.presharedKey === 'required') {
    const presharedKey = `unknown key; ${provider} always has a pre-shared key, and the Secret must hold it`;
    return strictObject({ secret }, { ...SECRET_HINTS, configurationFile, presharedKey }).transform(
      ({ secret: name }) => ({
        secret: name,
        files: wireguardSecretFiles(true),
      }),
    );
  }
  const presharedKey = booleanLeaf().default(false);
  if (provider === 'custom') {
    return strictObject(
      { secret, presharedKey, configurationFile: booleanLeaf().default(false) },
      SECRET_HINTS,
    ).transform((credentials) => ({
      secret: credentials.secret,
      files: wireguardSecretFiles(credentials.presharedKey),
    }));
  }
  return strictObject({ secret, presharedKey }, { ...SECRET_HINTS, configurationFile }).transform((credentials) => ({
    secret: credentials.secret,
    files: wireguardSecretFiles(credentials.presharedKey),
  }));
}

const configurationFile =
  'unknown key; only provider "custom" takes a whole configuration file, and any server can be declared with it';

/** 32 bytes in base64: of the last letter only four bits are used. */
const KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw480]=$/;

function parsePublicKey(value: unknown): string {
  if (typeof value === 'string' && KEY.test(value)) return value;
  throw new ValueError(value, 'is not a WireGuard key: allowed are 32 bytes in base64, 44 characters');
}
