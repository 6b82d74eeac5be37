import { gluetunSettings } from '../../manifest/gluetun-settings';
import type { VpnPod } from '../../manifest/vpn-pod';
import { parseIpAddress } from '../../network/ip-range';
import { isPublicAddress } from '../../network/public-address';
import type { OpenLock } from '../lock';

/** Whom gluetun asks to know whether the tunnel works (gluetun v3.41.3; the first is the name of old). */
const variables = ['HEALTH_TARGET_ADDRESS', 'HEALTH_TARGET_ADDRESSES', 'HEALTH_ICMP_TARGET_IPS'];

/** A neighbour answers without a tunnel, and gluetun calls itself healthy. */
export function nearTargets(pod: VpnPod): OpenLock[] {
  return variables.flatMap((name) => {
    const setting = gluetunSettings(pod).get(name);
    if (setting.kind !== 'value' || setting.secret) return [];
    return setting.value
      .split(',')
      .map((entry) => entry.trim())
      .filter(isNear)
      .map((target) => ({
        state: 'open',
        message: `gluetun is healthy when ${target} answers, which no tunnel leads to (${name})`,
        path: setting.path,
        severity: 'risk',
      }));
  });
}

function isNear(target: string): boolean {
  const host = target.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^([^:]+):\d+$/, '$1');
  if (/^localhost$|\.(?:local|internal|svc)$/i.test(host)) return true;
  try {
    return !isPublicAddress(parseIpAddress(host));
  } catch {
    return false;
  }
}
