import type { GluetunSettings } from '../../manifest/gluetun-settings';

/** A port that the tunnel itself needs. */
export interface EndpointPort {
  readonly protocol: 'UDP' | 'TCP';
  readonly port: number;
}

/** The port of a provider's WireGuard servers when WIREGUARD_ENDPOINT_PORT is not set (gluetun v3.41.3). */
const wireguard: Readonly<Record<string, number>> = {
  airvpn: 1637,
  fastestvpn: 51820,
  ivpn: 58237,
  mullvad: 51820,
  nordvpn: 51820,
  protonvpn: 51820,
  surfshark: 51820,
  windscribe: 1194,
};

/** The ports of a provider's OpenVPN servers, UDP then TCP, when none is set (gluetun v3.41.3). */
const openVpn: Readonly<Record<string, readonly [readonly number[], readonly number[]]>> = {
  airvpn: [[1194], [443]],
  cyberghost: [[443], [443]],
  expressvpn: [[1195], []],
  fastestvpn: [[4443], [4443]],
  giganews: [[443], []],
  hidemyass: [[553], [8080]],
  ipvanish: [[443], []],
  ivpn: [[1194], [443]],
  mullvad: [[1194], [443]],
  nordvpn: [[1194], [443]],
  'perfect privacy': [[443], [443]],
  privado: [[1194], [1194]],
  'private internet access': [
    [1197, 1198],
    [501, 502],
  ],
  privatevpn: [[1194], [443]],
  protonvpn: [[1194], [443]],
  purevpn: [[53], [80]],
  slickvpn: [[443], [443]],
  surfshark: [[1194], [1443]],
  torguard: [[1912], [1912]],
  vpnsecure: [[1282], [110]],
  'vpn unlimited': [[1197], [1197]],
  vyprvpn: [[443], []],
  windscribe: [[1194], [443]],
};

/** The ports that the tunnel needs; undefined when the input does not tell. */
export function endpointPorts(settings: GluetunSettings): readonly EndpointPort[] | undefined {
  const type = settings.get('VPN_TYPE');
  if (type.kind !== 'value' && type.kind !== 'unset') return undefined;
  const provider = settings.value('VPN_SERVICE_PROVIDER')?.toLowerCase() ?? '';
  return type.kind === 'value' && type.value.toLowerCase() === 'wireguard'
    ? wireguardPorts(settings, provider)
    : openVpnPorts(settings, provider);
}

function wireguardPorts(settings: GluetunSettings, provider: string): readonly EndpointPort[] | undefined {
  return portsOf(settings, ['WIREGUARD_ENDPOINT_PORT', 'VPN_ENDPOINT_PORT'], 'UDP', [wireguard[provider]]);
}

function openVpnPorts(settings: GluetunSettings, provider: string): readonly EndpointPort[] | undefined {
  const protocol = settings.get('OPENVPN_PROTOCOL');
  if (protocol.kind !== 'value' && protocol.kind !== 'unset') return undefined;
  const isTcp = protocol.kind === 'value' && protocol.value.toLowerCase() === 'tcp';
  const known = openVpn[provider]?.[isTcp ? 1 : 0] ?? [];
  const names = ['OPENVPN_ENDPOINT_PORT', 'VPN_ENDPOINT_PORT', 'OPENVPN_PORT', 'PORT'];
  return portsOf(settings, names, isTcp ? 'TCP' : 'UDP', known);
}

function portsOf(
  settings: GluetunSettings,
  names: readonly string[],
  protocol: EndpointPort['protocol'],
  defaults: readonly (number | undefined)[],
): readonly EndpointPort[] | undefined {
  const setting = names.map((name) => settings.get(name)).find(({ kind }) => kind !== 'unset');
  if (setting !== undefined && setting.kind !== 'value') return undefined;
  const ports = setting === undefined ? defaults : [Number(setting.value)];
  const known = ports.filter((port): port is number => port !== undefined && Number.isInteger(port));
  return known.length === 0 ? undefined : known.map((port) => ({ protocol, port }));
}
