import type { About } from '../lock';

export const about = {
  id: 'startup-gate',
  leak: 'The client starts before the tunnel is up and announces the home address to trackers and peers.',
  severity: 'leak',
  remedy:
    'Run gluetun as a native sidecar (init container with restartPolicy Always) with a startup probe on `/gluetun-entrypoint healthcheck` and a window of at least 60 seconds, and let nothing but the guard start before it.',
} satisfies About;
