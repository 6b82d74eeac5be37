import type { Explanation } from '../lock';

export const about = {
  id: 'firewall',
  leak: "gluetun's own firewall is off, or lets the client reach public addresses beside the tunnel.",
  severity: 'leak',
  remedy:
    "Leave gluetun's firewall on, and list only private addresses, each as narrow as possible, in FIREWALL_OUTBOUND_SUBNETS.",
  story:
    'FIREWALL=off was copied from old guides into 5 of 47 real setups; since v3.39 that name is dead, and the real one is FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT. gluetun refuses 0.0.0.0/0 as an outbound subnet, but not 0.0.0.0/1 and 128.0.0.0/1 together, which are the same. 22 of 33 Pods open the Pod and Service ranges, 6 the whole LAN.',
  example: `env:
  # neither FIREWALL nor FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT
  - name: FIREWALL_OUTBOUND_SUBNETS
    value: 192.168.1.20/32 # or leave it out`,
} satisfies Explanation;
