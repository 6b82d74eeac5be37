import { drop, type LockedManifests, set } from '../locked-manifests';
import type { Detail } from './detail';

const client = 'spec.template.spec.containers[0].securityContext';
const guard = 'spec.template.spec.initContainers[0].securityContext';
const gluetun = 'spec.template.spec.initContainers[1].securityContext';
const configure = 'spec.template.spec.initContainers[2].securityContext';

const ways = [
  ['NET_RAW', 'writes frames to eth0 past iptables'],
  ['NET_ADMIN', 'changes the firewall and the routes'],
  ['SYS_ADMIN', 'enters other namespaces'],
  ['SYS_MODULE', 'loads kernel modules on the node'],
  ['SYS_PTRACE', 'reads and changes other processes'],
  ['SYS_RAWIO', "reaches the node's devices"],
  ['BPF', 'attaches programs to interfaces'],
  ['PERFMON', 'attaches programs to the kernel'],
  ['DAC_READ_SEARCH', "opens any file of the node's volumes by handle"],
  ['SYS_BOOT', 'replaces the running kernel'],
] as const;

const ofContainers: readonly Detail[] = ways.map(([name, way]) => ({
  name: `the client and an init container have ${name}`,
  change: (all) => {
    for (const container of [all.client, all.configure]) set(container.securityContext.capabilities, 'add', [name]);
  },
  findings: [
    `leak ${client}.capabilities: qbittorrent has ${name}, with which it ${way}`,
    `risk ${configure}.capabilities: configure has ${name}, with which it ${way}`,
  ],
}));

const ofGluetun: readonly Detail[] = [
  ...ways
    .filter(([name]) => name !== 'NET_RAW' && name !== 'NET_ADMIN')
    .map(
      ([name]): Detail => ({
        name: `gluetun has ${name}`,
        change: (all) => void all.gluetun.securityContext.capabilities.add.push(name),
        findings: [`risk ${gluetun}.capabilities: gluetun has ${name}, which it does not need`],
      }),
    ),
  {
    name: 'gluetun has one that is harmless, and all that it needs',
    change: (all) => void all.gluetun.securityContext.capabilities.add.push('KILL', 'MKNOD'),
    findings: [`advice ${gluetun}.capabilities: gluetun has KILL, which it does not need`],
  },
  {
    name: 'gluetun has every capability',
    change: (all) => set(all.gluetun.securityContext, 'capabilities', { add: ['ALL'] }),
    findings: [`leak ${gluetun}.capabilities: gluetun has every capability`],
  },
  {
    name: 'gluetun may escalate its privileges, and says so',
    change: (all) => set(all.gluetun.securityContext, 'allowPrivilegeEscalation', true),
    findings: [
      `risk ${gluetun}.allowPrivilegeEscalation: gluetun may gain privileges that it was not given: allowPrivilegeEscalation is not false`,
    ],
  },
];

const asGuard = (script: string | undefined) => (all: LockedManifests) => {
  if (script === undefined) drop(all.guard, 'args');
  else set(all.guard, 'args', [script]);
};
const changesFirewall = [
  `risk ${guard}.capabilities: guard has NET_ADMIN, with which it changes the firewall and the routes`,
];

const ofGuards: readonly Detail[] = [
  {
    name: 'an init container before gluetun says nothing of rules',
    change: asGuard('true'),
    findings: changesFirewall,
  },
  {
    name: 'an init container before gluetun only speaks of iptables',
    change: asGuard('echo iptables'),
    findings: changesFirewall,
  },
  {
    name: 'an init container before gluetun runs nobody knows what',
    change: asGuard(undefined),
    findings: changesFirewall,
  },
  {
    name: 'an init container before gluetun sets a rule',
    change: asGuard('ip6tables -A OUTPUT -j DROP'),
    findings: [],
  },
  {
    name: 'an init container before gluetun sets rules by nft',
    change: asGuard('nft add table inet mine'),
    findings: [],
  },
  {
    name: 'a guard has more than it needs for its rules',
    change: (all) => set(all.guard.securityContext.capabilities, 'add', ['NET_ADMIN', 'NET_RAW', 'SYS_ADMIN']),
    findings: [`risk ${guard}.capabilities: guard has SYS_ADMIN, with which it enters other namespaces`],
  },
  {
    name: 'the guard keeps the default capabilities',
    change: (all) => drop(all.guard.securityContext.capabilities, 'drop'),
    findings: [
      `advice ${guard}.capabilities: guard keeps most of the container runtime's default capabilities: drop ALL is missing`,
    ],
  },
  {
    name: 'a native sidecar before gluetun sets rules, and runs on',
    change: (all) => set(all.guard, 'restartPolicy', 'Always'),
    findings: [`leak ${guard}.capabilities: guard has NET_ADMIN, with which it changes the firewall and the routes`],
  },
  {
    name: 'a privileged client drops everything',
    change: (all) => Object.assign(all.client.securityContext, { privileged: 'true' }),
    findings: [`leak ${client}.privileged: qbittorrent is privileged`],
  },
];

export const details: readonly Detail[] = [...ofContainers, ...ofGluetun, ...ofGuards];
