import { drop, type LockedManifests, type Loose, set } from '../locked-manifests';
import type { Mutation } from './mutation';

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
];

function moveToContainers({ pod, gluetun }: LockedManifests): void {
  pod.initContainers = pod.initContainers.filter((each: Loose) => each !== gluetun);
  delete gluetun.restartPolicy;
  pod.containers.push(gluetun);
}
