import { drop, set } from '../locked-manifests';
import type { Mutation } from './mutation';

export const mutations: readonly Mutation[] = [
  {
    name: 'the client keeps the default capabilities',
    change: ({ client }) => drop(client.securityContext, 'capabilities'),
    findings: [
      'leak spec.template.spec.containers[0].securityContext: qbittorrent has NET_RAW, with which it writes frames to eth0 past iptables',
    ],
  },
  {
    name: 'the client has NET_RAW',
    change: ({ client }) => set(client.securityContext.capabilities, 'add', ['NET_RAW']),
    findings: [
      'leak spec.template.spec.containers[0].securityContext.capabilities: qbittorrent has NET_RAW, with which it writes frames to eth0 past iptables',
    ],
  },
  {
    name: 'the client has NET_ADMIN by its long name',
    change: ({ client }) => set(client.securityContext.capabilities, 'add', ['CAP_NET_ADMIN']),
    findings: [
      'leak spec.template.spec.containers[0].securityContext.capabilities: qbittorrent has NET_ADMIN, with which it changes the firewall and the routes',
    ],
  },
  {
    name: 'the client drops CAP_NET_RAW, which containerd does not know',
    change: ({ client }) => set(client.securityContext, 'capabilities', { drop: ['CAP_NET_RAW'] }),
    findings: [
      'leak spec.template.spec.containers[0].securityContext.capabilities: qbittorrent has NET_RAW, with which it writes frames to eth0 past iptables',
    ],
  },
  {
    name: 'the client drops NET_RAW alone',
    change: ({ client }) => set(client.securityContext, 'capabilities', { drop: ['NET_RAW'] }),
    findings: [
      "advice spec.template.spec.containers[0].securityContext.capabilities: qbittorrent keeps most of the container runtime's default capabilities: drop ALL is missing",
    ],
  },
  {
    name: 'the client is privileged',
    change: ({ client }) => set(client.securityContext, 'privileged', true),
    findings: ['leak spec.template.spec.containers[0].securityContext.privileged: qbittorrent is privileged'],
  },
  {
    name: 'the client has every capability',
    change: ({ client }) => set(client.securityContext, 'capabilities', { add: ['ALL'] }),
    findings: ['leak spec.template.spec.containers[0].securityContext.capabilities: qbittorrent has every capability'],
  },
  {
    name: 'the client has no security context',
    change: ({ client }) => drop(client, 'securityContext'),
    findings: [
      'leak spec.template.spec.containers[0].securityContext: qbittorrent has NET_RAW, with which it writes frames to eth0 past iptables',
      'risk spec.template.spec.containers[0].securityContext: qbittorrent may gain privileges that it was not given: allowPrivilegeEscalation is not false',
    ],
  },
  {
    name: 'the client may escalate its privileges',
    change: ({ client }) => drop(client.securityContext, 'allowPrivilegeEscalation'),
    findings: [
      'risk spec.template.spec.containers[0].securityContext: qbittorrent may gain privileges that it was not given: allowPrivilegeEscalation is not false',
    ],
  },
  {
    name: 'an init container has NET_ADMIN',
    change: ({ configure }) => set(configure.securityContext.capabilities, 'add', ['NET_ADMIN']),
    findings: [
      'risk spec.template.spec.initContainers[2].securityContext.capabilities: configure has NET_ADMIN, with which it changes the firewall and the routes',
    ],
  },
  {
    name: 'gluetun keeps the default capabilities',
    change: ({ gluetun }) => drop(gluetun.securityContext.capabilities, 'drop'),
    findings: [
      "risk spec.template.spec.initContainers[1].securityContext.capabilities: gluetun keeps the container runtime's default capabilities: drop ALL is missing",
    ],
  },
  {
    name: 'gluetun may load kernel modules',
    change: ({ gluetun }) => void gluetun.securityContext.capabilities.add.push('SYS_MODULE'),
    findings: [
      'risk spec.template.spec.initContainers[1].securityContext.capabilities: gluetun has SYS_MODULE, which it does not need',
    ],
  },
  {
    name: 'gluetun has NET_RAW',
    change: ({ gluetun }) => void gluetun.securityContext.capabilities.add.push('NET_RAW'),
    findings: [
      'advice spec.template.spec.initContainers[1].securityContext.capabilities: gluetun has NET_RAW, which it needs for one of its health checks only: HEALTH_SMALL_CHECK_TYPE=dns does without',
    ],
  },
  {
    name: 'gluetun is privileged',
    change: ({ gluetun }) => set(gluetun.securityContext, 'privileged', true),
    findings: ['leak spec.template.spec.initContainers[1].securityContext.privileged: gluetun is privileged'],
  },
  {
    name: 'somebody debugs the Pod with NET_ADMIN',
    change: ({ pod, client }) => {
      const securityContext = { ...client.securityContext, capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } };
      pod.ephemeralContainers = [{ name: 'debugger', image: 'busybox:1.37.0', securityContext }];
    },
    findings: [
      'leak spec.template.spec.ephemeralContainers[0].securityContext.capabilities: debugger has NET_ADMIN, with which it changes the firewall and the routes',
    ],
  },
];
