import { editScript, setVariable } from '../locked-manifests';
import type { Mutation } from './mutation';
import { hiddenPrograms } from './uplink-programs';

const byTunnel = 'marks connections that come in by the tunnel as if they came from outside';
const ofPublic = 'answers public addresses beside the tunnel, not private ones alone';

export const mutations: readonly Mutation[] = [
  {
    name: 'there is no guard',
    change: ({ pod, guard }) => void pod.initContainers.splice(pod.initContainers.indexOf(guard), 1),
    findings: [
      "leak spec.template.spec.initContainers[0]: no rules but gluetun's own stand before the Pod's interface: it accepts new connections to eth0's subnet, and live flows while the tunnel restarts",
    ],
  },
  {
    name: 'the guard forgets IPv6',
    change: ({ guard }) => editScript(guard, [/in iptables ip6tables/, 'in iptables'], [/lock ip6tables/, ':']),
    findings: [
      'leak spec.template.spec.initContainers[0].args[0]: guard sets no policy DROP for IPv6 in a table that gluetun leaves alone (mangle, chain OUTPUT)',
    ],
  },
  {
    name: 'the guard sets policy ACCEPT',
    change: ({ guard }) =>
      editScript(
        guard,
        ['-P OUTPUT DROP', '-P OUTPUT ACCEPT'],
        [/:(OUTPUT|POSTROUTING) DROP/, ':$1 ACCEPT'],
        ["echo '-A podlock -j DROP'", ':'],
      ),
    findings: [
      'leak spec.template.spec.initContainers[0].args[0]: guard sets no policy DROP for IPv4 in a table that gluetun leaves alone (mangle, chain OUTPUT)',
      'leak spec.template.spec.initContainers[0].args[0]: guard sets no policy DROP for IPv6 in a table that gluetun leaves alone (mangle, chain OUTPUT)',
    ],
  },
  {
    name: "the guard works in gluetun's own table",
    change: ({ guard }) => editScript(guard, ['-t mangle', '-t filter'], ['*mangle', '*filter']),
    findings: [
      'leak spec.template.spec.initContainers[0].args[0]: guard sets no policy DROP for IPv4 in a table that gluetun leaves alone (mangle, chain OUTPUT)',
      'leak spec.template.spec.initContainers[0].args[0]: guard sets no policy DROP for IPv6 in a table that gluetun leaves alone (mangle, chain OUTPUT)',
    ],
  },
  {
    name: 'the guard lets everything out by eth0',
    change: ({ guard }) => editScript(guard, [/(-A (?:OUTPUT|podlock)) -o lo -j ACCEPT/, '$1 -o eth0 -j ACCEPT']),
    findings: [
      'leak spec.template.spec.initContainers[0].args[0]: guard lets out more than the tunnel: -A OUTPUT -o eth0 -j ACCEPT (IPv4)',
      'leak spec.template.spec.initContainers[0].args[0]: guard lets out more than the tunnel: -A OUTPUT -o eth0 -j ACCEPT (IPv6)',
    ],
  },
  {
    name: 'the guard accepts every established flow',
    change: ({ guard }) =>
      editScript(guard, [
        /-m connmark --mark 0x1 -m conntrack --ctstate ESTABLISHED --ctdir REPLY/,
        '-m conntrack --ctstate ESTABLISHED',
      ]),
    findings: [
      'leak spec.template.spec.initContainers[0].args[0]: guard lets out more than the tunnel: -A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT (IPv4)',
      'leak spec.template.spec.initContainers[0].args[0]: guard lets out more than the tunnel: -A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT (IPv6)',
    ],
  },
  {
    name: 'the guard answers peers of the tunnel by eth0',
    change: ({ guard }) => editScript(guard, [/.*-A PREROUTING -i tun0 -j RETURN\n/, '']),
    findings: [
      'leak spec.template.spec.initContainers[0].args[0]: guard marks connections that come in by the tunnel as if they came from outside: -A PREROUTING -s 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16 -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1 (IPv4)',
      'leak spec.template.spec.initContainers[0].args[0]: guard marks connections that come in by the tunnel as if they came from outside: -A PREROUTING -s fc00::/7,fe80::/10 -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1 (IPv6)',
    ],
  },
  {
    name: "the guard lets out another mark than gluetun's",
    change: ({ guard }) => editScript(guard, [/--mark 0xca6c/, '--mark 0x1']),
    findings: [
      'leak spec.template.spec.initContainers[0].args[0]: guard lets out more than the tunnel: -A OUTPUT -m mark --mark 0x1 -j ACCEPT (IPv4)',
      'leak spec.template.spec.initContainers[0].args[0]: guard lets out more than the tunnel: -A OUTPUT -m mark --mark 0x1 -j ACCEPT (IPv6)',
    ],
  },
  {
    name: 'the guard goes on when a rule cannot be set',
    change: ({ guard }) => {
      if (guard.args !== undefined) guard.command = ['/bin/sh', '-c'];
      else editScript(guard, ['exit 1', ':']);
    },
    findings: [
      'leak spec.template.spec.initContainers[0].args[0]: guard goes on when a rule cannot be set, and the client then starts without it',
    ],
  },
  {
    name: "gluetun's start script removes the guard's rules",
    change: ({ gluetun }) => editScript(gluetun, ['exec /gluetun', 'iptables -t mangle -F\nexec /gluetun']),
    findings: [
      "leak spec.template.spec.initContainers[1].args[0]: gluetun removes the guard's rules: table mangle, chain OUTPUT (IPv4)",
    ],
  },
  {
    name: 'gluetun opens the guard before it ends',
    change: ({ gluetun }) => {
      const command = ['/bin/sh', '-c', 'iptables -tmangle -P OUTPUT ACCEPT; /sbin/nft flush ruleset'];
      gluetun.lifecycle = { preStop: { exec: { command } } };
    },
    findings: [
      'leak spec.template.spec.initContainers[1].lifecycle.preStop.exec.command[2]: gluetun changes rules after the guard by a program that Podlock cannot read: /sbin/nft flush ruleset',
      'leak spec.template.spec.initContainers[1].lifecycle.preStop.exec.command[2]: gluetun sets policy ACCEPT after the guard: table mangle, chain OUTPUT (IPv4)',
    ],
  },
  {
    name: 'a probe of gluetun removes a rule of the guard',
    change: ({ gluetun }) => {
      const command = ['/bin/sh', '-c', '/gluetun-entrypoint healthcheck; ip6tables -t raw -D OUTPUT 1'];
      gluetun.readinessProbe = { exec: { command } };
    },
    findings: [
      'leak spec.template.spec.initContainers[1].readinessProbe.exec.command[2]: gluetun removes a rule of the guard: -D OUTPUT 1 (IPv6)',
    ],
  },
  {
    name: 'gluetun opens the guard whenever it has a port',
    change: ({ gluetun }) =>
      setVariable(
        gluetun,
        'VPN_PORT_FORWARDING_UP_COMMAND',
        '/bin/sh -c "iptables -t mangle -I OUTPUT -p tcp --sport {{PORT}} -j ACCEPT"',
      ),
    findings: [
      'leak spec.template.spec.initContainers[1].env[8]: VPN_PORT_FORWARDING_UP_COMMAND lets out more than the tunnel: -A OUTPUT -p tcp --sport {{PORT}} -j ACCEPT (IPv4)',
    ],
  },
  {
    name: "gluetun's start script gives the tunnel's name to eth0",
    change: ({ gluetun }) => editScript(gluetun, ['exec /gluetun', 'ip link set eth0 name tun0\nexec /gluetun']),
    findings: [
      'leak spec.template.spec.initContainers[1].args[0]: gluetun changes the interfaces that the rules name: ip link set eth0 name tun0',
    ],
  },
  {
    name: 'a second guard opens the first',
    change: ({ pod, guard }) => {
      const second = structuredClone(guard);
      second.name = 'second';
      second.command = ['/bin/sh', '-ec'];
      second.args = ['iptables -t mangle -P OUTPUT ACCEPT; iptables -t mangle -A OUTPUT -o eth0 -j ACCEPT'];
      pod.initContainers.splice(1, 0, second);
    },
    findings: [
      'leak spec.template.spec.initContainers[1].args[0]: second lets out more than the tunnel: -A OUTPUT -o eth0 -j ACCEPT (IPv4)',
      'leak spec.template.spec.initContainers[1].args[0]: second sets policy ACCEPT after the guard: table mangle, chain OUTPUT (IPv4)',
    ],
  },
  {
    name: 'the guard accepts half the internet as loopback',
    change: ({ guard }) =>
      editScript(guard, [/(-A (?:OUTPUT|podlock)) -o lo -j ACCEPT/, '$1 -d 127.0.0.1/1 -j ACCEPT']),
    findings: [
      'leak spec.template.spec.initContainers[0].args[0]: guard lets out more than the tunnel: -A OUTPUT -d 127.0.0.1/1 -j ACCEPT (IPv4)',
      'leak spec.template.spec.initContainers[0].args[0]: guard lets out more than the tunnel: -A OUTPUT -d 127.0.0.1/1 -j ACCEPT (IPv6)',
    ],
  },
  {
    name: 'the guard answers connections that nobody marked',
    change: ({ guard }) => editScript(guard, ['-m connmark --mark 0x1', '-m connmark --mark 0x0']),
    findings: ['IPv4', 'IPv6'].map(
      (family) =>
        `leak spec.template.spec.initContainers[0].args[0]: guard lets out more than the tunnel: -A OUTPUT -m connmark --mark 0x0 -m conntrack --ctstate ESTABLISHED --ctdir REPLY -j ACCEPT (${family})`,
    ),
  },
  {
    name: "the guard gives every packet the tunnel's mark",
    change: ({ guard }) =>
      editScript(guard, [
        /^( *\S+ -t mangle |)(-A (?:OUTPUT|podlock)) -o lo -j ACCEPT/m,
        '$1$2 -j MARK --set-mark 0xca6c\n$1$2 -o lo -j ACCEPT',
      ]),
    findings: ['IPv4', 'IPv6'].map(
      (family) =>
        `leak spec.template.spec.initContainers[0].args[0]: guard gives what the Pod sends a mark that lets it out: -A OUTPUT -j MARK --set-mark 0xca6c (${family})`,
    ),
  },
  {
    name: 'the guard runs a file that nobody sees',
    change: ({ guard }) => editScript(guard, [/^(set -u|for iptables in)/m, '. /config/hook.sh\n$1']),
    findings: [
      'leak unknown spec.template.spec.initContainers[0].args[0]: guard also runs what is not in the input: . /config/hook.sh',
    ],
  },
  {
    name: 'the guard answers public addresses too',
    change: ({ guard }) => editScript(guard, [/-A PREROUTING -s \S+/, '-A PREROUTING']),
    findings: [
      'leak spec.template.spec.initContainers[0].args[0]: guard answers public addresses beside the tunnel, not private ones alone: -A PREROUTING -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1 (IPv4)',
      'leak spec.template.spec.initContainers[0].args[0]: guard answers public addresses beside the tunnel, not private ones alone: -A PREROUTING -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1 (IPv6)',
    ],
  },
  {
    name: 'the guard answers private addresses and one that is public',
    change: ({ guard }) =>
      editScript(guard, [/-A PREROUTING -s \S+ (?=.*CONNMARK)/, '-A PREROUTING -s 10.0.0.0/8,8.8.8.8 ']),
    findings: [
      'leak spec.template.spec.initContainers[0].args[0]: guard answers public addresses beside the tunnel, not private ones alone: -A PREROUTING -s 10.0.0.0/8,8.8.8.8 -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1 (IPv4)',
      'leak spec.template.spec.initContainers[0].args[0]: guard answers public addresses beside the tunnel, not private ones alone: -A PREROUTING -s 10.0.0.0/8,8.8.8.8 -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1 (IPv6)',
    ],
  },
  ...[
    ['iptables -t mangle -A PREROUTING -j CONNMARK --set-mark 1', 'IPv4', byTunnel],
    ['iptables -t mangle -I PREROUTING -i eth0 -j CONNMARK --set-mark 1', 'IPv4', ofPublic],
    ['ip6tables -t raw -I PREROUTING -i eth0 -j CONNMARK --set-mark 1', 'IPv6', ofPublic],
    ['iptables -t nat -A PREROUTING -i eth0 -p tcp -j CONNMARK --set-mark 1', 'IPv4', ofPublic],
    ['iptables -t mangle -A INPUT -i eth0 -j CONNMARK --set-xmark 0x1/0x1', 'IPv4', ofPublic],
  ].map(
    ([line = '', family = '', what = '']): Mutation => ({
      name: `gluetun's start script says ${line}`,
      change: ({ gluetun }) => editScript(gluetun, ['exec /gluetun', `${line}\nexec /gluetun`]),
      findings: [
        `leak spec.template.spec.initContainers[1].args[0]: gluetun ${what}: ${line.replace(/^.*-[AI] /, '-A ')} (${family})`,
      ],
    }),
  ),
  ...hiddenPrograms,
];
