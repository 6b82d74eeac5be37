import { inTunnel, Laboratory, outside, pod, type Uplink } from './guard/laboratory';
import type { Namespace } from './guard/namespace';
import { mangle, setGuard } from './guard/script';

const families = ['ipv4', 'ipv6'] as const;
const everyAddress = families.flatMap((family) => Object.values(outside).map((each) => each[family]));

/** Everything a program can start by itself: by the route, and bound to eth0. */
function tryToLeave(from: Namespace): void {
  for (const address of everyAddress) {
    from.packets('every-kind', address);
    from.packets('every-kind', address, '--device', 'eth0');
  }
}

/** Servers in the Pod, on each of eth0's addresses: where a datagram is answered from does not depend on routes then. */
async function serveInPod(from: Namespace, protocol: 'tcp' | 'udp', port: number, addresses = Object.values(pod)) {
  for (const address of addresses) {
    await from.startPackets('serve', address, `${port}`, '--protocol', protocol).line(/ready/);
  }
}

/** What a server in the Pod answers to this address of the node. */
function askFrom(node: Namespace, source: string, ...args: string[]): string {
  return node.packets('ask', ...args, '--source', source, '--patience', '0.2');
}

describe.each<Uplink>(['flannel', 'Cilium', 'Calico'])('with an uplink as %s makes it', (uplink) => {
  test('without the guard, all that the next test tries does leave', () =>
    Laboratory.with(uplink, async (laboratory) => {
      const left = await laboratory.leavesDuring(() => tryToLeave(laboratory.pod));
      for (const address of everyAddress) {
        for (const port of [53, 443, 6881, 10250]) {
          expect(left).toContainEqual(expect.stringContaining(`> ${address}.${port}:`));
        }
        expect(left).toContainEqual(expect.stringMatching(new RegExp(`> ${address}: ICMP6?,? echo request`)));
      }
    }));

  test('nothing that starts in the Pod leaves by eth0', () =>
    Laboratory.with(uplink, async (laboratory) => {
      setGuard(laboratory.pod);
      expect(await laboratory.leavesDuring(() => tryToLeave(laboratory.pod))).toEqual([]);
    }));

  test("the tunnel's own packets leave", () =>
    Laboratory.with(uplink, async (laboratory) => {
      setGuard(laboratory.pod);
      const left = await laboratory.leavesDuring(() => {
        laboratory.pod.packets('send', outside.endpoint.ipv4, '1637', '--mark', '51820');
        laboratory.pod.packets('send', outside.endpoint.ipv6, '1637', '--mark', '51820');
      });
      expect(left).toEqual([
        expect.stringContaining(`> ${outside.endpoint.ipv4}.1637: UDP`),
        expect.stringContaining(`> ${outside.endpoint.ipv6}.1637: UDP`),
      ]);
    }));

  test('the WebUI answers the node, also while a tunnel has the default route', () =>
    Laboratory.with(uplink, async (laboratory) => {
      setGuard(laboratory.pod);
      laboratory.addTunnel();
      await serveInPod(laboratory.pod, 'tcp', 8080);
      for (const family of families) {
        expect(laboratory.node.packets('ask', pod[family], '8080', '--protocol', 'tcp')).toMatch(/^you are /);
      }
    }));

  test('a public address that reaches the Pod by eth0, or forges its source, gets no answer from the WebUI', () =>
    Laboratory.with(uplink, async (laboratory) => {
      await serveInPod(laboratory.pod, 'tcp', 8080);
      const answers: string[] = [];
      const ask = () => {
        for (const family of families) {
          const source = outside.public[family];
          answers.push(askFrom(laboratory.node, source, pod[family], '8080', '--protocol', 'tcp'));
        }
      };
      expect(await laboratory.leavesDuring(ask)).not.toEqual([]);
      expect(answers).toEqual(families.map((family) => `you are ${outside.public[family]}`));
      setGuard(laboratory.pod);
      answers.length = 0;
      expect(await laboratory.leavesDuring(ask)).toEqual([]);
      expect(answers).toEqual(['timed out', 'timed out']);
    }));

  test("gluetun's DNS, its control server and the torrent port answer nobody outside", () =>
    Laboratory.with(uplink, async (laboratory) => {
      setGuard(laboratory.pod);
      const closed = [
        { protocol: 'udp', port: 53 },
        { protocol: 'tcp', port: 8000 },
        { protocol: 'tcp', port: 47148 },
        { protocol: 'udp', port: 47148 },
      ] as const;
      for (const { protocol, port } of closed) await serveInPod(laboratory.pod, protocol, port);
      const callers = families.flatMap((family) =>
        [outside.gateway, outside.public].map((caller) => ({ source: caller[family], address: pod[family] })),
      );
      const answers = new Set<string>();
      const left = await laboratory.leavesDuring(() => {
        for (const { source, address } of callers) {
          for (const { protocol, port } of closed) {
            answers.add(askFrom(laboratory.node, source, address, `${port}`, '--protocol', protocol));
          }
        }
      });
      expect([...answers]).toEqual(['timed out']);
      expect(left).toEqual([]);
    }));
});

describe.each(['udp', 'tcp'])('a live %s flow of the tunnel', (protocol) => {
  /** A flow that the client began, or that a peer began, when gluetun takes the rule away and the tunnel stays a moment. */
  async function loseTunnel(
    laboratory: Laboratory,
    began: 'client' | 'peer',
    family: 'ipv4' | 'ipv6',
  ): Promise<string[]> {
    const [server, caller] = began === 'client' ? [laboratory.vpn, laboratory.pod] : [laboratory.pod, laboratory.vpn];
    const address = began === 'client' ? inTunnel.peer[family] : inTunnel.pod[family];
    if (began === 'peer')
      laboratory.vpn.ip(`route replace ${inTunnel.pod[family]} dev peer0 src ${inTunnel.peer[family]}`);
    const listener = server.startPackets('answer-flow', address, '47148', '--protocol', protocol);
    await listener.line(/listening/);
    const talker = caller.startPackets('flow', address, '47148', '--protocol', protocol);
    await Promise.all([talker.line(/ready/), listener.line(/ready/)]);
    const inPod = began === 'client' ? talker : listener;
    return laboratory.leavesDuring(async () => {
      laboratory.removeTunnelRules();
      inPod.tell('push');
      await inPod.line(/pushed 1/);
      laboratory.pod.ip('link del tun0');
      inPod.tell('push');
      await inPod.line(/pushed 2/);
    });
  }

  test.each(families)('leaves by eth0 over %s when the tunnel goes, without the guard', (family) =>
    Laboratory.with('flannel', async (laboratory) => {
      laboratory.addTunnel();
      const packet = expect.stringContaining(` ${inTunnel.pod[family]}.`);
      expect(await loseTunnel(laboratory, 'client', family)).toContainEqual(packet);
    }),
  );

  test.each(families)('sends nothing by eth0 over %s when the tunnel goes', (family) =>
    Laboratory.with('flannel', async (laboratory) => {
      setGuard(laboratory.pod);
      laboratory.addTunnel();
      expect(await loseTunnel(laboratory, 'client', family)).toEqual([]);
    }),
  );

  test.each(families)('that a peer began gets no answer by eth0 over %s when the tunnel goes', (family) =>
    Laboratory.with('flannel', async (laboratory) => {
      setGuard(laboratory.pod);
      laboratory.addTunnel();
      expect(await loseTunnel(laboratory, 'peer', family)).toEqual([]);
    }),
  );
});

describe('ways round the first chain', () => {
  test('a NAT rule that turns a packet of the tunnel to eth0 does not let it out', () =>
    Laboratory.with('flannel', async (laboratory) => {
      setGuard(laboratory.pod);
      laboratory.addTunnel();
      const peer = ['-p', 'udp', '-d', inTunnel.peer.ipv4];
      laboratory.pod.output(
        'iptables',
        '-t',
        'nat',
        '-A',
        'OUTPUT',
        ...peer,
        '-j',
        'DNAT',
        '--to',
        outside.gateway.ipv4,
      );
      const send = () => laboratory.pod.packets('send', inTunnel.peer.ipv4, '6881');
      expect(await laboratory.leavesDuring(send)).toEqual([]);
      // Without POSTROUTING, OUTPUT alone takes the packet for one of the tunnel.
      laboratory.pod.output('iptables', '-t', 'mangle', '-P', 'POSTROUTING', 'ACCEPT');
      laboratory.pod.output('iptables', '-t', 'mangle', '-F', 'POSTROUTING');
      expect(await laboratory.leavesDuring(send)).toEqual([expect.stringContaining(`> ${outside.gateway.ipv4}.6881`)]);
    }));

  test('the Pod forwards nothing, even where the kernel may', () =>
    Laboratory.with('flannel', async (laboratory) => {
      laboratory.pod.sysctl(
        'net.ipv4.ip_forward=1',
        'net.ipv4.conf.all.send_redirects=0',
        'net.ipv4.conf.eth0.send_redirects=0',
      );
      laboratory.node.ip(`route add 192.0.2.9/32 via ${pod.ipv4}`);
      const send = () => laboratory.node.packets('send', '192.0.2.9', '6881');
      expect(await laboratory.leavesDuring(send)).toContainEqual(expect.stringContaining('> 192.0.2.9.6881'));
      setGuard(laboratory.pod);
      expect(await laboratory.leavesDuring(send)).toEqual([]);
    }));

  test('an interface that is added later is outside too', () =>
    Laboratory.with('flannel', async (laboratory) => {
      setGuard(laboratory.pod);
      laboratory.node.ip(`link add second type veth peer name net1 netns ${laboratory.pod.name}
addr add 192.168.7.1/24 dev second
link set second up`);
      laboratory.pod.ip('addr add 192.168.7.5/24 dev net1\nlink set net1 up');
      expect(laboratory.node.packets('ask', '192.168.7.5', '47148', '--patience', '0.1')).toBe('timed out');
      expect(laboratory.pod.packets('send', '192.168.7.1', '6881')).toBe('Operation not permitted');
      await serveInPod(laboratory.pod, 'tcp', 8080, ['192.168.7.5']);
      expect(laboratory.node.packets('ask', '192.168.7.5', '8080', '--protocol', 'tcp')).toMatch(/^you are /);
    }));

  test('a group that the client joins is not told outside', () =>
    Laboratory.with('flannel', async (laboratory) => {
      const join = () => laboratory.pod.packets('join', '239.192.152.143', '6771', '--device', 'eth0');
      const joinIpv6 = () => laboratory.pod.packets('join', 'ff15::efc0:988f', '6771', '--device', 'eth0');
      expect(await laboratory.leavesDuring(join)).toContainEqual(expect.stringContaining('igmp'));
      expect(await laboratory.leavesDuring(joinIpv6)).toContainEqual(
        expect.stringContaining('multicast listener report'),
      );
      setGuard(laboratory.pod);
      expect(await laboratory.leavesDuring(join)).toEqual([]);
      expect(await laboratory.leavesDuring(joinIpv6)).toEqual([]);
    }));
});

describe('the mark of the tunnel', () => {
  const client = ['--reuid', '1027', '--regid', '100', '--clear-groups', '--no-new-privs', '--inh-caps', '-all'];
  const send = ['/usr/bin/python3', `${__dirname}/guard/packets.py`, 'send', outside.public.ipv4, '6881'];

  test('cannot be set by a client without capabilities', () =>
    Laboratory.with('flannel', async (laboratory) => {
      setGuard(laboratory.pod);
      const sent = laboratory.pod.output('setpriv', ...client, '--bounding-set', '-all', ...send, '--mark', '51820');
      expect(sent).toBe('Operation not permitted');
    }));

  test('is not needed to be refused: without it the same client sends nothing', () =>
    Laboratory.with('flannel', async (laboratory) => {
      setGuard(laboratory.pod);
      const left = await laboratory.leavesDuring(() => laboratory.pod.output('setpriv', ...client, ...send));
      expect(left).toEqual([]);
    }));
});

describe('a second run in the same Pod', () => {
  test('leaves the same rules', () =>
    Laboratory.with('flannel', ({ pod: inside }) => {
      setGuard(inside);
      const first = mangle(inside);
      setGuard(inside);
      expect(mangle(inside)).toEqual(first);
    }));

  test('opens nothing while it runs, and keeps the WebUI answered', () =>
    Laboratory.with('flannel', async (laboratory) => {
      setGuard(laboratory.pod);
      await serveInPod(laboratory.pod, 'tcp', 8080);
      const left = await laboratory.leavesDuring(async () => {
        const flood = laboratory.pod.startPackets('flood', outside.gateway.ipv4, '6881');
        await flood.line(/ready/);
        for (let run = 0; run < 5; run += 1) setGuard(laboratory.pod);
        flood.end();
      });
      expect(left).toEqual([]);
      expect(laboratory.node.packets('ask', pod.ipv4, '8080', '--protocol', 'tcp')).toMatch(/^you are /);
    }));
});
