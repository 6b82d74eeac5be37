import { capabilitiesOf } from '../../manifest/capabilities';
import { gluetunSettings, parseSwitch } from '../../manifest/gluetun-settings';
import { torrentClientOf } from '../../manifest/torrent-client';
import { mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { OpenLock } from '../lock';

/** Whether gluetun asks its provider for a port at each start of the tunnel. */
export function isPortDynamic(pod: VpnPod): boolean {
  return parseSwitch(gluetunSettings(pod).value('VPN_PORT_FORWARDING') ?? 'off') === true;
}

/** A port that changes is of no use where gluetun cannot write it down, or where nobody tells it to the client. */
export function forwardedPort(pod: VpnPod): readonly OpenLock[] {
  if (!isPortDynamic(pod)) return [];
  return [...unwritten(pod), ...untold(pod)];
}

/** gluetun gives the file to PUID:PGID (gluetun v3.41.3, portforward/service/fs.go), and forwards nothing when it cannot. */
function unwritten(pod: VpnPod): readonly OpenLock[] {
  const { gluetun } = pod;
  const settings = gluetunSettings(pod);
  const isRoots = settings.value('PUID') === '0' && settings.value('PGID') === '0';
  if (isRoots || capabilitiesOf(gluetun.fields).has('CHOWN')) return [];
  const message = 'gluetun cannot give the file with the forwarded port to its user: it lacks the capability CHOWN';
  return [{ state: 'open', message, path: gluetun.path, severity: 'advice' }];
}

function untold(pod: VpnPod): readonly OpenLock[] {
  const { companions, gluetun } = pod;
  if (!companions.some((container) => torrentClientOf(container) !== undefined)) return [];
  const settings = gluetunSettings(pod);
  const hasCommand = settings.get('VPN_PORT_FORWARDING_UP_COMMAND').kind !== 'unset';
  const file = settings.value('VPN_PORT_FORWARDING_STATUS_FILE') ?? '/tmp/gluetun/forwarded_port';
  const shared = mounts(pod, gluetun).find(({ mountPath }) => file.startsWith(`${mountPath}/`))?.volume;
  const readers = companions.filter((container) => mounts(pod, container).some(({ volume }) => volume === shared));
  // Or a program asks gluetun's control server.
  const askers = companions.filter((container) => torrentClientOf(container) === undefined);
  if (hasCommand || readers.length > 0 || askers.length > 0) return [];
  const message = 'gluetun gets a port from its provider, but nothing tells the client which: peers cannot connect';
  return [{ state: 'open', message, path: gluetun.path, severity: 'advice' }];
}
