import type { PodDraft } from '../../pod/draft';
import { tunnelSeen } from '../../pod/tunnel-seen';
import type { Apply } from '../lock';

export const apply: Apply = (draft) => {
  const { declaration, deploymentSpec, gluetun, client, portSync, annotations, volumes } = draft;
  deploymentSpec.replicas = 1;
  deploymentSpec.strategy = { type: 'Recreate' };
  gluetun.startLines.push(
    '# An abrupt exit leaves these rules in the network namespace, and gluetun then fails with "file exists".',
    'ip rule del pref 101 2>/dev/null || true',
    'ip -6 rule del pref 101 2>/dev/null || true',
  );

  const reason = client.loosened['restart'];
  if (reason !== undefined) {
    annotations['podlock/loosened-restart'] = reason;
    return;
  }
  const tunnel = declaration.gluetun.tunnelInterface;
  if (client.boundTo === 'address') restartWhenAnother(draft, tunnelAddress(tunnel), '/tmp/tunnel-address', 2);
  else if (portSync === undefined) restartWhenAnother(draft, tunnelIndex(tunnel), '/tmp/tunnel-ifindex', 2);
  else {
    // port-sync makes the client listen again, and notes so in the same file; this is for when it does not.
    for (const { volumeMounts } of [client.container, portSync]) volumeMounts.push(tunnelSeen.mount);
    volumes.push(tunnelSeen.volume);
    restartWhenAnother(draft, tunnelIndex(tunnel), tunnelSeen.file, 8);
  }
};

/** A new interface has a new number; sockets bound to the old one stay deaf until the client listens again. */
const tunnelIndex = (tunnel: string) => `cat /sys/class/net/${tunnel}/ifindex 2>/dev/null`;

/** A socket that is bound to an address hears again when the address is back. */
const tunnelAddress = (tunnel: string) =>
  `ip -4 -o addr show dev ${tunnel} 2>/dev/null | awk '{ print $4; exit }' | grep .`;

/**
 * Notes at the client's start what the tunnel is, and starts the client again when it is something else. While there is
 * no tunnel a restart would not help, and would take the WebUI away when people look at it.
 */
function restartWhenAnother({ client: { container } }: PodDraft, now: string, seen: string, failures: number): void {
  container.lifecycle = {
    postStart: { exec: { command: ['/bin/sh', '-c', `${now} >${seen} || echo none >${seen}`] } },
  };
  container.livenessProbe = {
    exec: { command: ['/bin/sh', '-c', `now=$(${now}) || exit 0; [ "$now" = "$(cat ${seen})" ]`] },
    periodSeconds: 5,
    timeoutSeconds: 10,
    failureThreshold: failures,
  };
}
