import type { Apply } from '../lock';

/** Where the client's container keeps the number that the tunnel interface had when it started. */
const seenIndex = '/tmp/tunnel-ifindex';

export const apply: Apply = ({ declaration, deploymentSpec, gluetun, client, annotations }) => {
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
  const { container } = client;
  const index = `/sys/class/net/${declaration.gluetun.tunnelInterface}/ifindex`;
  container.lifecycle = {
    postStart: { exec: { command: ['/bin/sh', '-c', `cat ${index} >${seenIndex} || echo none >${seenIndex}`] } },
  };
  // A new tunnel interface has a new number; sockets on the old one stay deaf until the client starts again.
  // While there is none a restart would not help, and would take the WebUI away when people look at it.
  container.livenessProbe = {
    exec: {
      command: ['/bin/sh', '-c', `now=$(cat ${index} 2>/dev/null) || exit 0; [ "$now" = "$(cat ${seenIndex})" ]`],
    },
    periodSeconds: 5,
    timeoutSeconds: 10,
    failureThreshold: 2,
  };
};
