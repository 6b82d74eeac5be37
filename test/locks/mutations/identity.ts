import { drop, type Loose, set } from '../locked-manifests';
import type { Mutation } from './mutation';

export const mutations: readonly Mutation[] = [
  {
    name: 'the token is mounted',
    change: ({ pod }) => drop(pod, 'automountServiceAccountToken'),
    findings: ['risk spec.template.spec: every container can read the token of ServiceAccount "default"'],
  },
  {
    name: 'the token is mounted on purpose',
    change: ({ pod }) => set(pod, 'automountServiceAccountToken', true),
    findings: [
      'risk spec.template.spec.automountServiceAccountToken: every container can read the token of ServiceAccount "default"',
    ],
  },
  {
    name: 'service links are there',
    change: ({ pod }) => drop(pod, 'enableServiceLinks'),
    findings: ['advice spec.template.spec: every container is told the addresses of all Services of the namespace'],
  },
  {
    name: 'the containers share their processes',
    change: ({ pod }) => set(pod, 'shareProcessNamespace', true),
    findings: [
      "risk spec.template.spec.shareProcessNamespace: shareProcessNamespace: every container sees the others' processes, and their environment",
    ],
  },
  {
    name: 'the Pod sees the processes of its node',
    change: ({ pod }) => set(pod, 'hostPID', true),
    findings: ["risk spec.template.spec.hostPID: hostPID: every container sees the node's processes"],
  },
  {
    name: 'the Pod shares the memory of its node',
    change: ({ pod }) => set(pod, 'hostIPC', true),
    findings: ["risk spec.template.spec.hostIPC: hostIPC: every container shares the node's memory segments"],
  },
  {
    name: 'a volume hands out a token',
    change: ({ pod }) =>
      void pod.volumes.push({ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }),
    findings: ['risk spec.template.spec.volumes[3]: volume token hands out a service-account token'],
  },
  {
    name: 'the client reaches the container runtime of its node',
    change: ({ pod, client }) => {
      pod.volumes.push({ name: 'runtime', hostPath: { path: '/run/containerd/containerd.sock' } });
      client.volumeMounts.push({ name: 'runtime', mountPath: '/run/containerd.sock' });
    },
    findings: [
      'risk spec.template.spec.containers[0].volumeMounts[1]: qbittorrent can take over its node through /run/containerd/containerd.sock',
    ],
  },
  ...[
    '/etc/cron.d',
    '/etc/',
    '//',
    '/./',
    '/srv/../run',
    '/run/systemd',
    '/dev',
    '/dev/sda',
    '/usr',
    '/bin',
    '/lib64',
    '/boot',
    '/home',
    '/home/me',
    '/home/me/.ssh',
    '/opt',
    '/opt/cni/bin',
    '/var/',
    '/var/log',
    '/var/run/docker.sock',
    '/var/lib/kubelet',
    '/var/lib/rancher/k3s',
    '/var/spool/cron',
    '/root',
  ].map(
    (path): Mutation => ({
      name: `the client mounts ${path} of its node`,
      change: ({ pod, client }) => mountNode(pod, client, path),
      findings: [
        `risk spec.template.spec.containers[0].volumeMounts[1]: qbittorrent can take over its node through ${path}`,
      ],
    }),
  ),
  {
    name: 'an init container mounts the root of its node',
    change: ({ pod, configure }) => mountNode(pod, configure, '/'),
    findings: ['risk spec.template.spec.initContainers[2].volumeMounts[1]: configure can take over its node through /'],
  },
  {
    name: 'the client has the tunnel device',
    change: ({ pod, client }) => mountNode(pod, client, '/dev/net/tun'),
    findings: [
      'risk spec.template.spec.containers[0].volumeMounts[1]: qbittorrent can take over its node through /dev/net/tun',
    ],
  },
  {
    name: 'the client has a whole disk',
    change: ({ client }) => set(client, 'volumeDevices', [{ name: 'disk', devicePath: '/dev/xvda' }]),
    findings: ['risk spec.template.spec.containers[0].volumeDevices[0]: qbittorrent gets a whole disk as /dev/xvda'],
  },
  ...[{ path: '/srv/app/proxy', type: 'Socket' }, { path: '/srv/app/proxy.sock' }].map(
    (hostPath): Mutation => ({
      name: `the client mounts a socket of its node: ${hostPath.path}`,
      change: ({ pod, client }) => {
        pod.volumes.push({ name: 'node', hostPath });
        client.volumeMounts.push({ name: 'node', mountPath: '/node', readOnly: true });
      },
      findings: [
        `risk spec.template.spec.containers[0].volumeMounts[1]: qbittorrent reaches a process of its node, and with it the node's network, through ${hostPath.path}`,
      ],
    }),
  ),
  {
    name: 'a Secret stands where the token would',
    change: ({ pod, client }) => {
      pod.volumes.push({ name: 'account', secret: { secretName: 'torrents-token' } });
      client.volumeMounts.push({ name: 'account', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' });
    },
    findings: [
      'risk spec.template.spec.containers[0].volumeMounts[1]: qbittorrent mounts volume account where programs look for a service-account token',
    ],
  },
  {
    name: 'the client sees all of /proc',
    change: ({ client }) => set(client.securityContext, 'procMount', 'Unmasked'),
    findings: [
      'risk spec.template.spec.containers[0].securityContext.procMount: qbittorrent sees all of /proc (procMount Unmasked)',
    ],
  },
  {
    name: 'no container has a seccomp profile or an AppArmor profile',
    change: ({ pod }) => {
      pod.securityContext.seccompProfile = { type: 'Unconfined' };
      pod.securityContext.appArmorProfile = { type: 'Unconfined' };
    },
    findings: [
      'advice spec.template.spec.securityContext.appArmorProfile: every container runs without an AppArmor profile',
      'advice spec.template.spec.securityContext.seccompProfile: every container runs without a seccomp profile: every system call is allowed',
    ],
  },
];

function mountNode(pod: Loose, container: Loose, path: string): void {
  pod.volumes.push({ name: 'node', hostPath: { path } });
  container.volumeMounts.push({ name: 'node', mountPath: '/node' });
}
