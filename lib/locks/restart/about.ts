import type { Explanation } from '../lock';

export const about = {
  id: 'restart',
  leak: 'Two Pods run at once, gluetun cannot start again after an abrupt exit, or the client stays deaf after a reconnect.',
  severity: 'risk',
  remedy:
    "Use one replica with strategy Recreate, remove gluetun's leftover ip rules before it starts, give gluetun no liveness probe, and restart the client when the tunnel interface was made anew.",
  story:
    'Kill gluetun v3.41.3 and it never comes back by itself: its ip rules outlive it, and each new start fails with "file exists" until they are removed. With RollingUpdate two Pods use the same keys and the same /config at once (5 of 7 real Deployments). And after a restart of the VPN the client listens on an interface that no longer exists: measured, its forwarded port refused every peer until its own container was restarted.',
  example: `spec:
  replicas: 1
  strategy: { type: Recreate }
  template:
    spec:
      initContainers:
        - name: gluetun # and no livenessProbe
          command:
            - /bin/sh
            - -c
            - |
              while ip rule del pref 101 2>/dev/null; do :; done
              while ip -6 rule del pref 101 2>/dev/null; do :; done
              exec /gluetun-entrypoint`,
} satisfies Explanation;
