import { drop, editScript, type LockedManifests, type Loose, set, setVariable } from '../locked-manifests';
import type { Mutation } from './mutation';

const probePath = 'spec.template.spec.initContainers[1].startupProbe';
const says = "the startup probe names gluetun's health, but its exit code says something else";
const ignores = 'the startup probe ignores the failure of its command';

const probes: readonly (readonly [string, readonly string[], string])[] = [
  ['goes on after the health command', ['sh', '-c', '/gluetun-entrypoint healthcheck; true'], says],
  ['goes on in the next line', ['sh', '-c', '/gluetun-entrypoint healthcheck\ntrue'], says],
  ['leaves the health command in the background', ['sh', '-c', '/gluetun-entrypoint healthcheck &'], says],
  ['prints a word when gluetun is not healthy', ['sh', '-c', '/gluetun-entrypoint healthcheck || echo no'], ignores],
  ['succeeds when gluetun is not healthy', ['sh', '-c', '! /gluetun-entrypoint healthcheck'], says],
  ['prints the health command', ['echo', '/gluetun-entrypoint healthcheck'], says],
  ['gives the health port to another program', ['/bin/true', '#:9999'], says],
  ['only parses the health command', ['sh', '-n', '-c', '/gluetun-entrypoint healthcheck'], says],
  ['takes every answer for health', ['curl', 'http://127.0.0.1:9999'], says],
  [
    'asks in a long script',
    ['sh', '-c', 'if /gluetun-entrypoint healthcheck; then exit 0; else exit 1; fi'],
    "?the startup probe asks gluetun's health in a script that Podlock cannot judge",
  ],
];

export const mutations: readonly Mutation[] = [
  {
    name: 'gluetun is an ordinary container beside the client',
    change: moveToContainers,
    findings: [
      'leak spec.template.spec.containers[1]: gluetun is an ordinary container: the kubelet starts qbittorrent without waiting for the tunnel',
    ],
  },
  {
    name: 'gluetun is an ordinary container whose postStart hook waits for its health',
    change: (all) => {
      moveToContainers(all);
      all.pod.containers.reverse();
      const command = ['/bin/sh', '-c', 'until /gluetun-entrypoint healthcheck; do sleep 1; done'];
      all.gluetun.lifecycle = { postStart: { exec: { command } } };
    },
    findings: [
      'risk spec.template.spec.containers[0]: gluetun is an ordinary container, and only its postStart hook holds qbittorrent back: not when the hook fails, nor when a container starts again',
    ],
  },
  {
    name: 'gluetun has no startup probe',
    change: ({ gluetun }) => drop(gluetun, 'startupProbe'),
    findings: [
      'leak spec.template.spec.initContainers[1]: gluetun has no startup probe: what follows starts as soon as its process runs, without any tunnel',
    ],
  },
  {
    name: 'gluetun is an init container that never ends',
    change: ({ gluetun }) => drop(gluetun, 'restartPolicy'),
    findings: [
      'risk spec.template.spec.initContainers[1]: gluetun is an init container without restartPolicy Always: it never ends, so nothing after it starts',
    ],
  },
  {
    name: 'the startup probe opens a TCP socket',
    change: ({ gluetun }) => set(gluetun, 'startupProbe', { tcpSocket: { port: 8000 }, failureThreshold: 30 }),
    findings: [
      'leak spec.template.spec.initContainers[1].startupProbe: the startup probe opens a TCP socket, which succeeds without a tunnel',
    ],
  },
  {
    name: 'the startup probe asks for the public address',
    change: ({ gluetun }) => {
      gluetun.startupProbe = { httpGet: { path: '/v1/publicip/ip', port: 8000 }, failureThreshold: 30 };
    },
    findings: [
      'leak spec.template.spec.initContainers[1].startupProbe: the startup probe asks /v1/publicip/ip on port 8000, which answers without a tunnel',
    ],
  },
  {
    name: 'the startup probe asks the control server by a command',
    change: ({ gluetun }) => {
      const command = ['wget', '-qO-', 'http://127.0.0.1:8000/v1/publicip/ip'];
      gluetun.startupProbe = { exec: { command }, failureThreshold: 30 };
    },
    findings: [
      "leak spec.template.spec.initContainers[1].startupProbe: the startup probe asks gluetun's control server, which answers before any tunnel exists",
    ],
  },
  {
    name: 'the startup probe always succeeds',
    change: ({ gluetun }) => set(gluetun, 'startupProbe', { exec: { command: ['true'] }, failureThreshold: 30 }),
    findings: ['leak spec.template.spec.initContainers[1].startupProbe: the startup probe succeeds without a tunnel'],
  },
  {
    name: 'the startup probe ignores the failure of its command',
    change: ({ gluetun }) => {
      const command = ['sh', '-c', '/gluetun-entrypoint healthcheck || true'];
      gluetun.startupProbe = { exec: { command }, failureThreshold: 30 };
    },
    findings: [
      'leak spec.template.spec.initContainers[1].startupProbe: the startup probe ignores the failure of its command',
    ],
  },
  {
    name: 'the startup probe looks for the interface',
    change: ({ gluetun }) => {
      gluetun.startupProbe = { exec: { command: ['ip', 'link', 'show', 'tun0'] }, failureThreshold: 30 };
    },
    findings: [
      "risk spec.template.spec.initContainers[1].startupProbe: the startup probe does not ask gluetun's own health",
    ],
  },
  {
    name: 'the window of the startup probe is the default of Kubernetes',
    change: ({ gluetun }) => {
      gluetun.startupProbe = { exec: gluetun.startupProbe.exec };
    },
    findings: [
      'risk spec.template.spec.initContainers[1].startupProbe: the startup probe gives up after 30 s, and a provider may need 60 s and more',
    ],
  },
  {
    name: 'another program runs before the guard',
    change: ({ pod, configure }) =>
      void pod.initContainers.unshift({ ...configure, name: 'permissions', image: 'busybox:1.37.0' }),
    findings: [
      "risk spec.template.spec.initContainers[0]: permissions starts before gluetun and has the Pod's own network",
    ],
  },
  {
    name: 'the client is a sidecar that starts before the guard',
    change: ({ pod, client }) => void pod.initContainers.unshift({ ...client, name: 'early', restartPolicy: 'Always' }),
    findings: ["leak spec.template.spec.initContainers[0]: early starts before gluetun and has the Pod's own network"],
  },
  ...probes.map(
    ([name, command, message]): Mutation => ({
      name: `the startup probe ${name}`,
      change: ({ gluetun }) => set(gluetun, 'startupProbe', { exec: { command }, failureThreshold: 30 }),
      findings: [`${message.startsWith('?') ? 'risk unknown' : 'leak'} ${probePath}: ${message.replace('?', '')}`],
    }),
  ),
  {
    name: 'the startup probe asks the health server of another host',
    change: ({ gluetun }) =>
      set(gluetun, 'startupProbe', { httpGet: { host: '192.0.2.1', port: 9999 }, failureThreshold: 30 }),
    findings: [
      `leak ${probePath}: the startup probe asks 192.0.2.1, and the kubelet finds another host there than this Pod`,
    ],
  },
  {
    name: 'gluetun’s command starts another program',
    change: ({ gluetun }) => editScript(gluetun, ['exec /gluetun-entrypoint', 'exec sleep inf']),
    findings: [
      "risk spec.template.spec.initContainers[1].args[0]: gluetun's command does not start /gluetun-entrypoint",
    ],
  },
  {
    name: 'a ConfigMap takes the place of gluetun’s program',
    change: (all) => {
      all.pod.volumes.push({ name: 'fake', configMap: { name: 'fake', defaultMode: 0o755 } });
      all.gluetun.volumeMounts.push({ name: 'fake', mountPath: '/gluetun-entrypoint', subPath: 'fake' });
    },
    findings: [
      'leak spec.template.spec.initContainers[1].volumeMounts[2]: volume fake takes the place of /gluetun-entrypoint: what answers the startup probe is not gluetun',
    ],
  },
  {
    name: 'gluetun asks a neighbour whether the tunnel works',
    change: ({ gluetun }) => setVariable(gluetun, 'HEALTH_TARGET_ADDRESSES', 'cloudflare.com:443,10.42.0.1:10250'),
    findings: [
      'risk spec.template.spec.initContainers[1].env[8]: gluetun is healthy when 10.42.0.1:10250 answers, which no tunnel leads to (HEALTH_TARGET_ADDRESSES)',
    ],
  },
  {
    name: 'gluetun asks a Service by its short name whether the tunnel works',
    change: ({ gluetun }) => setVariable(gluetun, 'HEALTH_TARGET_ADDRESSES', 'nas:443'),
    findings: [
      'risk spec.template.spec.initContainers[1].env[8]: gluetun is healthy when nas:443 answers, which no tunnel leads to (HEALTH_TARGET_ADDRESSES)',
    ],
  },
  {
    name: '/etc/hosts leads the name that gluetun asks to a neighbour',
    change: ({ gluetun, pod }) => {
      setVariable(gluetun, 'HEALTH_TARGET_ADDRESSES', 'nas.example.org:443');
      set(pod, 'hostAliases', [{ ip: '192.168.1.7', hostnames: ['NAS.example.org'] }]);
    },
    findings: [
      'risk spec.template.spec.initContainers[1].env[8]: gluetun is healthy when nas.example.org:443 answers, which no tunnel leads to (HEALTH_TARGET_ADDRESSES)',
    ],
  },
  {
    name: '/etc/hosts leads whom gluetun asks by default to a neighbour',
    change: ({ pod }) => set(pod, 'hostAliases', [{ ip: '192.168.1.7', hostnames: ['github.com'] }]),
    findings: [
      'risk spec.template.spec.hostAliases: gluetun is healthy when github.com answers, which hostAliases lead elsewhere',
    ],
  },
];

function moveToContainers({ pod, gluetun }: LockedManifests): void {
  pod.initContainers = pod.initContainers.filter((each: Loose) => each !== gluetun);
  delete gluetun.restartPolicy;
  pod.containers.push(gluetun);
}
