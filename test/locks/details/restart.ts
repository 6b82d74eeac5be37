import { drop, editScript, type LockedManifests, type Loose, set, setVariable } from '../locked-manifests';
import type { Detail } from './detail';

const client = 'spec.template.spec.containers[0]';
const gluetun = 'spec.template.spec.initContainers[1]';

/** The Deployment as an object of another kind. */
function become(all: LockedManifests, kind: string, spec: Loose): void {
  const { deployment } = all;
  drop(deployment.spec, 'strategy');
  Object.assign(deployment.spec, spec);
  Object.assign(deployment, { kind });
}

const many = (field: string, count: number) =>
  `risk spec.${field}: ${count} Pods run at once, with the same keys and the same port`;

const counts: readonly Detail[] = [
  { name: 'no Pod runs', change: ({ deployment }) => set(deployment.spec, 'replicas', 0), findings: [] },
  {
    name: 'nobody says how many Pods run',
    change: ({ deployment }) => drop(deployment.spec, 'replicas'),
    findings: [],
  },
  {
    name: 'a Job runs three Pods at once',
    change: (all) => become(all, 'Job', { parallelism: 3, replicas: 2 }),
    findings: [many('parallelism', 3)],
  },
  {
    name: 'a StatefulSet runs two Pods at once',
    change: (all) => become(all, 'StatefulSet', { parallelism: 3, replicas: 2 }),
    findings: [many('replicas', 2)],
  },
];

function scaled(kind: string, spec: Loose, more: Loose = {}): Detail['change'] {
  return (all) =>
    all.addObject({ apiVersion: 'x/v1', kind, metadata: { name: 'more', namespace: 'downloads', ...more }, spec });
}
const target = { kind: 'Deployment', name: 'qbittorrent' };
const upTo = (field: string, count: number) =>
  `risk spec.${field}: lets up to ${count} Pods run at once, with the same keys and the same port`;

const autoscalers: readonly Detail[] = (
  [
    ['HorizontalPodAutoscaler', { maxReplicas: 2, scaleTargetRef: target }, {}, ['maxReplicas', 2]],
    ['HorizontalPodAutoscaler', { maxReplicas: 1, scaleTargetRef: target }, {}, undefined],
    [
      'HorizontalPodAutoscaler',
      { maxReplicas: 2, scaleTargetRef: target },
      { namespace: undefined },
      ['maxReplicas', 2],
    ],
    ['HorizontalPodAutoscaler', { maxReplicas: 2, scaleTargetRef: target }, { namespace: 'elsewhere' }, undefined],
    ['HorizontalPodAutoscaler', { maxReplicas: 2, scaleTargetRef: { ...target, name: 'x' } }, {}, undefined],
    ['HorizontalPodAutoscaler', { maxReplicas: 2, scaleTargetRef: { ...target, kind: 'StatefulSet' } }, {}, undefined],
    ['ScaledObject', { scaleTargetRef: { name: 'qbittorrent' } }, {}, ['maxReplicaCount', 100]],
    ['ScaledObject', { maxReplicaCount: 3, scaleTargetRef: { name: 'qbittorrent' } }, {}, ['maxReplicaCount', 3]],
  ] as readonly (readonly [string, Loose, Loose, [string, number] | undefined])[]
).map(([kind, spec, more, most]) => ({
  name: `a ${kind} says ${JSON.stringify(spec)} ${JSON.stringify(more)}`,
  change: scaled(kind, spec, more),
  findings: most === undefined ? [] : [upTo(...most)],
}));

const left = (families: string) =>
  `risk ${gluetun}.args[0]: nothing removes gluetun's leftover ip rules (${families}) before it starts again after an abrupt exit`;

/** Lines of gluetun's start script in the place of those that remove its rules. */
const removals: readonly (readonly [lines: string, findings: readonly string[]])[] = [
  ['ip rule flush; ip -6 rule flush || true', [failing()]],
  ['ip rule flush || true; ip -6 rule flush || true', []],
  ['/sbin/ip rule d pref 101 || true; ip -family inet6 rule delete table 51820 || true', []],
  ['ip rule del pref 101 || true', [left('IPv6')]],
  ['ip -6 rule del pref 101 || true', [left('IPv4')]],
  ['ip rule del pref 102 || true; ip -6 rule del pref 101 || true', [left('IPv4')]],
  ['ip rule add pref 101 || true; ip -6 rule del pref 101 || true', [left('IPv4')]],
  ['ip rule deleted pref 101 || true; ip -6 rule del pref 101 || true', [left('IPv4')]],
  ['ip rule undel pref 101 || true; ip -6 rule del pref 101 || true', [left('IPv4')]],
  ['skip rule del pref 101 || true; ip -6 rule del pref 101 || true', [left('IPv4')]],
  ['ipx rule del pref 101 || true; ip -6 rule del pref 101 || true', [left('IPv4')]],
  ['ip route del pref 101 || true; ip -6 rule del pref 101 || true', [left('IPv4')]],
  ['set +e\nip rule del pref 101; ip -6 rule del pref 101', []],
  ['set -ue\nip rule del pref 101; ip -6 rule del pref 101', [failing()]],
  ['set  -e\nip rule del pref 101 || true; ip -6 rule del pref 101', [failing()]],
];

function failing(): string {
  return `risk ${gluetun}.args[0]: gluetun cannot start when there is no leftover ip rule: under \`set -e\` the removal fails`;
}

const rules: readonly Detail[] = [
  ...removals.map(
    ([lines, findings]): Detail => ({
      name: `gluetun's start script says ${JSON.stringify(lines)}`,
      change: (all) => {
        if (lines.startsWith('set')) all.gluetun.command = ['/bin/sh', '-c'];
        editScript(all.gluetun, [/ip rule del pref 101 \|\| true\n/, ''], [/ip -6 rule del.*/, lines]);
      },
      findings,
    }),
  ),
  {
    name: 'gluetun has no script',
    change: (all) => {
      drop(all.gluetun, 'command');
      drop(all.gluetun, 'args');
    },
    findings: [left('IPv4 and IPv6').replace('.args[0]', '')],
  },
  {
    name: 'gluetun has no script, and its hook does something else',
    change: (all) => {
      drop(all.gluetun, 'command');
      drop(all.gluetun, 'args');
      all.gluetun.lifecycle = { postStart: { exec: { command: ['sh', '-c', 'ip rule show'] } } };
    },
    findings: [left('IPv4 and IPv6').replace('.args[0]', '')],
  },
];

const deaf = (place = '.livenessProbe') =>
  `advice ${client}${place}: nothing restarts qbittorrent when the tunnel comes back as another interface, and it stays deaf to peers`;
const hopeless = `risk ${client}.livenessProbe: the liveness probe of qbittorrent always fails: the kubelet kills it again and again`;

/** Commands of the client's liveness probe. */
const probes: readonly (readonly [command: readonly string[], findings: readonly string[]])[] = [
  [['test', '-e', '/sys/class/net/eth7'], []],
  [['check', 'ifindex'], []],
  [['check', 'tun0'], []],
  [['check', 'tun'], [deaf()]],
  [['/bin/true', 'tun0'], [deaf()]],
  [['printf', 'tun0'], [deaf()]],
  [['sleep', 'tun0'], [deaf()]],
  [['untrue', 'tun0'], []],
  [['truest', 'tun0'], []],
  [
    ['false', 'tun0'],
    [deaf(), hopeless],
  ],
  [['/bin/falsely', 'tun0'], []],
  [['unfalse', 'tun0'], []],
  [['sh', '-c', 'test -e /x/tun0; true'], [deaf()]],
  [['/bin/bash', '-c', 'test -e /x/tun0 || : '], [deaf()]],
  [['dash', '-c', 'test -e /x/tun0 && exit 0'], [deaf()]],
  [
    ['ash', '-c', 'test -e /x/tun0\nexit 17'],
    [deaf(), hopeless],
  ],
  [
    ['sh', '-c', 'test -e /x/tun0; exit 1'],
    [deaf(), hopeless],
  ],
  [
    ['sh', '-c', 'test -e /x/tun0;false '],
    [deaf(), hopeless],
  ],
  [
    ['sh', '-c', 'exit 1'],
    [deaf(), hopeless],
  ],
  [['sh', '-c', 'test -e /x/tun0 || false'], [deaf()]],
  [['sh', '-c', 'test -e /x/tun0; exit 1; test'], []],
  [['sh', '-c', 'test -e /x/tun0; nottrue'], []],
  [['fish', '-c', 'test -e /x/tun0; true'], []],
  [['sh2', '-c', 'test -e /x/tun0; exit 1'], []],
  [['sh', '-c', 'test -e /x/tun0; true story'], []],
];

const liveness: readonly Detail[] = [
  ...probes.map(
    ([command, findings]): Detail => ({
      name: `the liveness probe of the client runs ${JSON.stringify(command)}`,
      change: (all) => set(all.client, 'livenessProbe', { exec: { command } }),
      findings,
    }),
  ),
  {
    name: 'a probe of the client names another tunnel, which is ours',
    change: (all) => {
      setVariable(all.gluetun, 'VPN_INTERFACE', 'wg7');
      set(all.client, 'livenessProbe', { exec: { command: ['check', 'wg7'] } });
    },
    findings: [],
  },
  {
    name: 'gluetun is told to repair the tunnel by itself, and a probe kills it',
    change: (all) => {
      setVariable(all.gluetun, 'HEALTH_RESTART_VPN', 'on');
      set(all.gluetun, 'livenessProbe', { exec: { command: ['x'] } });
    },
    findings: [
      `risk ${gluetun}.livenessProbe: a liveness probe kills gluetun while it repairs the tunnel by itself, and each kill leaves ip rules behind`,
    ],
  },
  {
    name: 'nothing probes gluetun, which leaves its restart to the kubelet',
    change: (all) => setVariable(all.gluetun, 'HEALTH_RESTART_VPN', 'off'),
    findings: [],
  },
  {
    name: 'of two programs that nobody knows, one is restarted',
    change: (all) => programs(all, true),
    findings: [],
  },
  {
    name: 'of two programs that nobody knows, none is restarted',
    change: (all) => programs(all, false),
    findings: ['one', 'two'].map(
      (name, at) =>
        `advice spec.template.spec.containers[${at}]: nothing restarts ${name} when the tunnel comes back as another interface, and it stays deaf to peers`,
    ),
  },
];

function programs(all: LockedManifests, isRestarted: boolean): void {
  const { livenessProbe, ...rest } = all.client;
  const one = { ...rest, name: 'one', image: 'example.org/one:1.0.0', ports: [] };
  all.pod.containers = [isRestarted ? { ...one, livenessProbe } : one, { ...one, name: 'two' }];
}

export const details: readonly Detail[] = [...counts, ...autoscalers, ...rules, ...liveness];
