import type { About } from '../lock';

export const about = {
  id: 'raw-sockets',
  leak: "A compromised client writes frames to the Pod's interface past iptables (NET_RAW), or changes the rules themselves (NET_ADMIN, privileged).",
  severity: 'leak',
  remedy:
    'Drop ALL capabilities in every container, forbid privilege escalation, and add NET_ADMIN to gluetun and the guard alone.',
} satisfies About;
