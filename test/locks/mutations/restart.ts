import { drop, editScript, set } from '../locked-manifests';
import type { Mutation } from './mutation';

export const mutations: readonly Mutation[] = [
  {
    name: 'two Pods run at once',
    change: ({ deployment }) => set(deployment.spec, 'replicas', 2),
    findings: ['risk spec.replicas: 2 Pods run at once, with the same keys and the same port'],
  },
  {
    name: 'the strategy is the default',
    change: ({ deployment }) => drop(deployment.spec, 'strategy'),
    findings: [
      'risk spec: strategy RollingUpdate runs the old and the new Pod at once, with the same keys and the same volumes',
    ],
  },
  {
    name: 'the strategy is RollingUpdate',
    change: ({ deployment }) => set(deployment.spec, 'strategy', { type: 'RollingUpdate' }),
    findings: [
      'risk spec.strategy.type: strategy RollingUpdate runs the old and the new Pod at once, with the same keys and the same volumes',
    ],
  },
  {
    name: 'a DaemonSet runs a Pod on every node',
    change: ({ deployment }) => set(deployment, 'kind', 'DaemonSet'),
    findings: ['risk kind: a DaemonSet runs one Pod on every node, all with the same keys'],
  },
  {
    name: 'nothing removes leftover ip rules',
    change: ({ gluetun }) => editScript(gluetun, [/ip (?:-6 )?rule del.*/, ':']),
    findings: [
      "risk spec.template.spec.initContainers[1].args[0]: nothing removes gluetun's leftover ip rules (IPv4 and IPv6) before it starts again after an abrupt exit",
    ],
  },
  {
    name: 'leftover rules of IPv6 stay',
    change: ({ gluetun }) => editScript(gluetun, [/ip -6 rule del.*/, ':']),
    findings: [
      "risk spec.template.spec.initContainers[1].args[0]: nothing removes gluetun's leftover ip rules (IPv6) before it starts again after an abrupt exit",
    ],
  },
  {
    name: 'leftover rules are removed after gluetun started',
    change: ({ gluetun }) =>
      editScript(
        gluetun,
        [/ip (?:-6 )?rule del.*/, ':'],
        ['exec /gluetun-entrypoint', '/gluetun-entrypoint\nip rule del pref 101\nip -6 rule del pref 101'],
      ),
    findings: [
      "risk spec.template.spec.initContainers[1].args[0]: nothing removes gluetun's leftover ip rules (IPv4 and IPv6) before it starts again after an abrupt exit",
    ],
  },
  {
    name: 'a hook removes leftover rules',
    change: ({ gluetun }) => {
      editScript(gluetun, [/ip (?:-6 )?rule del.*/, ':']);
      gluetun.lifecycle = {
        postStart: { exec: { command: ['sh', '-c', 'ip rule del table 51820; ip -6 rule del table 51820'] } },
      };
    },
    findings: [
      "risk spec.template.spec.initContainers[1].lifecycle.postStart.exec.command[2]: a postStart hook removes gluetun's leftover ip rules, but it races gluetun's own start",
    ],
  },
  {
    name: 'gluetun cannot start without leftover rules',
    change: ({ gluetun }) => editScript(gluetun, [/(rule del pref 101).*/, '$1']),
    findings: [
      'risk spec.template.spec.initContainers[1].args[0]: gluetun cannot start when there is no leftover ip rule: under `set -e` the removal fails',
    ],
  },
  {
    name: 'a liveness probe kills gluetun',
    change: ({ gluetun }) => set(gluetun, 'livenessProbe', { exec: gluetun.startupProbe.exec }),
    findings: [
      'risk spec.template.spec.initContainers[1].livenessProbe: a liveness probe kills gluetun while it repairs the tunnel by itself, and each kill leaves ip rules behind',
    ],
  },
  {
    name: 'nothing restarts a deaf client',
    change: ({ client }) => drop(client, 'livenessProbe'),
    findings: [
      'advice spec.template.spec.containers[0]: nothing restarts qbittorrent when the tunnel comes back as another interface, and it stays deaf to peers',
    ],
  },
  {
    name: 'a probe of the WebUI does not notice that the client is deaf',
    change: ({ client }) => set(client, 'livenessProbe', { httpGet: { port: 8080 } }),
    findings: [
      'advice spec.template.spec.containers[0].livenessProbe: nothing restarts qbittorrent when the tunnel comes back as another interface, and it stays deaf to peers',
    ],
  },
  {
    name: 'an autoscaler makes five of it',
    change: (all) =>
      all.add(
        '{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: more, namespace: downloads}, spec: {minReplicas: 1, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: qbittorrent}}}',
      ),
    findings: ['risk spec.maxReplicas: lets up to 5 Pods run at once, with the same keys and the same port'],
  },
  {
    name: 'the liveness probe only names the interface',
    change: ({ client }) =>
      set(client, 'livenessProbe', { exec: { command: ['echo', '/sys/class/net/tun0/ifindex'] } }),
    findings: [
      'advice spec.template.spec.containers[0].livenessProbe: nothing restarts qbittorrent when the tunnel comes back as another interface, and it stays deaf to peers',
    ],
  },
  {
    name: 'the liveness probe ignores what it sees',
    change: ({ client }) =>
      set(client, 'livenessProbe', { exec: { command: ['sh', '-c', 'test -e /sys/class/net/tun0 || true'] } }),
    findings: [
      'advice spec.template.spec.containers[0].livenessProbe: nothing restarts qbittorrent when the tunnel comes back as another interface, and it stays deaf to peers',
    ],
  },
  {
    name: 'the liveness probe always fails',
    change: ({ client }) =>
      set(client, 'livenessProbe', { exec: { command: ['/bin/false', '/sys/class/net/tun0/ifindex'] } }),
    findings: [
      'risk spec.template.spec.containers[0].livenessProbe: the liveness probe of qbittorrent always fails: the kubelet kills it again and again',
      'advice spec.template.spec.containers[0].livenessProbe: nothing restarts qbittorrent when the tunnel comes back as another interface, and it stays deaf to peers',
    ],
  },
];
