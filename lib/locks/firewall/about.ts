import type { About } from '../lock';

export const about = {
  id: 'firewall',
  leak: "gluetun's own firewall is off, or lets the client reach public addresses beside the tunnel.",
  severity: 'leak',
  remedy:
    "Leave gluetun's firewall on, and list only private addresses, each as narrow as possible, in FIREWALL_OUTBOUND_SUBNETS.",
} satisfies About;
