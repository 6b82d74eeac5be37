import { clientSettings, settingValue } from '../../manifest/client-settings';
import { type ContainerPort, containerPortsOf } from '../../manifest/container-port';
import type { Path } from '../../manifest/document';
import { type GluetunSettings, gluetunSettings } from '../../manifest/gluetun-settings';
import { wholeNumberOf } from '../../manifest/plain-value';
import { clientsOf, torrentClientOf } from '../../manifest/torrent-client';
import type { VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock } from '../lock';
import { exposingEndpoints } from './endpoints';
import { forwardedPort, isPortDynamic } from './forwarded-port';
import { exposingRoutes } from './routes';
import { exposingServices, isTorrentName } from './services';

export const check: Check = (pod) => {
  const settings = gluetunSettings(pod);
  const forwarded = forwardedPorts(settings);
  const used = clientPorts(pod);
  const declared = containerPortsOf(pod.containers);
  const torrent = new Set([...forwarded, ...used.map(({ port }) => port), ...namedPorts(declared)]);
  const ports = { numbers: torrent, declared };
  return [
    ...mismatch(pod, settings, forwarded, used),
    ...forwardedPort(pod),
    ...inputPorts(settings, torrent),
    ...hostPorts(declared, torrent),
    ...exposingServices(pod, ports),
    ...exposingEndpoints(pod, ports),
    ...exposingRoutes(pod, ports),
  ];
};

interface UsedPort {
  readonly port: number;
  readonly client: string;
  readonly path: Path;
}

/** How clients are told their port: linuxserver's and home-operations' variables, arguments, and the clients' own files. */
const clientPort =
  /"listen_ports":\s*\[(\d+)|(?:^|[^A-Z_])RT_INC_PORT=(\d+)|network\.port_range\.set[^\S\n]*=[^\S\n]*"?(\d+)|(?:^|[^A-Z_])(?:QBT_)?TORRENTING_PORT[=:\s"]+([\d$][\w{}]*)|--torrenting-port[= ]([\d$][\w{}]*)|Session\\+Port[^\S\n]*=[^\S\n]*([\d$][\w{}]*)|Session__Port[^\S\n]*=[^\S\n]*(\d+)|"?peer-port"?\s*[:=]\s*(\d+)|(?:^|[^A-Z])PEERPORT=(\d+)/g;

/** Scripts are long, and most have nothing to do with it. */
const hints = [
  'listen_ports',
  'RT_INC_PORT',
  'port_range',
  'TORRENTING_PORT',
  'torrenting-port',
  'Session',
  'peer-port',
  'PEERPORT',
];

function clientPorts(pod: VpnPod): readonly UsedPort[] {
  return clientsOf(pod).flatMap((client) =>
    clientSettings(pod, client).flatMap(({ text, path, environment }) => {
      if (!hints.some((hint) => text.includes(hint))) return [];
      return [...text.matchAll(clientPort)].flatMap((match) => {
        const written = match.slice(1).find((group) => group !== undefined) ?? '';
        const port = wholeNumberOf(settingValue(written, environment));
        return port === undefined ? [] : [{ port, client: client.name, path }];
      });
    }),
  );
}

function forwardedPorts(settings: GluetunSettings): readonly number[] {
  return portList(settings.value('FIREWALL_VPN_INPUT_PORTS'));
}

function portList(list: string | undefined): readonly number[] {
  return list?.split(',').flatMap((part) => wholeNumberOf(part.trim()) ?? []) ?? [];
}

/** Where nothing tells the number, a container's port that is called so does. */
function namedPorts(declared: readonly ContainerPort[]): readonly number[] {
  return declared.filter(({ name }) => name !== undefined && isTorrentName(name)).map(({ port }) => port);
}

/** Neither a leak nor a risk, but nobody can connect. */
function mismatch(
  pod: VpnPod,
  settings: GluetunSettings,
  forwarded: readonly number[],
  used: readonly UsedPort[],
): OpenLock[] {
  const variable = settings.get('FIREWALL_VPN_INPUT_PORTS');
  if (isPortDynamic(pod) || variable.kind === 'unknown' || variable.kind === 'computed') return [];
  // Other programs behind gluetun need no port.
  if (!pod.companions.some((container) => torrentClientOf(container) !== undefined)) return [];
  const severity = 'advice' as const;
  if (forwarded.length === 0) {
    const message = 'gluetun forwards no port: FIREWALL_VPN_INPUT_PORTS is not set, so peers cannot connect';
    return [{ state: 'open', message, path: pod.gluetun.path, severity }];
  }
  const path = variable.kind === 'value' ? variable.path : pod.gluetun.path;
  if (used.length === 0) {
    const message = `nothing in the manifest tells a client to listen on port ${forwarded.join(', ')}`;
    return [{ state: 'open', message, path, severity }];
  }
  return used
    .filter(({ port }) => !forwarded.includes(port))
    .map(({ port, client, path: place }) => ({
      state: 'open',
      message: `${client} listens on port ${port}, but gluetun forwards ${forwarded.join(', ')}: peers cannot connect`,
      path: place,
      severity,
    }));
}

/** FIREWALL_INPUT_PORTS opens the Pod's own interface, not the tunnel (gluetun v3.41.3). */
function inputPorts(settings: GluetunSettings, torrent: ReadonlySet<number>): OpenLock[] {
  const setting = settings.get('FIREWALL_INPUT_PORTS');
  if (setting.kind !== 'value') return [];
  return portList(setting.value)
    .filter((port) => torrent.has(port))
    .map((port) => ({
      state: 'open',
      message: `FIREWALL_INPUT_PORTS opens the torrent port ${port} on the Pod's own interface, beside the tunnel`,
      path: setting.path,
      severity: 'risk',
    }));
}

function hostPorts(declared: readonly ContainerPort[], torrent: ReadonlySet<number>): OpenLock[] {
  return declared
    .filter(({ port, hostPort }) => hostPort !== undefined && torrent.has(port))
    .map(({ port, hostPort, container, path }) => ({
      state: 'open',
      message: `port ${hostPort} of the node leads to ${container.name}'s torrent port ${port}: peers see the home address`,
      path: [...path, 'hostPort'],
    }));
}
