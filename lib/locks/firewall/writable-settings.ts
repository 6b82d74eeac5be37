import { capabilitiesOf } from '../../manifest/capabilities';
import type { PodContainer } from '../../manifest/pod-container';
import { writersOf } from '../../manifest/shared-volume';
import { mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { OpenLock } from '../lock';

/**
 * Where gluetun finds its rules, its settings and its keys (gluetun v3.41.3: /iptables, /gluetun, /run/secrets), and where
 * any program finds its own parts. /tmp/gluetun is not among them: others read the forwarded port there.
 */
const decisive = /^\/(?:$|(?:iptables|gluetun|etc|bin|sbin|lib\w*|usr|opt|root|run\/secrets)(?:\/|$))/;

/** Who can write what gluetun, or a guard, reads there decides what they do at their next start. */
export function writableSettings(pod: VpnPod): OpenLock[] {
  return pod.containers
    .filter((container) => container === pod.gluetun || setsRules(container))
    .flatMap((container) =>
      mounts(pod, container).flatMap((mount) => {
        if (!decisive.test(mount.mountPath)) return [];
        return writersOf(pod, container, mount).map(({ name }) => ({
          state: 'open' as const,
          message: `${name} can write volume ${mount.volume.name}, which ${container.name} mounts at ${mount.mountPath}`,
          path: mount.path,
          severity: 'risk' as const,
        }));
      }),
    );
}

function setsRules({ phase, fields }: PodContainer): boolean {
  return phase === 'init' && capabilitiesOf(fields).has('NET_ADMIN');
}
