/** Which way a fault would run. `around`: no packet, but what the locks rely on. */
export type Direction = 'out' | 'in' | 'around';

/** A way past the tunnel, and the locks that stand in it, from the client outwards. */
export interface Way {
  readonly direction: Direction;
  /** What is reached, in a few words. */
  readonly text: string;
  /** Ids of locks. Each of them, closed, stops what goes this way, or most of it. */
  readonly locks: readonly string[];
}

/** Every way that a lock closes, in the order in which they are drawn. Every lock stands in one of them. */
export const ways: readonly Way[] = [
  { direction: 'out', text: 'the client itself outside the tunnel', locks: ['shared-namespace'] },
  { direction: 'out', text: 'anywhere, before the tunnel is up', locks: ['startup-gate', 'uplink'] },
  {
    direction: 'out',
    text: 'the internet, with the home address',
    locks: ['interface-binding', 'firewall', 'uplink', 'egress-policy'],
  },
  { direction: 'out', text: 'other Pods, the node and its kubelet', locks: ['uplink', 'egress-policy'] },
  { direction: 'out', text: "the cluster's DNS", locks: ['dns', 'uplink', 'egress-policy'] },
  { direction: 'out', text: 'raw frames past iptables', locks: ['raw-sockets'] },
  { direction: 'in', text: 'peers, at the home address', locks: ['torrent-port'] },
  { direction: 'in', text: "other Pods, to gluetun's control server and DNS", locks: ['inbound'] },
  { direction: 'around', text: 'a second Pod, a tunnel that stays down', locks: ['restart'] },
  { direction: 'around', text: "the VPN's keys", locks: ['vpn-secrets'] },
  { direction: 'around', text: "the API server, with the Pod's token", locks: ['identity'] },
  { direction: 'around', text: 'another image under the same name', locks: ['image-pin'] },
  { direction: 'around', text: 'a Pod without locks in this namespace', locks: ['admission'] },
];
