import {
  FILTERS,
  type Filter,
  GLUETUN_RELEASE,
  PORT_FORWARDING_PROVIDERS,
  PROVIDERS,
  type Provider,
  providerFacts,
} from './providers';
import { openvpnSecretFiles, wireguardConfigurationFile, wireguardSecretFiles } from './secret-files';
import type { VpnSecretFile } from './vpn';

type Facts = ReturnType<typeof providerFacts>;
type OpenvpnPorts = NonNullable<NonNullable<Facts['openvpn']>['tcp']>;

/** docs/providers.md: what each provider has, from the table that types and parser are made of. */
export function providersPage(): string {
  const names = Object.keys(PROVIDERS) as Provider[];
  return `<!-- Written by: npm run docs. Edit lib/declaration/providers.ts instead. -->
# VPN providers

What gluetun ${GLUETUN_RELEASE} offers for each provider, and so what \`vpn\` in a declaration may hold. Anything else does not
compile and is refused with its path. \`npx podlock explain --providers\` prints this page.

## Tunnels

Ports: the usual one first, then in parentheses what \`endpoint.port\` may be instead. All WireGuard is UDP.

| provider | WireGuard | OpenVPN over UDP | OpenVPN over TCP | dynamic port forwarding |
| --- | --- | --- | --- | --- |
${names.map(tunnelRow).join('\n')}

Dynamic: \`torrentPort: 'dynamic'\`. \`custom\` names one of these providers in \`vpn.portForwarding\`. A provider without may still
forward a port for good (AirVPN does): write its number into \`torrentPort\`.

${names.flatMap(noteOf).join('\n')}

## The Secret

The keys of the one Secret that \`vpn.credentials.secret\` names. gluetun reads them as files; no other container has them.

| provider | WireGuard | OpenVPN |
| --- | --- | --- |
${names.map(secretRow).join('\n')}

Keys in parentheses are read when \`credentials\` says that the Secret has them. \`custom\` over WireGuard takes
${keys(wireguardConfigurationFile)} in their place with \`configurationFile: true\`: the file has the keys and the addresses, only the
endpoint is said again, so that the NetworkPolicy can let that one address through. gluetun asks the file first; where the two
differ, the NetworkPolicy lets no tunnel come up. \`openvpn_clientcrt\`, \`openvpn_clientkey\` and \`openvpn_encrypted_key\` are in
PEM. Take lines such as \`up\`, \`down\` and \`script-security\` out of an \`openvpn_config\`: Podlock gives OpenVPN
\`--script-security 1\` behind the file, so no script runs, and with one in the file no tunnel comes up. A \`mark\` in the file does
not count, for Podlock says its own behind it too.

## Server filters

Without a filter gluetun takes any server of the provider. Names are those of gluetun's own list of servers.

| provider | \`vpn.servers\` |
| --- | --- |
${names.map((name) => `| ${name} | ${providerFacts(name).filters.map(code).join(', ')} |`).join('\n')}

| filter | gluetun's variable | value |
| --- | --- | --- |
${(Object.keys(FILTERS) as Filter[]).map((filter) => `| ${code(filter)} | ${code(FILTERS[filter].variable)} | ${KINDS[FILTERS[filter].kind]} |`).join('\n')}
`;
}

const KINDS = { names: 'a list of texts', numbers: 'a list of numbers', switch: 'true or false' } as const;

function tunnelRow(name: Provider): string {
  const { openvpn, wireguard } = providerFacts(name);
  const cells = [
    wireguard === undefined ? '' : ports(wireguard.port, wireguard.endpointPorts),
    openvpnPorts(openvpn?.udp),
    openvpnPorts(openvpn?.tcp),
    PORT_FORWARDING_PROVIDERS.some((each) => each === name) ? 'yes' : '',
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

function openvpnPorts(offer: OpenvpnPorts | undefined): string {
  if (offer === undefined) return '';
  const { endpointPorts, port } = offer;
  if (typeof port !== 'object') return ports(port, endpointPorts);
  const usual = [...new Set(Object.values(port))].toSorted().join(' or ');
  return ports(`${usual} by \`encryptionPreset\``, endpointPorts);
}

function ports(usual: number | string | undefined, allowed: OpenvpnPorts['endpointPorts']): string {
  if (usual === undefined) return '`endpoint` must be said';
  if (allowed === 'none') return `${usual}`;
  return `${usual} (${allowed === 'any' ? 'any' : allowed.join(', ')})`;
}

function noteOf(name: Provider): string[] {
  const { note } = providerFacts(name);
  return note === undefined ? [] : [`- **${name}**: ${note}`];
}

function secretRow(name: Provider): string {
  const { openvpn, wireguard } = providerFacts(name);
  const psk = wireguard === undefined || wireguard.presharedKey === 'required' ? '' : ', (`wireguard_preshared_key`)';
  const forWireguard = wireguard === undefined ? '' : keys(wireguardSecretFiles(psk === '')) + psk;
  return `| ${name} | ${forWireguard} | ${openvpn === undefined ? '' : openvpnKeys(openvpn.credentials)} |`;
}

function openvpnKeys(credentials: NonNullable<Facts['openvpn']>['credentials']): string {
  const none = { accountId: false, login: false, clientCertificate: false, clientKey: false, encryptedKey: false };
  const all = { ...none, login: true, clientCertificate: true, clientKey: true, encryptedKey: true };
  const always = openvpnSecretFiles(credentials, none).map(({ key }) => code(key));
  const offered = openvpnSecretFiles(credentials, all).map(({ key }) => code(key));
  const optional = offered.filter((key) => !always.includes(key)).map((key) => `(${key})`);
  const account = credentials.includes('login-or-account-id') ? ' (no password with `accountId: true`)' : '';
  return [...always, ...optional].join(', ') + account;
}

function keys(files: readonly VpnSecretFile[]): string {
  return files.map(({ key }) => code(key)).join(', ');
}

function code(text: string): string {
  return `\`${text}\``;
}
