import { parseDnsLabel, parseServiceName } from '../network/host-name';
import { ValueError } from '../network/value-error';
import { isTorrentClient } from './image-reference';

/** Containers that Podlock itself puts into a Pod. */
const OF_PODLOCK = new Set(['guard', 'gluetun', 'configure', 'port-sync', 'tunnel-metrics', 'client-metrics']);

/** It takes the names of volumes to 63 characters. */
const LONGEST_NAME = 31;

/**
 * The name of a container beside the client, and of its port on the Pod's Service: not one of Podlock's own, not that of a
 * torrent client.
 * @throws ValueError
 */
export function parseContainerName(value: unknown): string {
  const name = withoutDoubleHyphen(parseServiceName(value, LONGEST_NAME));
  if (name === 'webui') throw new ValueError(name, "is the name of the client's port on the Service; take another");
  if (OF_PODLOCK.has(name) || /^scratch-\d/.test(name)) {
    throw new ValueError(name, 'is the name of a container that Podlock adds itself; take another');
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
