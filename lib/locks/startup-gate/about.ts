import type { Explanation } from '../lock';

export const about = {
  id: 'startup-gate',
  leak: 'The client starts before the tunnel is up and announces the home address to trackers and peers.',
  severity: 'leak',
  remedy:
    'Run gluetun as a native sidecar (init container with restartPolicy Always) with a startup probe on `/gluetun-entrypoint healthcheck` and a window of at least 60 seconds, and let nothing but the guard start before it.',
  story:
    "Of 33 real Pods, 20 run gluetun as an ordinary second container and 6 as a native sidecar without a startup probe: in both, the client starts at once and talks to trackers by eth0 until gluetun has set its rules. 2 more ask the public-IP route, which answers 200 before any tunnel exists. A window under a minute kills a slow provider's gluetun over and over, and whoever then removes the probe is back at the start.",
  example: `initContainers:
  - name: gluetun
    restartPolicy: Always
    startupProbe:
      exec:
        command: [/gluetun-entrypoint, healthcheck]
      periodSeconds: 1
      failureThreshold: 300`,
} satisfies Explanation;
