import { imageName, type PodContainer } from './pod-container';
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
export function torrentClientOf({ image, name }: PodContainer): TorrentClient | undefined {
  return clientNamed(imageName(image)) ?? clientNamed(name);
}

function clientNamed(name: string): TorrentClient | undefined {
  if (/exporter|manage|helper|port-?(?:sync|update|forward)|natpmp/.test(name)) return undefined;
  return names.find(([pattern]) => pattern.test(name))?.[1];
}

/** The containers beside gluetun that need its locks most: BitTorrent clients, or, where none is known, all of them. */
export function clientsOf({ companions }: VpnPod): readonly PodContainer[] {
  const clients = companions.filter((container) => torrentClientOf(container) !== undefined);
  return clients.length > 0 ? clients : companions.filter(({ phase }) => phase === 'main');
}
