import { gluetunSettings } from '../manifest/gluetun-settings';
import type { LivePod } from './live-pod';
import type { GluetunLook } from './look';

/** The ports that gluetun forwards: by its settings, or by the provider's choice. */
export function torrentPorts({ vpnPod }: LivePod, { forwardedPort }: GluetunLook): readonly number[] {
  const declared = gluetunSettings(vpnPod).value('FIREWALL_VPN_INPUT_PORTS') ?? '';
  return [...declared.split(','), forwardedPort ?? ''].map(Number).filter((port) => Number.isInteger(port) && port > 0);
}
