import { parseDnsLabel, parseServiceName } from '../network/host-name';
import { ValueError } from '../network/value-error';
import { isTorrentClient } from './image-reference';

/** Containers that Podlock itself puts into a Pod, and the names of its ports on the Service. */
const OF_PODLOCK = new Set([
  ...['guard', 'gluetun', 'configure', 'port-sync', 'tunnel-metrics', 'client-metrics'],
  ...['webui', 'torrent-tcp', 'torrent-udp', 'http-proxy', 'shadowsocks', 'shadowsocks-udp', 'metrics'],
]);

/** Whether Podlock gives this name itself, to a container or a port of a Service. */
export function isTakenByPodlock(name: string): boolean {
  return OF_PODLOCK.has(name) || /^scratch-\d/.test(name);
}

/** It takes the names of volumes to 63 characters. */
const LONGEST_NAME = 31;

/**
 * The name of a container beside the client, and of its port on the Pod's Service: not one of Podlock's own, not that of a
 * torrent client.
 * @throws ValueError
 */
export function parseContainerName(value: unknown): string {
  const name = withoutDoubleHyphen(parseServiceName(value, LONGEST_NAME));
  if (isTakenByPodlock(name)) {
    throw new ValueError(name, 'is a name that Podlock gives to a container or a port itself; take another');
  }
  if (!isTorrentClient(name)) return name;
  throw new ValueError(name, 'is the name of a torrent client, and a Pod has one only, as its "client"; take another');
}

const LONGEST_VOLUME_NAME = 30;

/**
 * The name of a volume. A claim that Podlock writes is named after it.
 * @throws ValueError
 */
export function parseVolumeName(value: unknown): string {
  return withoutDoubleHyphen(parseDnsLabel(value, LONGEST_VOLUME_NAME));
}

/** Names are joined by two hyphens. */
function withoutDoubleHyphen(name: string): string {
  if (!name.includes('--')) return name;
  throw new ValueError(name, 'has two hyphens in a row, which Podlock joins names with', name.replace(/-{2,}/g, '-'));
}
