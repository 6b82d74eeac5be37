import { editScript, type Loose } from '../locked-manifests';
import type { Mutation } from './mutation';

export const mutations: readonly Mutation[] = [
  {
    name: 'there is no guard',
    change: ({ pod, guard }) => void pod.initContainers.splice(pod.initContainers.indexOf(guard), 1),
    findings: [
      "leak spec.template.spec.initContainers[0]: no rules but gluetun's own stand before the Pod's interface: it accepts new connections to eth0's subnet, and live flows while the tunnel restarts",
    ],
  },
  {
    name: 'the guard runs after gluetun',
    change: ({ pod, guard }) => {
      pod.initContainers = [...pod.initContainers.filter((each: Loose) => each !== guard), guard];
    },
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
      'leak spec.template.spec.initContainers[0].args[0]: guard marks connections that come in by the tunnel as if they came from outside: -A PREROUTING -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1 (IPv4)',
      'leak spec.template.spec.initContainers[0].args[0]: guard marks connections that come in by the tunnel as if they came from outside: -A PREROUTING -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1 (IPv6)',
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
];
