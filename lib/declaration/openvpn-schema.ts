import type { z } from 'zod';
import { parseDnsSubdomain } from '../network/host-name';
import { customEndpointSchema, endpointSchema } from './endpoint-schema';
import { booleanLeaf, choiceLeaf, leaf, strictObject } from './leaf';
import { portForwarding, withPortForwarding } from './port-forwarding-schema';
import { DEFAULT_ENCRYPTION_PRESET, ENCRYPTION_PRESETS, type OpenvpnProvider, providerFacts } from './providers';
import { openvpnSecretFiles } from './secret-files';
import { SECRET_HINTS } from './secret-hints';
import { serversSchema } from './servers-schema';
import type { OpenvpnVpn, VpnCredentials } from './vpn';

export type Protocol = OpenvpnVpn['protocol'];

const HINTS = {
  ...SECRET_HINTS,
  addresses: 'unknown key; the addresses of an OpenVPN tunnel come from the server',
  publicKey: 'unknown key; only WireGuard has one',
};

/** The protocols over which gluetun reaches this provider. */
function protocolsOf(provider: OpenvpnProvider): readonly Protocol[] {
  return providerFacts(provider).openvpn?.tcp === undefined ? ['udp'] : ['udp', 'tcp'];
}

/** What an OpenVPN tunnel of this provider is declared with; the protocol decides which ports there are. */
export function openvpnSchema(provider: OpenvpnProvider, protocol: Protocol): z.ZodType<OpenvpnVpn> {
  const choice = choiceLeaf(protocolsOf(provider));
  const common = {
    provider: choiceLeaf([provider]),
    type: choiceLeaf(['openvpn']),
    credentials: credentialsSchema(provider),
    servers: serversSchema(provider).prefault({}),
  };
  if (provider === 'custom') {
    return strictObject(
      { ...common, protocol: choice, endpoint: customEndpointSchema, portForwarding },
      presetHint(provider),
    ).transform((vpn) => withPortForwarding({ ...vpn, encryptionPreset: undefined }));
  }
  const endpoint = endpointSchema(provider, providerFacts(provider).openvpn?.[protocol]?.endpointPorts ?? 'none');
  const shape = { ...common, protocol: choice.default('udp'), endpoint };
  if (provider === 'private internet access') {
    const encryptionPreset = choiceLeaf(ENCRYPTION_PRESETS).default(DEFAULT_ENCRYPTION_PRESET);
    return strictObject({ ...shape, encryptionPreset }, HINTS).transform((vpn) => ({
      ...vpn,
      portForwarding: undefined,
    }));
  }
  return strictObject(shape, presetHint(provider)).transform((vpn) => ({
    ...vpn,
    encryptionPreset: undefined,
    portForwarding: undefined,
  }));
}

function presetHint(provider: OpenvpnProvider): Readonly<Record<string, string>> {
  return { ...HINTS, encryptionPreset: `unknown key; only private internet access has presets, not ${provider}` };
}

function credentialsSchema(provider: OpenvpnProvider): z.ZodType<VpnCredentials> {
  const secret = leaf<string>('the name of a Secret', parseDnsSubdomain);
  const credentials = providerFacts(provider).openvpn?.credentials ?? [];
  const files = (choices: { accountId?: boolean; login?: boolean }) =>
    openvpnSecretFiles(credentials, { accountId: false, login: false, ...choices });
  const off = booleanLeaf().default(false);
  if (credentials.includes('login-or-account-id')) {
    return strictObject({ secret, accountId: off }, SECRET_HINTS).transform(({ accountId, secret: name }) => ({
      secret: name,
      files: files({ accountId }),
    }));
  }
  if (credentials.includes('optional-login')) {
    return strictObject({ secret, login: off }, SECRET_HINTS).transform(({ login, secret: name }) => ({
      secret: name,
      files: files({ login }),
    }));
  }
  return strictObject({ secret }, SECRET_HINTS).transform(({ secret: name }) => ({ secret: name, files: files({}) }));
}
