import { editScript, type LockedManifests, type Loose, set, setVariable, unsetVariable } from '../locked-manifests';
import type { Detail } from './detail';
import { guardWith, letsOut, ofGuard } from './uplink-guard';
import { details as marks } from './uplink-marks';

const gluetun = 'spec.template.spec.initContainers[1]';

/** A rule of OUTPUT that accepts, by the program that sets it, and whether it lets out no more than the tunnel. */
const accepted: readonly (readonly [matches: string, isFine: boolean, program?: string])[] = [
  ['-o lo', true],
  ['--out-interface tun0', true],
  ['-p tcp -o tun0', true],
  ['! -o lo', false],
  ['-o tun1', false],
  ['-i tun0', false],
  ['-m mark --mark 51820', true],
  ['-m mark --mark 0xca6c/0xffff', true],
  ['--match mark --mark 0xca6c/0xffffffff', true],
  ['-m mark --mark 0xca6c/0xfff', false],
  ['-m mark --mark 0x1ca6c', false],
  ['-m mark ! --mark 0xca6c', false],
  ['-m connmark --mark 0xca6c', false],
  ['-d 127.0.0.1', true],
  ['-d 127.0.0.0/8', true],
  ['--destination 127.0.0.0/255.0.0.0', true],
  ['-d 127.0.0.0/7', false],
  ['-d 127.0.0.0/254.0.0.0', false],
  ['-d 127.0.0.0/x8', false],
  ['-d 127.0.0.0/8x', false],
  ['-d 127.0.0.0/1.255.0.0', false],
  ['-d 10.127.0.1', false],
  ['! -d 127.0.0.1', false],
  ['-d 185.10.10.10 --dport 1637', true],
  ['-d 185.10.10.10/32 --dport 1637', true],
  ['-d 185.10.10.10', false],
  ['-d 185.10.10.10 ! --dport 1637', false],
  ['-d 185.10.10.0/24 --dport 1637', false],
  ['-d 185.10.10.1 --dport 1637', false],
  ['! -d 185.10.10.10 --dport 1637', false],
  ...['135', '136', 'neighbour-solicitation', 'neighbour-advertisement'].map(
    (type) => [`-p ipv6-icmp --icmpv6-type ${type}`, true, 'ip6tables'] as const,
  ),
  ...['neighbor-solicitation', 'neighbor-advertisement'].map(
    (type) => [`-p ipv6-icmp --icmpv6-type ${type}`, true, 'ip6tables'] as const,
  ),
  ['-p ipv6-icmp --icmpv6-type 134', false, 'ip6tables'],
  ['-m conntrack --ctdir REPLY', false],
  ['-m connmark --mark 1', false],
  ['-m connmark --mark 1 -m conntrack --ctdir REPLY', true],
  ['-m connmark --mark 3/2 -m conntrack --ctdir REPLY', true],
  ['-m connmark --mark 1/2 -m conntrack --ctdir REPLY', false],
  ['-m connmark --mark 0 -m conntrack --ctdir REPLY', false],
  ['-m connmark ! --mark 1 -m conntrack --ctdir REPLY', false],
  ['-m mark --mark 1 -m conntrack --ctdir REPLY', false],
  ['-m connmark --mark 1 -m conntrack --ctdir ORIGINAL', false],
  ['-m connmark --mark 1 -m conntrack ! --ctdir REPLY', false],
  ['-m conntrack --ctdir REPLY ! --ctorigdst 10.191.158.14 -d 10.0.0.0/8', true],
  ['-m conntrack --ctdir REPLY ! --ctorigdst 10.191.158.14/32 --destination 192.168.0.0/16,10.1.2.3', true],
  ['-m conntrack --ctdir REPLY ! --ctorigdst fd7d::2/128 -d fd00::1', true, 'ip6tables'],
  ['-m conntrack --ctdir REPLY ! --ctorigdst 10.191.158.14', false],
  ['-m conntrack --ctdir REPLY ! --ctorigdst 10.191.158.14 -d 8.8.8.8', false],
  ['-m conntrack --ctdir REPLY ! --ctorigdst 10.191.158.14 -d 10.0.0.0/8,8.8.8.8', false],
  ['-m conntrack --ctdir REPLY ! --ctorigdst 10.191.158.14 -d nonsense', false],
  ['-m conntrack --ctdir REPLY ! --ctorigdst 10.191.158.14 ! -d 10.0.0.0/8', false],
  ['-m conntrack --ctdir REPLY --ctorigdst 10.191.158.14 -d 10.0.0.0/8', false],
  ['-m conntrack --ctdir REPLY ! --ctorigdst 10.9.9.9 -d 10.0.0.0/8', false],
  ['-m conntrack ! --ctorigdst 10.191.158.14 -d 10.0.0.0/8', false],
];

const rules: readonly Detail[] = [
  ...accepted.map(
    ([matches, isFine, program = 'iptables']): Detail => ({
      name: `the guard accepts ${matches}`,
      change: (all) => {
        setVariable(all.gluetun, 'WIREGUARD_ENDPOINT_IP', '185.10.10.10');
        setVariable(all.gluetun, 'WIREGUARD_ADDRESSES', '10.191.158.14/32, fd7d::2/128');
        guardWith(all, `${program} -t mangle -A OUTPUT ${matches} -j ACCEPT`);
      },
      findings: isFine ? [] : [letsOut(`-A OUTPUT ${matches} -j ACCEPT`, program === 'iptables' ? 'IPv4' : 'IPv6')],
    }),
  ),
  {
    name: 'the guard lets out to the endpoint of OpenVPN',
    change: (all) => {
      setVariable(all.gluetun, 'OPENVPN_ENDPOINT_IP', '2001:db8::1');
      guardWith(all, 'ip6tables -t mangle -A OUTPUT -d 2001:db8::1/128 --dport 1194 -j ACCEPT');
    },
    findings: [],
  },
  {
    name: 'nobody tells the addresses of the tunnel, and the guard answers what did not come to one',
    change: (all) => {
      unsetVariable(all.gluetun, 'WIREGUARD_ADDRESSES');
      guardWith(
        all,
        'iptables -t mangle -A OUTPUT -m conntrack --ctdir REPLY ! --ctorigdst 10.9.9.9 -d 10.0.0.0/8 -j ACCEPT',
      );
    },
    findings: [],
  },
  ...['DROP', 'REJECT', 'RETURN', 'LOG', 'NFLOG', 'CONNMARK', 'MARK', 'TCPMSS', 'AUDIT', 'TRACE'].map(
    (target): Detail => ({
      name: `the guard has a rule with the target ${target}`,
      change: (all) => guardWith(all, `iptables -t mangle -A OUTPUT -p tcp -j ${target}`),
      findings: [],
    }),
  ),
  {
    name: 'the guard has a rule without a target',
    change: (all) => guardWith(all, 'iptables -t mangle -A OUTPUT -p tcp'),
    findings: [],
  },
  {
    name: 'the guard jumps to a chain of nobody',
    change: (all) => guardWith(all, 'iptables -t mangle -A OUTPUT -p tcp -j QUEUE'),
    findings: [ofGuard('jumps to a chain that it does not set: -A OUTPUT -p tcp -j QUEUE (IPv4)')],
  },
  {
    name: 'the guard jumps to chains that jump in a circle, of which one lets out more',
    change: (all) =>
      guardWith(
        all,
        ...['-N one', '-N two', '-A OUTPUT -j one', '-A one -j two', '-A two -j one', '-A two -o eth0 -j ACCEPT'].map(
          (rule) => `iptables -t mangle ${rule}`,
        ),
        'iptables -t mangle -A two -o eth0 -j ACCEPT',
      ),
    findings: [letsOut('-A two -o eth0 -j ACCEPT')],
  },
  {
    name: 'what leaves by the tunnel goes to a chain that lets it out',
    change: (all) =>
      guardWith(
        all,
        ...['-N any', '-A OUTPUT -o tun0 -j any', '-A any -j ACCEPT'].map((rule) => `iptables -t mangle ${rule}`),
      ),
    findings: [],
  },
  {
    name: 'one chain lets out much, another a little, and a third nothing',
    change: (all) => {
      const lines = ['-A OUTPUT -p tcp -j ACCEPT', '-A OUTPUT -p udp -j ACCEPT', '-P POSTROUTING DROP'];
      guardWith(all, ...lines.map((rule) => `iptables -t mangle ${rule}`), 'iptables -t raw -P OUTPUT DROP');
    },
    findings: [],
  },
  {
    name: 'one chain lets out much, and another a little',
    change: (all) => {
      const lines = [
        ...['-A OUTPUT -p tcp -j ACCEPT', '-A OUTPUT -p udp -j ACCEPT'],
        ...['-P POSTROUTING DROP', '-A POSTROUTING -p icmp -j ACCEPT'],
      ];
      guardWith(all, ...lines.map((rule) => `iptables -t mangle ${rule}`));
    },
    findings: [letsOut('-A POSTROUTING -p icmp -j ACCEPT')],
  },
];

/** A second guard before the first, with these further lines. */
function second(all: LockedManifests, ...lines: readonly string[]): void {
  const another = structuredClone(all.guard);
  guardWith(all, ...lines);
  all.pod.initContainers.unshift({ ...another, name: 'first' });
}

const guards: readonly Detail[] = [
  {
    name: 'one of two guards holds',
    change: (all) => second(all, 'iptables -t mangle -A OUTPUT -p tcp -j ACCEPT'),
    findings: [
      'leak spec.template.spec.initContainers[1].args[0]: guard lets out more than the tunnel: -A OUTPUT -p tcp -j ACCEPT (IPv4)',
    ],
  },
  {
    name: 'the guard lacks the capability for its rules',
    change: (all) => set(all.guard.securityContext.capabilities, 'add', []),
    findings: [ofGuard('lacks NET_ADMIN, so it cannot set its rules').replace('leak', 'risk')],
  },
  {
    name: 'nobody knows what runs before gluetun, and it may be a guard',
    change: (all) => {
      delete all.guard.args;
      delete all.guard.command;
    },
    findings: [
      'leak unknown spec.template.spec.initContainers[0]: guard may set the rules that hold eth0, but what it runs is not in the input',
    ],
  },
  {
    name: 'nobody knows what a native sidecar before gluetun runs',
    change: (all) => {
      delete all.guard.args;
      delete all.guard.command;
      Object.assign(all.guard, { restartPolicy: 'Always', image: 'busybox:1.37.0' });
    },
    findings: [
      `leak ${gluetun}: no rules but gluetun's own stand before the Pod's interface: it accepts new connections to eth0's subnet, and live flows while the tunnel restarts`,
    ],
  },
  {
    name: 'the input lacks the name of the tunnel',
    change: (all) => {
      const entry = all.gluetun.env.find(({ name }: Loose) => name === 'VPN_INTERFACE');
      delete entry.value;
      entry.valueFrom = { configMapKeyRef: { name: 'elsewhere', key: 'k' } };
    },
    findings: [
      `leak unknown ${gluetun}: the guard's rules cannot be judged: what sets VPN_INTERFACE is not in the input`,
    ],
  },
  ...['eth1', 'enp3s0', 'wlan0', 'net1', 'bond0', 'br-lan', 'cni0', 'tun+'].map(
    (name): Detail => ({
      name: `the tunnel is called ${name}`,
      change: (all) => setVariable(all.gluetun, 'VPN_INTERFACE', name),
      findings: [`leak ${gluetun}.env[7]: VPN_INTERFACE is ${name}, by which more leaves than the tunnel`],
    }),
  ),
  ...['wg0', 'xeth0', 'tun+0'].map(
    (name): Detail => ({
      name: `the tunnel is called ${name}`,
      change: (all) => {
        setVariable(all.gluetun, 'VPN_INTERFACE', name);
        editScript(all.guard, [/tun0/, name]);
      },
      findings: [],
    }),
  ),
];

/** A line of gluetun's start script, and what it takes from the guard. */
const later: readonly (readonly [line: string, ...what: readonly string[]])[] = [
  ['iptables -t raw -F OUTPUT', "removes the guard's rules: table raw, chain OUTPUT (IPv4)"],
  ['iptables -F OUTPUT'],
  ['iptables -t nat -P OUTPUT ACCEPT'],
  ['iptables -t mangle -P OUTPUT DROP'],
  ['iptables -t mangle -P PREROUTING ACCEPT'],
  ['iptables -t mangle -P INPUT ACCEPT'],
  [
    'iptables -t mangle -P POSTROUTING ACCEPT',
    'sets policy ACCEPT after the guard: table mangle, chain POSTROUTING (IPv4)',
  ],
  ['ip6tables -t mangle -D OUTPUT -o lo', 'removes a rule of the guard: -D OUTPUT -o lo (IPv6)'],
  ['iptables -t mangle -A PREROUTING -j ACCEPT'],
  ['iptables -t mangle -A INPUT -j ACCEPT'],
  ['iptables -t mangle -A OUTPUT -o eth0 -j DROP'],
  ['iptables -t mangle -A OUTPUT -o tun0 -j ACCEPT'],
  ['iptables -t raw -A OUTPUT -p tcp -j ACCEPT', 'lets out more than the tunnel: -A OUTPUT -p tcp -j ACCEPT (IPv4)'],
  ['nameif tun0 x', 'changes the interfaces that the rules name: nameif tun0 x'],
  ['/sbin/ifrename -i x', 'changes the interfaces that the rules name: /sbin/ifrename -i x'],
  ['brctl addbr x', 'changes the interfaces that the rules name: brctl addbr x'],
  ['tc filter add action mirred', 'changes the interfaces that the rules name: tc filter add action mirred'],
  ['tc qdisc add dev eth0'],
  ['ip l set eth0 master br0', 'changes the interfaces that the rules name: ip l set eth0 master br0'],
  ['ip -o li add tun0 type dummy', 'changes the interfaces that the rules name: ip -o li add tun0 type dummy'],
  ['busybox ip link set eth0 name tun0', 'changes the interfaces that the rules name: ip link set eth0 name tun0'],
  ['ip link set tun0 up'],
  ['ip addr add 10.0.0.1 dev eth0'],
  ['ip link set tun0 xdp obj /x.o', 'changes the interfaces that the rules name: ip link set tun0 xdp obj /x.o'],
  ['ip links set eth0 name tun0'],
  ['gzip link set eth0 name tun0'],
  ['ip'],
  [`ip link add ${'x'.repeat(80)}`, `changes the interfaces that the rules name: ip link add ${'x'.repeat(68)}`],
];

const afterwards: readonly Detail[] = [
  ...later.map(
    ([line, ...what]): Detail => ({
      name: `gluetun's start script says ${line}`,
      change: ({ gluetun: container }) => editScript(container, ['exec /gluetun', `${line}\nexec /gluetun`]),
      findings: what.map((text) => `leak ${gluetun}.args[0]: gluetun ${text}`),
    }),
  ),
  ...(
    [
      ['flush ruleset', 'leak'],
      ['delete table mine', 'leak'],
      ['destroy table mine', 'leak'],
      ['reset rules', 'leak'],
      ['add rule mine', 'leak unknown'],
    ] as const
  ).map(
    ([words, severity]): Detail => ({
      name: `gluetun's start script says nft ${words}`,
      change: ({ gluetun: container }) => editScript(container, ['exec /gluetun', `nft ${words}\nexec /gluetun`]),
      findings: [
        `${severity} ${gluetun}.args[0]: gluetun changes rules after the guard by a program that Podlock cannot read: nft ${words}`,
      ],
    }),
  ),
  {
    name: 'the guard renames an interface itself',
    change: (all) => guardWith(all, 'ip link set eth0 name tun0'),
    findings: [ofGuard('changes the interfaces that the rules name: ip link set eth0 name tun0')],
  },
];

const unmarked = (place = '') =>
  `advice ${gluetun}${place}: OpenVPN's packets carry no mark, so the guard drops them and the tunnel cannot come up`;

const openVpn: readonly Detail[] = (
  [
    [{ VPN_TYPE: 'OpenVPN' }, [unmarked()]],
    [{}, [unmarked()]],
    [{ VPN_TYPE: 'other' }, []],
    [{ VPN_TYPE: 'openvpn', OPENVPN_FLAGS: '--fast-io --mark  0xCA6C' }, []],
    [{ VPN_TYPE: 'openvpn', OPENVPN_FLAGS: '--mark 518201' }, [unmarked('.env[8]')]],
    [{ VPN_TYPE: 'openvpn', OPENVPN_FLAGS: '--mark 1' }, [unmarked('.env[8]')]],
    [{ VPN_TYPE: 'openvpn', OPENVPN_ENDPOINT_IP: '185.10.10.10' }, []],
    [{ VPN_TYPE: 'openvpn', OPENVPN_FLAGS: undefined }, []],
  ] as readonly (readonly [Readonly<Record<string, string | undefined>>, readonly string[]])[]
).map(([settings, findings]) => ({
  name: `gluetun has ${JSON.stringify(settings, (_, value) => value ?? null)}`,
  change: (all) => {
    unsetVariable(all.gluetun, 'VPN_TYPE');
    for (const [name, value] of Object.entries(settings)) {
      if (value !== undefined) setVariable(all.gluetun, name, value);
      else all.gluetun.env.push({ name, valueFrom: { configMapKeyRef: { name: 'elsewhere', key: 'k' } } });
    }
  },
  findings,
}));

export const details: readonly Detail[] = [...rules, ...guards, ...afterwards, ...openVpn, ...marks];
