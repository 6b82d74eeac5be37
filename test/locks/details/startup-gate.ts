import { drop, editScript, type LockedManifests, type Loose, set, setVariable } from '../locked-manifests';
import type { Detail } from './detail';

const gluetun = 'spec.template.spec.initContainers[1]';
const probe = `${gluetun}.startupProbe`;

const health = '/gluetun-entrypoint healthcheck';
const url = 'http://127.0.0.1:9999';

/** What the commands of a startup probe say of gluetun's health. */
const verdicts = {
  ignored: `leak ${probe}: the startup probe ignores the failure of its command`,
  turned: `leak ${probe}: the startup probe names gluetun's health, but its exit code says something else`,
  script: `risk unknown ${probe}: the startup probe asks gluetun's health in a script that Podlock cannot judge`,
  control: `leak ${probe}: the startup probe asks gluetun's control server, which answers before any tunnel exists`,
  always: `leak ${probe}: the startup probe succeeds without a tunnel`,
  other: `risk ${probe}: the startup probe does not ask gluetun's own health`,
  fine: undefined,
} as const;

const sh = (script: string) => ['sh', '-c', script];

const commands: readonly (readonly [command: readonly string[], verdict: keyof typeof verdicts])[] = [
  [['/gluetun-entrypoint', 'healthcheck'], 'fine'],
  [['/gluetun-entrypoint', 'healthcheck', 'x'], 'turned'],
  [['nice', '/gluetun-entrypoint', 'healthcheck'], 'turned'],
  [[health], 'turned'],
  [['wget', url], 'fine'],
  [['wget', '-q', '--timeout=3', '-T', '5', '-O-', '-O', '/dev/null', 'http://localhost:9999/'], 'fine'],
  [['wget', '-q', 'http://[::1]:9999'], 'fine'],
  [['wget', 'http://10.0.0.1:9999'], 'turned'],
  [['curl', '-f', url], 'fine'],
  [['curl', '-sSf', '-m', '3', url], 'fine'],
  [['curl', '-s', '--fail', '-o', '/dev/null', url], 'fine'],
  [['curl', '-s', url], 'turned'],
  [sh(health), 'fine'],
  [['/bin/bash', '-ec', `exec  ${health}`], 'fine'],
  [['dash', '-e', '-c', ` ${health} `], 'fine'],
  [['ash', '-c', `test -e /x && [ -e /y ] && ${health} >/dev/null 2>&1`], 'fine'],
  [sh(`${health} 2> /dev/null`), 'fine'],
  [sh(`wget -q ${url}`), 'fine'],
  [sh(`test -e /x; ${health}`), 'script'],
  [sh(`${health} | cat`), 'script'],
  [sh(`${health} || true`), 'ignored'],
  [sh(`${health}; true`), 'turned'],
  [sh(`${health}\ntrue`), 'turned'],
  [sh(`wget ${url} & `), 'turned'],
  [sh(`wget ${url}; true`), 'turned'],
  [sh(`! ${health}`), 'turned'],
  [sh(`true && ! ${health}`), 'turned'],
  [sh(`echo ${health}`), 'turned'],
  [sh(`: ${health}`), 'turned'],
  [sh(`trueish ${health}`), 'script'],
  [sh(`if ${health}; then true; fi`), 'script'],
  [sh(`while ${health}; do sleep 1; done`), 'script'],
  [['sh', '/probe.sh', health], 'turned'],
  [['sh', '-nc', health], 'turned'],
  [['sh', '-e', health], 'turned'],
  [['fish', '-c', health], 'turned'],
  [sh('wget http://127.0.0.1:8000/'), 'control'],
  [sh('wget http://127.0.0.1/v1/x'), 'control'],
  [sh('wget http://127.0.0.1/status'), 'control'],
  [['publicip'], 'control'],
  [sh('test -e /x || true'), 'ignored'],
  [sh('test -e /x ||:'), 'ignored'],
  [sh('test -e /x || exit 0'), 'ignored'],
  [sh('test -e /x || exit 1'), 'other'],
  [[], 'always'],
  [[' '], 'always'],
  [['/bin/true'], 'always'],
  [['sleep', '5'], 'always'],
  [['echo'], 'always'],
  [['truest'], 'other'],
  [['ip', 'true'], 'other'],
];

const http: readonly (readonly [httpGet: Loose, what: string | undefined])[] = [
  [{ port: 9999 }, undefined],
  [{ port: '9999', path: '/any' }, undefined],
  [{ port: 'health' }, undefined],
  [{ port: 'control' }, 'asks / on port 8000, which answers without a tunnel'],
  [{ port: 'nobody' }, 'asks / on port nobody, which answers without a tunnel'],
  [{ path: '/x' }, 'asks /x on port undefined, which answers without a tunnel'],
  [{ port: 9999, host: '' }, undefined],
  [{ port: 9999, host: 'h' }, 'asks h, and the kubelet finds another host there than this Pod'],
];

const gaveUp = (seconds: number) =>
  `risk ${probe}: the startup probe gives up after ${seconds} s, and a provider may need 60 s and more`;

const probes: readonly Detail[] = [
  ...commands.map(
    ([command, verdict]): Detail => ({
      name: `the startup probe runs ${JSON.stringify(command)}`,
      change: (all) => set(all.gluetun, 'startupProbe', { exec: { command }, failureThreshold: 30 }),
      findings: [verdicts[verdict]].filter((finding) => finding !== undefined),
    }),
  ),
  ...http.map(
    ([httpGet, what]): Detail => ({
      name: `the startup probe asks ${JSON.stringify(httpGet)}`,
      change: (all) => {
        set(all.gluetun, 'startupProbe', { httpGet, failureThreshold: 30 });
        set(all.gluetun, 'ports', [
          { containerPort: 1 },
          { name: 'control', containerPort: 8000 },
          { name: 'health', containerPort: 9999 },
        ]);
      },
      findings: what === undefined ? [] : [`leak ${probe}: the startup probe ${what}`],
    }),
  ),
  {
    name: 'the startup probe speaks gRPC',
    change: (all) => set(all.gluetun, 'startupProbe', { grpc: { port: 9999 }, failureThreshold: 30 }),
    findings: [`leak ${probe}: the startup probe speaks gRPC, which gluetun does not`],
  },
  {
    name: 'the startup probe has a window and nothing else',
    change: (all) => set(all.gluetun, 'startupProbe', { failureThreshold: 30 }),
    findings: [`leak ${probe}: the startup probe asks nothing`],
  },
  ...(
    [
      [{ periodSeconds: 6, failureThreshold: 10 }, undefined],
      [{ periodSeconds: 6, failureThreshold: 9 }, 54],
      [{ periodSeconds: 6, failureThreshold: 9, initialDelaySeconds: 5 }, 59],
      [{ periodSeconds: 6, failureThreshold: 9, initialDelaySeconds: 6 }, undefined],
      [{ periodSeconds: 0, failureThreshold: 5 }, 50],
      [{ periodSeconds: 19, failureThreshold: 0 }, 57],
    ] as const
  ).map(
    ([window, seconds]): Detail => ({
      name: `the window of the startup probe is ${JSON.stringify(window)}`,
      change: ({ gluetun: container }) => {
        container.startupProbe = { exec: container.startupProbe.exec, ...window };
      },
      findings: seconds === undefined ? [] : [gaveUp(seconds)],
    }),
  ),
];

/** gluetun among the ordinary containers, first or last, with this hook. */
function beside(all: LockedManifests, script: string | undefined, isFirst = true): void {
  const { gluetun: container, pod } = all;
  pod.initContainers = pod.initContainers.filter((each: Loose) => each !== container);
  delete container.restartPolicy;
  if (isFirst) pod.containers.unshift(container);
  else pod.containers.push(container);
  if (script !== undefined) container.lifecycle = { postStart: { exec: { command: sh(script) } } };
}

const ordinary = (at: number) =>
  `leak spec.template.spec.containers[${at}]: gluetun is an ordinary container: the kubelet starts qbittorrent without waiting for the tunnel`;
const hooked =
  'risk spec.template.spec.containers[0]: gluetun is an ordinary container, and only its postStart hook holds qbittorrent back: not when the hook fails, nor when a container starts again';

const hooks: readonly (readonly [script: string | undefined, waits: boolean])[] = [
  [`until ${health}; do sleep 1; done`, true],
  [`set -e; until wget -q ${url} >/dev/null 2>&1; do sleep 1; done; echo up`, true],
  [`while ! ${health}\ndo sleep 1\ndone`, true],
  [`while ${health}; do sleep 1; done`, false],
  [`sleep 5; until ${health}; do sleep 1; done`, false],
  [`until ${health}; do sleep 1; break & done`, false],
  [`until ${health}; do sleep 1; done | cat`, false],
  [health, false],
  [undefined, false],
];

/** Withdraws the startup probe, and has an init container of this script behind gluetun. */
function waits(all: LockedManifests, script: string): void {
  drop(all.gluetun, 'startupProbe');
  all.pod.initContainers.splice(2, 0, { ...all.configure, name: 'wait', command: sh(script), env: [] });
}
const noProbe = `leak ${gluetun}: gluetun has no startup probe: what follows starts as soon as its process runs, without any tunnel`;

const gates: readonly Detail[] = [
  ...hooks.map(
    ([script, isHeld]): Detail => ({
      name: `gluetun is an ordinary container, and its hook says ${JSON.stringify(script ?? null)}`,
      change: (all) => {
        beside(all, script);
        all.pod.initContainers = all.pod.initContainers.slice(0, 1);
      },
      findings: [isHeld ? hooked : ordinary(0)],
    }),
  ),
  {
    name: 'gluetun is the last of the ordinary containers, and its hook waits',
    change: (all) => {
      beside(all, `until ${health}; do sleep 1; done`, false);
      all.pod.initContainers = all.pod.initContainers.slice(0, 1);
    },
    findings: [ordinary(1)],
  },
  {
    name: 'gluetun is an ordinary container, and alone',
    change: (all) => {
      all.pod.containers = [];
      all.pod.initContainers = all.pod.initContainers.slice(1, 2);
      beside(all, undefined);
    },
    findings: [],
  },
  {
    name: 'an init container behind gluetun waits for its health by the command',
    change: (all) => waits(all, `until ${health}; do sleep 1; done`),
    findings: [],
  },
  {
    name: 'an init container behind gluetun waits for something else',
    change: (all) => waits(all, 'until test -e /x; do sleep 1; done'),
    findings: [noProbe],
  },
];

const overlaid = `leak ${gluetun}.volumeMounts[2]: volume x takes the place of /gluetun-entrypoint: what answers the startup probe is not gluetun`;
const otherProgram = (place: string) => `risk ${gluetun}${place}: gluetun's command does not start /gluetun-entrypoint`;

/** gluetun's command, with what is wrong about it. */
const starts: readonly (readonly [
  command: readonly string[] | undefined,
  args: readonly string[] | undefined,
  finding: string | undefined,
])[] = [
  [undefined, ['x'], undefined],
  [[], undefined, undefined],
  [['/gluetun-entrypoint'], undefined, undefined],
  [['/usr/bin/tini', '--', '/gluetun-entrypoint'], undefined, undefined],
  ...['dumb-init', 'env', 'nice', 'catatonit'].map(
    (name) => [[name, '/gluetun-entrypoint'], undefined, undefined] as const,
  ),
  [['tiny', '/gluetun-entrypoint'], undefined, otherProgram('.command[1]')],
  [['nicely', '/gluetun-entrypoint'], undefined, otherProgram('.command[1]')],
  [['tini', '--', '/other'], undefined, otherProgram('.command[2]')],
  [['/other'], undefined, otherProgram('.command[0]')],
  [['/bin/bash', '-c', 'true\n/gluetun-entrypoint'], undefined, undefined],
  [['dash', '-c', 'exec /gluetun-entrypoint'], undefined, undefined],
  [['/bin/sh', '-c'], ['exec /gluetun-entrypoint'], undefined],
  [['/bin/sh', '-c', 'echo /gluetun-entrypoint'], undefined, otherProgram('.command[2]')],
  [['/bin/sh', '/config/start.sh'], undefined, otherProgram('.command[1]')],
];

const programs: readonly Detail[] = [
  ...['/', '/gluetun-entrypoint'].map(
    (place): Detail => ({
      name: `a volume is at ${place} of gluetun`,
      change: (all) => {
        all.pod.volumes.push({ name: 'x', emptyDir: {} });
        all.gluetun.volumeMounts.push({ name: 'x', mountPath: place });
      },
      findings: [overlaid],
    }),
  ),
  {
    name: 'a volume is at /gluetun of gluetun',
    change: (all) => {
      all.pod.volumes.push({ name: 'x', emptyDir: {} });
      all.gluetun.volumeMounts.push({ name: 'x', mountPath: '/gluetun' });
    },
    findings: [],
  },
  ...starts.map(
    ([command, args, finding]): Detail => ({
      name: `gluetun runs ${JSON.stringify(command ?? null)} with ${JSON.stringify(args ?? null)}`,
      change: (all) => {
        drop(all.gluetun, 'command');
        drop(all.gluetun, 'args');
        Object.assign(all.gluetun, command && { command }, args && { args });
      },
      findings: finding === undefined ? [] : [finding],
    }),
  ),
];

const near = (target: string, name: string) =>
  `risk ${gluetun}.env[8]: gluetun is healthy when ${target} answers, which no tunnel leads to (${name})`;

const targets: readonly Detail[] = [
  ...['HEALTH_TARGET_ADDRESS', 'HEALTH_TARGET_ADDRESSES', 'HEALTH_ICMP_TARGET_IPS'].map(
    (name): Detail => ({
      name: `${name} has near and far targets`,
      change: (all) =>
        setVariable(
          all.gluetun,
          name,
          'one.one.one.one:443, 8.8.8.8,nas,nas.local:80,x.internal,y.svc,192.168.1.7:443,[fd00::7]:443,fd00::8,[2606:4700::1]:443,1234,z.localhost',
        ),
      findings: ['nas', 'nas.local:80', 'x.internal', 'y.svc', '192.168.1.7:443', '[fd00::7]:443', 'fd00::8'].map(
        (target) => near(target, name),
      ),
    }),
  ),
  {
    name: 'a Secret has the targets',
    change: (all) => {
      all.addSecret('targets', { k: '192.168.1.7' });
      const valueFrom = { secretKeyRef: { name: 'targets', key: 'k' } };
      all.gluetun.env.push({ name: 'HEALTH_TARGET_ADDRESSES', valueFrom });
    },
    findings: [],
  },
  ...['cloudflare.com', 'github.com', 'example.org'].map(
    (name): Detail => ({
      name: `/etc/hosts leads ${name} to a neighbour`,
      change: (all) => set(all.pod, 'hostAliases', [{}, { ip: '192.168.1.7', hostnames: ['x.org', name] }]),
      findings:
        name === 'example.org'
          ? []
          : [
              `risk spec.template.spec.hostAliases: gluetun is healthy when ${name} answers, which hostAliases lead elsewhere`,
            ],
    }),
  ),
  ...(['HEALTH_TARGET_ADDRESS', 'HEALTH_TARGET_ADDRESSES'] as const).map(
    (name): Detail => ({
      name: `/etc/hosts leads github.com to a neighbour, and ${name} is another`,
      change: (all) => {
        set(all.pod, 'hostAliases', [{ ip: '192.168.1.7', hostnames: ['github.com', 'x.org'] }]);
        setVariable(all.gluetun, name, '1.1.1.1:443,X.org:80');
      },
      findings: [near('X.org:80', name)],
    }),
  ),
];

const early = (name: string, as: string, at = 0) =>
  `${as} spec.template.spec.initContainers[${at}]: ${name} starts before gluetun and has the Pod's own network`;

const order: readonly Detail[] = [
  {
    name: 'a client as an init container runs before the guard',
    change: ({ pod, client }) => void pod.initContainers.unshift({ ...client, name: 'deluge', image: 'deluge:2.1.1' }),
    findings: [early('deluge', 'leak')],
  },
  {
    name: 'nobody knows what runs before the guard, and it may be one',
    change: ({ pod, guard }) => {
      const { args: _, command: __, ...rest } = guard;
      pod.initContainers.unshift({ ...rest, name: 'unknown' });
    },
    findings: [
      'risk unknown spec.template.spec.initContainers[0]: unknown starts before gluetun and may be a guard, but what it runs is not in the input',
    ],
  },
  {
    name: 'two programs run before the guard, and one behind it',
    change: ({ pod, configure }) => {
      const image = 'busybox:1.37.0';
      pod.initContainers.splice(1, 0, { ...configure, name: 'behind', image });
      pod.initContainers.unshift({ ...configure, name: 'first', image }, { ...configure, name: 'second', image });
    },
    findings: [early('first', 'risk'), early('second', 'risk', 1)],
  },
  {
    name: 'the guard drops nothing by default, and another program runs behind it',
    change: (all) => {
      editScript(all.guard, [/-P OUTPUT DROP/, '-P OUTPUT ACCEPT']);
      all.pod.initContainers.splice(1, 0, { ...all.configure, name: 'behind', image: 'busybox:1.37.0' });
    },
    findings: [early('behind', 'risk', 1)],
  },
];

export const details: readonly Detail[] = [...probes, ...gates, ...programs, ...targets, ...order];
