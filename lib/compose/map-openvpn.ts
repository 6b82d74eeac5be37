import { Remark, type SourceObject, type SourceValue } from '../main-file/main-file';
import type { GluetunEnvironment } from './gluetun-environment';
import { chosenEndpoint, customEndpoint, keysOf, type Tunnel } from './tunnel';

/** What an OpenVPN tunnel has beside provider, type and servers. */
export function openvpn(tunnel: Tunnel): SourceObject {
  const { environment, provider, secret } = tunnel;
  keysOf(tunnel, [
    'OPENVPN_USER',
    'OPENVPN_PASSWORD',
    'OPENVPN_CERT',
    'OPENVPN_KEY',
    'OPENVPN_ENCRYPTED_KEY',
    'OPENVPN_KEY_PASSPHRASE',
  ]);
  tellPreset(tunnel);
  tellFile(tunnel);
  const hasLogin = environment.has('OPENVPN_USER');
  const isPia = provider === 'private internet access';
  const credentials = {
    secret,
    ...(provider === 'custom' && switchedOn({ ...certificatesOf(environment), login: hasLogin })),
    accountId: provider === 'ivpn' && hasLogin && !environment.has('OPENVPN_PASSWORD') ? true : undefined,
  };
  return {
    protocol: protocol(tunnel),
    credentials,
    endpoint:
      provider === 'custom'
        ? customEndpoint(tunnel, 1194)
        : chosenEndpoint(tunnel, 'OPENVPN_ENDPOINT_IP', 'OPENVPN_ENDPOINT_PORT'),
    encryptionPreset: isPia ? environment.plain('PRIVATE_INTERNET_ACCESS_OPENVPN_ENCRYPTION_PRESET') : undefined,
  };
}

/** Certificates that the configuration file lacks, because variables have them. */
export function certificatesOf(environment: GluetunEnvironment) {
  const clientKey = environment.has('OPENVPN_KEY');
  return {
    clientCertificate: environment.has('OPENVPN_CERT'),
    clientKey,
    encryptedKey: !clientKey && environment.has('OPENVPN_ENCRYPTED_KEY'),
  };
}

function switchedOn(choices: Readonly<Record<string, boolean>>): SourceObject {
  return Object.fromEntries(Object.entries(choices).filter(([, isOn]) => isOn));
}

function protocol({ conversion, environment, file, place, provider }: Tunnel): SourceValue | undefined {
  const given = environment.get('OPENVPN_PROTOCOL');
  const text = given === undefined ? file?.protocol : conversion.needed(given)?.toLowerCase();
  if (given !== undefined) conversion.ledger.map(given.path, 'vpn.protocol');
  if (text === 'udp' || text === 'tcp') return text === 'udp' && provider !== 'custom' ? undefined : text;
  if (provider !== 'custom') return undefined;
  conversion.note('fill in', 'the protocol of the configuration file, udp or tcp ("proto")', {
    place: given?.place ?? place,
  });
  return new Remark('FILL IN: "proto" of the configuration file.', 'udp');
}

function tellPreset({ conversion, environment, provider }: Tunnel): void {
  const preset = environment.get('PRIVATE_INTERNET_ACCESS_OPENVPN_ENCRYPTION_PRESET');
  if (preset === undefined) return;
  if (provider === 'private internet access') conversion.ledger.map(preset.path, 'vpn.encryptionPreset');
  else conversion.ledger.drop(preset.path, `only private internet access has presets, not ${provider}`);
}

function tellFile({ conversion, environment, provider }: Tunnel): void {
  const file = environment.get('OPENVPN_CUSTOM_CONFIG');
  if (file === undefined) return;
  if (provider === 'custom') conversion.ledger.map(file.path, 'vpn.credentials.secret, key openvpn_config');
  else conversion.ledger.drop(file.path, `gluetun reads it for provider "custom" only, not for ${provider}`);
}
