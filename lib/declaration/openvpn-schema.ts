import type { z } from 'zod';
import { ValueError } from '../network/value-error';
import { customEndpointSchema, endpointSchema } from './endpoint-schema';
import { VPN_KEYS } from './foreign-keys';
import { booleanLeaf, choiceLeaf, type IssueSink, report, strictObject } from './leaf';
import { portForwarding, withPortForwarding } from './port-forwarding-schema';
import { DEFAULT_ENCRYPTION_PRESET, ENCRYPTION_PRESETS, type OpenvpnProvider, providerFacts } from './providers';
import { type LoginChoices, NO_CHOICES, openvpnSecretFiles } from './secret-files';
import { SECRET_HINTS } from './secret-hints';
import { type SecretSource, secretSourceSchema } from './secret-source-schema';
import { serversSchema } from './servers-schema';
import type { OpenvpnVpn, VpnCredentials } from './vpn';

export type Protocol = OpenvpnVpn['protocol'];

const HINTS = {
  ...VPN_KEYS,
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
  const secret = secretSourceSchema;
  const credentials = providerFacts(provider).openvpn?.credentials ?? [];
  const withFiles = ({
    secret: source,
    ...choices
  }: { secret: SecretSource } & Partial<LoginChoices>): VpnCredentials => ({
    secret: source,
    files: openvpnSecretFiles(credentials, { ...NO_CHOICES, ...choices }),
  });
  const off = booleanLeaf().default(false);
  if (credentials.includes('login-or-account-id')) {
    return strictObject({ secret, accountId: off }, SECRET_HINTS).transform(withFiles);
  }
  if (credentials.includes('optional-login')) {
    const choices = { login: off, clientCertificate: off, clientKey: off, encryptedKey: off };
    return strictObject({ secret, ...choices }, SECRET_HINTS)
      .superRefine(refuseTwoKeys)
      .transform(withFiles);
  }
  return strictObject({ secret }, SECRET_HINTS).transform(withFiles);
}

/** gluetun writes each of them into OpenVPN's configuration as its one key. */
function refuseTwoKeys({ clientKey, encryptedKey }: Pick<LoginChoices, 'clientKey' | 'encryptedKey'>, sink: IssueSink) {
  if (!clientKey || !encryptedKey) return;
  const error = new ValueError(true, 'is a second key beside clientKey: OpenVPN has one');
  report(sink, { kind: 'wrong', error }, ['encryptedKey']);
}
