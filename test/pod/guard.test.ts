import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { parseIpRange } from '../../lib/network/ip-range';
import { reachesPublicAddress } from '../../lib/network/public-address';
import { type GuardOptions, guardScript, tunnelMark } from '../../lib/pod/guard';

type InboundPort = GuardOptions['inbound'][number];

const port = fc.record({
  protocol: fc.constantFrom<InboundPort['protocol']>('tcp', 'udp'),
  port: fc.integer({ min: 1, max: 65535 }),
});
const options = fc.record<GuardOptions>({
  tunnelInterface: fc.constantFrom('tun0', 'tun7', 'wg0'),
  inbound: fc.array(port, { maxLength: 12 }),
});
const webUi: InboundPort = { protocol: 'tcp', port: 8080 };

/** Every line that iptables-restore is given for both families, or for IPv6 alone. */
function rulesOf(script: string): string[] {
  return script.split('\n').filter((line) => /^(\*|:|-A|COMMIT|\s+(echo ['"]-A|private=))/.test(line));
}

function shell(script: string): string {
  return execFileSync('/bin/sh', ['-n'], { input: script, encoding: 'utf8' });
}

test('the rules are these, for a WebUI and a second port', () => {
  const inbound: InboundPort[] = [{ protocol: 'udp', port: 9117 }, { protocol: 'tcp', port: 9117 }, webUi];
  expect(rulesOf(guardScript({ tunnelInterface: 'tun0', inbound }))).toEqual([
    '*mangle',
    ':PREROUTING ACCEPT [0:0]',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD DROP [0:0]',
    ':OUTPUT DROP [0:0]',
    ':POSTROUTING DROP [0:0]',
    ':podlock - [0:0]',
    '-A PREROUTING -i lo -j RETURN',
    '-A PREROUTING -i tun0 -j RETURN',
    '-A OUTPUT -j podlock',
    '-A POSTROUTING -j podlock',
    '-A podlock -o lo -j ACCEPT',
    '-A podlock -o tun0 -j ACCEPT',
    '-A podlock -m mark --mark 0xca6c -j ACCEPT',
    '-A podlock -m connmark --mark 0x1 -m conntrack --ctstate ESTABLISHED --ctdir REPLY -j ACCEPT',
    '  private=10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,169.254.0.0/16',
    '    private=fc00::/7,fe80::/10',
    "    echo '-A podlock -p ipv6-icmp --icmpv6-type 135 -j ACCEPT'",
    "    echo '-A podlock -p ipv6-icmp --icmpv6-type 136 -j ACCEPT'",
    '  echo "-A PREROUTING -s $private -p tcp --dport 8080 -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1"',
    '  echo "-A PREROUTING -s $private -p tcp --dport 9117 -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1"',
    '  echo "-A PREROUTING -s $private -p udp --dport 9117 -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1"',
    "  echo '-A podlock -j DROP'",
  ]);
});

test('the mark is the fwmark of gluetun in hexadecimal', () => {
  expect(0xca6c).toBe(tunnelMark);
});

test('nothing leaves by an interface that is named, except lo and the tunnel', () => {
  fc.assert(
    fc.property(options, (given) => {
      const named = [...guardScript(given).matchAll(/ -o (\S+)/g)].map(([, name]) => name);
      expect(named).toEqual(['lo', given.tunnelInterface]);
    }),
  );
});

test('only the declared ports are answered', () => {
  fc.assert(
    fc.property(options, (given) => {
      const answered = [...guardScript(given).matchAll(/-p (tcp|udp) --dport (\d+) .* CONNMARK/g)];
      expect(new Set(answered.map(([, protocol, number]) => `${protocol} ${number}`))).toEqual(
        new Set(given.inbound.map((each) => `${each.protocol} ${each.port}`)),
      );
    }),
  );
});

test('no public address is answered', () => {
  fc.assert(
    fc.property(options, (given) => {
      const script = guardScript(given);
      const marks = script.split('\n').filter((line) => line.includes('CONNMARK'));
      expect(marks.filter((line) => !line.includes('-A PREROUTING -s $private '))).toEqual([]);
    }),
  );
  const sources = [...guardScript({ tunnelInterface: 'tun0', inbound: [webUi] }).matchAll(/private=(\S+)/g)];
  expect(sources).toHaveLength(2);
  const ranges = sources.flatMap(([, list = '']) => list.split(',')).map(parseIpRange);
  expect(ranges.filter(reachesPublicAddress)).toEqual([]);
});

test('the order of the ports and their repeats do not change the script', () => {
  fc.assert(
    fc.property(options, fc.nat(), (given, turn) => {
      const at = turn % (given.inbound.length + 1);
      const shuffled = [...given.inbound.slice(at), ...given.inbound, ...given.inbound.slice(0, at)].reverse();
      expect(guardScript({ ...given, inbound: shuffled })).toBe(guardScript(given));
    }),
  );
});

test('Kubernetes leaves the script as it is: no $(NAME) and no $$ to expand', () => {
  fc.assert(
    fc.property(options, (given) => {
      expect(guardScript(given)).not.toMatch(/\$\(|\$\$/);
    }),
  );
});

test('a shell can read it', () => {
  expect(shell(guardScript({ tunnelInterface: 'tun0', inbound: [] }))).toBe('');
  expect(shell(guardScript({ tunnelInterface: 'wg0', inbound: [webUi] }))).toBe('');
});

test.each(['eth0', 'lo', 'net1', 'tun', 'tun+', 'tun0 ', '+', '', 'tun0; reboot', 'tun0\n', 'tun01234567890123'])(
  'fails for the interface %j, which is not surely a tunnel',
  (tunnelInterface) => {
    expect(() => guardScript({ tunnelInterface, inbound: [webUi] })).toThrow(
      `tunnelInterface: ${JSON.stringify(tunnelInterface)} is not the name of a tunnel; allowed: tun or wg, then a number`,
    );
  },
);

test.each([0, -1, 65536, 80.5, Number.NaN, '8080; reboot' as unknown as number])(
  'fails for the port %p, and says which it is',
  (wrong) => {
    expect(() => guardScript({ tunnelInterface: 'tun0', inbound: [webUi, { protocol: 'tcp', port: wrong }] })).toThrow(
      /^inbound\[1\]\.port: .* is not a port; allowed: 1 to 65535$/,
    );
  },
);

test('fails for a protocol that is neither tcp nor udp', () => {
  const sctp = { protocol: 'sctp', port: 80 } as unknown as InboundPort;
  expect(() => guardScript({ tunnelInterface: 'tun0', inbound: [sctp] })).toThrow(
    'inbound[0].protocol: "sctp" is neither "tcp" nor "udp"',
  );
});
