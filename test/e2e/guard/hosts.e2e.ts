import { inTunnel, Laboratory, outside, pod, type Uplink } from './laboratory';
import { setGuard } from './script';

const families = ['ipv4', 'ipv6'] as const;
const hosts = families.flatMap((family) => [
  { protocol: 'tcp' as const, address: outside.neighbour[family], port: 443 },
  { protocol: 'udp' as const, address: outside.neighbour[family], port: 6881 },
]);

/** Everything that a program can start by itself, to every address outside and by the other protocol to the same ports. */
function tryToLeave(laboratory: Laboratory): void {
  for (const family of families) {
    for (const each of Object.values(outside)) {
      laboratory.pod.packets('every-kind', each[family]);
      laboratory.pod.packets('every-kind', each[family], '--device', 'eth0');
    }
    laboratory.pod.packets('send', outside.neighbour[family], '443');
    laboratory.pod.packets('ask', outside.neighbour[family], '6881', '--protocol', 'tcp', '--patience', '0.2');
  }
}

/** Where packets went, each place once. */
function destinations(packets: readonly string[]): readonly string[] {
  const sent = packets.map((line) => /> (\S+): (tcp|UDP|ICMP\S*)/i.exec(line));
  return [...new Set(sent.map((match) => `${match?.[1]} ${match?.[2]?.toLowerCase()}`))].sort();
}

describe.each<Uplink>(['flannel', 'Cilium', 'Calico'])('hosts, with an uplink as %s makes it', (uplink) => {
  test('of all that a program can start, only what goes to a declared address, protocol and port leaves', () =>
    Laboratory.with(uplink, async (laboratory) => {
      setGuard(laboratory.pod, { hosts });
      const left = await laboratory.leavesDuring(() => tryToLeave(laboratory));
      expect(destinations(left)).toEqual(
        hosts.map(({ address, port, protocol }) => `${address}.${port} ${protocol}`).sort(),
      );
    }));

  test('without them nothing of it leaves', () =>
    Laboratory.with(uplink, async (laboratory) => {
      setGuard(laboratory.pod);
      expect(await laboratory.leavesDuring(() => tryToLeave(laboratory))).toEqual([]);
    }));

  test('a declared host answers, beside a tunnel; its next port and the next address do not', () =>
    Laboratory.with(uplink, async (laboratory) => {
      const [host, next] = [outside.neighbour.ipv4, outside.gateway.ipv4];
      for (const [address, port] of [
        [host, 443],
        [host, 444],
        [next, 443],
      ] as const) {
        await laboratory.node.startPackets('serve', address, `${port}`, '--protocol', 'tcp').line(/ready/);
      }
      laboratory.addTunnel();
      const ask = (address: string, port: number) =>
        laboratory.pod.packets(
          'ask',
          address,
          `${port}`,
          '--protocol',
          'tcp',
          '--source',
          pod.ipv4,
          '--patience',
          '0.3',
        );
      expect([ask(host, 443), ask(host, 444), ask(next, 443)]).toEqual(Array(3).fill(`you are ${pod.ipv4}`));
      setGuard(laboratory.pod, { hosts });
      expect([ask(host, 443), ask(host, 444), ask(next, 443)]).toEqual([
        `you are ${pod.ipv4}`,
        'timed out',
        'timed out',
      ]);
    }));

  test("what a host may be told is told nobody else: the tunnel's peers do not get out by its hole", () =>
    Laboratory.with(uplink, async (laboratory) => {
      setGuard(laboratory.pod, { hosts });
      laboratory.addTunnel();
      laboratory.removeTunnelRules();
      const left = await laboratory.leavesDuring(() => {
        laboratory.pod.packets('every-kind', inTunnel.peer.ipv4);
        laboratory.pod.packets('every-kind', inTunnel.peer.ipv6);
      });
      expect(left).toEqual([]);
    }));
});
