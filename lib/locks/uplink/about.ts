import type { About } from '../lock';

export const about = {
  id: 'uplink',
  leak: "Packets leave by the Pod's own interface: to other Pods, the kubelet and cluster DNS, and those of live flows while the tunnel restarts.",
  severity: 'leak',
  remedy:
    "Run an init container before gluetun that sets policy DROP in table mangle, chain OUTPUT, for IPv4 and IPv6, and accepts there only the tunnel's own packets and answers to connections that came in by another interface.",
} satisfies About;
