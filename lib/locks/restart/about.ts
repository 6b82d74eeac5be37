import type { About } from '../lock';

export const about = {
  id: 'restart',
  leak: 'Two Pods run at once, gluetun cannot start again after an abrupt exit, or the client stays deaf after a reconnect.',
  severity: 'risk',
  remedy:
    "Use one replica with strategy Recreate, remove gluetun's leftover ip rules before it starts, give gluetun no liveness probe, and restart the client when the tunnel interface was made anew.",
} satisfies About;
