import { containerPortsOf } from './container-port';
import { gluetunSettings } from './gluetun-settings';
import { wholeNumberOf } from './plain-value';
import { commandOf, imageName, type PodContainer } from './pod-container';
import type { VpnPod } from './vpn-pod';

/** A BitTorrent client that is known by the name of its image or, for a mirror under another name, of its container. */
export type TorrentClient = 'qbittorrent' | 'transmission' | 'deluge' | 'other';

const names: readonly (readonly [RegExp, TorrentClient])[] = [
  [/qbittorrent|qbt(?![a-z])/, 'qbittorrent'],
  [/transmission/, 'transmission'],
  [/deluge/, 'deluge'],
  [/r?torrent|aria2|biglybt|tixati|rqbit|ktorrent/, 'other'],
];

/** The BitTorrent client of a container, or undefined for every other program. Exporters and the like are not clients. */
export function torrentClientOf(container: PodContainer): TorrentClient | undefined {
  const { image, name } = container;
  // A client's image is also used for the programs in it, such as curl.
  if (helper.test(name) && commandOf(container).length > 0) return undefined;
  return clientNamed(imageName(image)) ?? clientNamed(name);
}

const helper = /exporter|manage|helper|port-?(?:sync|update|forward)|natpmp/;

function clientNamed(name: string): TorrentClient | undefined {
  if (helper.test(name)) return undefined;
  return names.find(([pattern]) => pattern.test(name))?.[1];
}

/**
 * The containers beside gluetun that need its locks most: BitTorrent clients, known by name or by the forwarded port that
 * they declare, or, where there is none, the one that Podlock's labels name, else all of them.
 */
export function clientsOf(pod: VpnPod): readonly PodContainer[] {
  const known = clients.get(pod) ?? findClients(pod);
  clients.set(pod, known);
  return known;
}

const clients = new WeakMap<VpnPod, readonly PodContainer[]>();

function findClients(pod: VpnPod): readonly PodContainer[] {
  const { companions } = pod;
  const forwarded = gluetunSettings(pod).value('FIREWALL_VPN_INPUT_PORTS')?.split(',').map(wholeNumberOf) ?? [];
  const found = companions.filter(
    (container) =>
      torrentClientOf(container) !== undefined ||
      containerPortsOf([container]).some(({ port }) => forwarded.includes(port)),
  );
  if (found.length > 0) return found;
  const main = companions.filter(({ phase }) => phase === 'main');
  const named = main.filter(({ name }) => name === clientByLabel(pod));
  return named.length > 0 ? named : main;
}

/** A Pod that Podlock rendered says by its labels which of its programs is in the client's place. */
function clientByLabel({ workload: { podLabels } }: VpnPod): string | undefined {
  return podLabels.get('app.kubernetes.io/managed-by') === 'podlock'
    ? podLabels.get('app.kubernetes.io/name')
    : undefined;
}
