import type { Explanation } from '../lock';

export const about = {
  id: 'dns',
  leak: "Names of trackers and peers leave in clear text through the cluster's DNS.",
  severity: 'leak',
  remedy: "Set dnsPolicy None with 127.0.0.1 as the only nameserver, and leave gluetun's DNS server on.",
  story:
    "dnsPolicy is ClusterFirst unless the Pod says otherwise, so /etc/resolv.conf names CoreDNS: 11 of 33 real Pods ask it for the names of trackers and peers, in clear text and past the VPN wherever the firewall lets them. 18 of 33 set DOT=off, which now switches gluetun's whole resolver off.",
  example: `spec:
  dnsPolicy: None
  dnsConfig:
    nameservers: [127.0.0.1] # gluetun's own; names of the cluster go into hostAliases`,
} satisfies Explanation;
