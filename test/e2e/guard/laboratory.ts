import { Namespace, type Program, removeLeftovers } from './namespace';
import { requirePrograms } from './programs';

/** How the Pod's eth0 reaches its node, in the manner of three network plug-ins. */
export type Uplink = 'flannel' | 'Cilium' | 'Calico';

export const pod = { ipv4: '10.42.0.5', ipv6: 'fd00:42::5' };
/** On the node's side of eth0. */
export const outside = {
  gateway: { ipv4: '10.42.0.1', ipv6: 'fd00:42::1' },
  neighbour: { ipv4: '10.42.0.6', ipv6: 'fd00:42::6' },
  public: { ipv4: '203.0.113.7', ipv6: '2001:db8::7' },
  endpoint: { ipv4: '203.0.113.51', ipv6: '2001:db8::51' },
};
/** Behind the tunnel. */
export const inTunnel = {
  pod: { ipv4: '10.8.0.2', ipv6: 'fd00:8::2' },
  gateway: { ipv4: '10.8.0.1', ipv6: 'fd00:8::1' },
  peer: { ipv4: '198.51.100.77', ipv6: '2001:db8:77::77' },
};

/** A marked packet to here ends a measurement: what left before it stands before it in the capture. */
const sentinel = { ipv4: '203.0.113.99', ipv6: '2001:db8::99' };

/** A Pod's namespace, its node, and a VPN behind tun0, with a capture where eth0 ends. */
export class Laboratory {
  readonly pod = new Namespace('pod');
  readonly node = new Namespace('node');
  readonly vpn = new Namespace('vpn');
  private capture: Program | undefined;
  private sentinels = 20_000;
  private sentinelFamily: 'ipv4' | 'ipv6' = 'ipv4';

  constructor(readonly uplink: Uplink) {}

  static async with<T>(uplink: Uplink, use: (laboratory: Laboratory) => T | Promise<T>): Promise<T> {
    requirePrograms();
    removeLeftovers();
    const laboratory = new Laboratory(uplink);
    try {
      await laboratory.connect();
      return await use(laboratory);
    } finally {
      laboratory.remove();
    }
  }

  /** What came out of eth0 while `act` ran: one line of tcpdump a packet, without ARP and neighbour discovery. */
  async leavesDuring(act: () => unknown): Promise<string[]> {
    if (!this.capture) throw new Error('not connected');
    await this.mark();
    const from = this.capture.lines.length;
    await act();
    const end = await this.mark();
    const lines = this.capture.lines.slice(from);
    return lines.slice(0, lines.indexOf(end));
  }

  /** The routes and rules of gluetun: everything into tun0, but answers from eth0's address and eth0's own subnet. */
  addTunnel(): void {
    this.pod.ip(`link add tun0 type veth peer name peer0 netns ${this.vpn.name}
addr add ${inTunnel.pod.ipv4}/24 dev tun0
addr add ${inTunnel.pod.ipv6}/64 dev tun0 nodad
link set tun0 up`);
    this.vpn.ip(`addr add ${inTunnel.gateway.ipv4}/24 dev peer0
addr add ${inTunnel.gateway.ipv6}/64 dev peer0 nodad
link set peer0 up
addr add ${inTunnel.peer.ipv4}/32 dev lo
addr add ${inTunnel.peer.ipv6}/128 dev lo nodad`);
    this.pod.ip(`route add default via ${inTunnel.gateway.ipv4} dev tun0 table 51820
-6 route add default via ${inTunnel.gateway.ipv6} dev tun0 table 51820
rule add to 10.42.0.0/24 lookup main pref 98
-6 rule add to fd00:42::/64 lookup main pref 98
rule add from ${pod.ipv4} lookup main pref 100
-6 rule add from ${pod.ipv6} lookup main pref 100
rule add not fwmark 51820 lookup 51820 pref 101
-6 rule add not fwmark 51820 lookup 51820 pref 101`);
  }

  /** gluetun's order when it restarts the tunnel: the rule goes first, the interface last. */
  removeTunnelRules(): void {
    this.pod.ip('rule del pref 101\n-6 rule del pref 101');
  }

  /** The Pod of a cluster that has IPv6 alone. */
  takeIpv4Away(): void {
    this.pod.ip('-4 addr flush dev eth0\n-4 route flush table main');
    this.sentinelFamily = 'ipv6';
  }

  /** The Pod of a node with net.ipv6.conf.all.disable_ipv6=1: its kernel has IPv6, no interface does. */
  switchIpv6Off(): void {
    this.pod.sysctl('net.ipv6.conf.all.disable_ipv6=1', 'net.ipv6.conf.default.disable_ipv6=1');
  }

  /** The same again, with address and default route, as a router's advertisement brings them (flannel's wires). */
  switchIpv6On(): void {
    this.pod.sysctl('net.ipv6.conf.all.disable_ipv6=0', 'net.ipv6.conf.default.disable_ipv6=0');
    this.pod.ip(`addr add ${pod.ipv6}/64 dev eth0 nodad
-6 route add default via ${outside.gateway.ipv6}`);
  }

  private async connect(): Promise<void> {
    this.node.sysctl('net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1', 'net.ipv4.conf.all.rp_filter=0');
    this.pod.sysctl('net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.default.rp_filter=0');
    this.node.ip(`link add uplink type veth peer name eth0 netns ${this.pod.name}
link set uplink up
addr add ${outside.public.ipv4}/32 dev lo
addr add ${outside.endpoint.ipv4}/32 dev lo
addr add ${sentinel.ipv4}/32 dev lo
addr add ${sentinel.ipv6}/128 dev lo nodad
addr add ${outside.public.ipv6}/128 dev lo nodad
addr add ${outside.endpoint.ipv6}/128 dev lo nodad`);
    this.pod.ip('link set eth0 up');
    wire[this.uplink](this);
    await this.watch();
  }

  private async watch(): Promise<void> {
    const ignored = 'not arp and not (icmp6 and (ip6[40] == 135 or ip6[40] == 136))';
    const program = this.node.start('tcpdump', '-i', 'uplink', '-Q', 'in', '-nlqt', '--immediate-mode', ignored);
    await program.line(/listening on uplink/);
    this.capture = program;
  }

  private async mark(): Promise<string> {
    this.sentinels += 1;
    const address = sentinel[this.sentinelFamily];
    this.pod.packets('send', address, `${this.sentinels}`, '--mark', '51820', '--device', 'eth0');
    if (!this.capture) throw new Error('not connected');
    return this.capture.line(new RegExp(`> ${address}\\.${this.sentinels}: UDP`));
  }

  private remove(): void {
    for (const namespace of [this.pod, this.node, this.vpn]) namespace.remove();
  }
}

const bothNeighbours = `addr add ${outside.neighbour.ipv4}/32 dev lo
addr add ${outside.neighbour.ipv6}/128 dev lo nodad
route add ${pod.ipv4}/32 dev uplink
-6 route add ${pod.ipv6}/128 dev uplink`;
const singleAddress = `addr add ${pod.ipv4}/32 dev eth0
addr add ${pod.ipv6}/128 dev eth0 nodad`;

const wire: Record<Uplink, (laboratory: Laboratory) => void> = {
  flannel({ node, pod: inside }) {
    node.ip(`link add cni0 type bridge
link set uplink master cni0
link set cni0 up
addr add ${outside.gateway.ipv4}/24 dev cni0
addr add ${outside.neighbour.ipv4}/24 dev cni0
addr add ${outside.gateway.ipv6}/64 dev cni0 nodad
addr add ${outside.neighbour.ipv6}/64 dev cni0 nodad`);
    inside.ip(`addr add ${pod.ipv4}/24 dev eth0
addr add ${pod.ipv6}/64 dev eth0 nodad
route add default via ${outside.gateway.ipv4}
-6 route add default via ${outside.gateway.ipv6}`);
  },
  Cilium({ node, pod: inside }) {
    node.ip(`addr add ${outside.gateway.ipv4}/32 dev uplink
addr add ${outside.gateway.ipv6}/128 dev uplink nodad
${bothNeighbours}`);
    inside.ip(`${singleAddress}
route add ${outside.gateway.ipv4} dev eth0 scope link
route add default via ${outside.gateway.ipv4} dev eth0
-6 route add ${outside.gateway.ipv6} dev eth0
-6 route add default via ${outside.gateway.ipv6} dev eth0`);
  },
  Calico({ node, pod: inside }) {
    node.sysctl('net.ipv4.conf.uplink.proxy_arp=1', 'net.ipv4.neigh.uplink.proxy_delay=0');
    node.ip(`link add ext0 type veth peer name ext1
link set ext0 up
link set ext1 up
addr add 192.168.1.10/24 dev ext0
route add default dev ext0
addr add ${outside.gateway.ipv4}/32 dev lo
addr add ${outside.gateway.ipv6}/128 dev lo nodad
addr add fe80::1/64 dev uplink nodad
${bothNeighbours}
route replace ${pod.ipv4}/32 dev uplink src 192.168.1.10
-6 route replace ${pod.ipv6}/128 dev uplink src ${outside.gateway.ipv6}`);
    inside.ip(`${singleAddress}
route add 169.254.1.1 dev eth0 scope link
route add default via 169.254.1.1 dev eth0
-6 route add default via fe80::1 dev eth0`);
  },
};
