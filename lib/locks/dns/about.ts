import type { About } from '../lock';

export const about = {
  id: 'dns',
  leak: "Names of trackers and peers leave in clear text through the cluster's DNS.",
  severity: 'leak',
  remedy: "Set dnsPolicy None with 127.0.0.1 as the only nameserver, and leave gluetun's DNS server on.",
} satisfies About;
