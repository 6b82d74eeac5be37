import { drop, type LockedManifests, type Loose, set } from '../locked-manifests';
import type { Detail } from './detail';

const client = 'spec.template.spec.containers[0]';

/** The client mounts a path of its node. */
function mountNode(path: string, more: Loose = {}): Detail['change'] {
  return (all) => {
    all.pod.volumes.push({ name: 'node', hostPath: { path } });
    all.client.volumeMounts.push({ name: 'node', mountPath: '/node', ...more });
  };
}

const owned = [
  ...[
    '/sbin',
    '/lib/x',
    '/dev/sda1',
    '/proc',
    '/sys/fs/cgroup',
    '/nix/store',
    '/snap',
    '/sysroot',
    '/bin/sh',
    '/root/x',
  ],
  ...['/var', '/opt/bin', '/opt/containerd', '/opt/local-path-provisioner/pvc', '/opt/rke2', '/opt/k3s', '/var/lib'],
  ...['/var/lib/containerd', '/var/lib/containers', '/var/lib/docker/overlay2', '/var/lib/cni', '/var/lib/crio'],
  ...['/var/lib/etcd', '/var/lib/k0s', '/var/lib/dpkg', '/var/lib/rpm', '/var/lib/systemd', '/var/lib/cloud'],
  ...['/var/lib/longhorn', '/var/lib/calico', '/var/lib/cilium', '/var/run', '/var/log/pods', '/var/spool', '/var/tmp'],
  ...['/home/me/', '/home/me/.config/systemd', 'etc', '/etc/localtimes', '/etc/localtime/x', '/lib/modules', '/'],
];

const free = [
  ...[
    '/binary',
    '/etcetera',
    '/devices',
    '/data/etc',
    '/srv/usr',
    '/opt/binary',
    '/opt/media',
    '/options',
    '/variable',
  ],
  ...['/var/lib/plex', '/var/lib/dockers', '/var/library', '/var/logs', '/var/mnt', '/home/me/downloads/.x', '/homes'],
  ...['/etc/timezone', '/usr/share/zoneinfo', '/etc/localtime/', '/data/var/log', '/mnt/home/me'],
];

const folders: readonly Detail[] = [
  ...owned.map(
    (path): Detail => ({
      name: `the client mounts ${path} of its node`,
      change: mountNode(path),
      findings: [`risk ${client}.volumeMounts[1]: qbittorrent can take over its node through ${path}`],
    }),
  ),
  ...free.map(
    (path): Detail => ({ name: `the client mounts ${path} of its node`, change: mountNode(path), findings: [] }),
  ),
  ...(
    [
      ['/lib/modules', true],
      ['/lib/modules/6.1', true],
      ['/lib/modules2', false],
      ['/x/../lib/modules', true],
      ['/lib', false],
      ['/usr/lib/modules', false],
    ] as const
  ).map(
    ([path, isFine]): Detail => ({
      name: `the client can only read ${path} of its node`,
      change: mountNode(path, { readOnly: true }),
      findings: isFine ? [] : [`risk ${client}.volumeMounts[1]: qbittorrent can take over its node through ${path}`],
    }),
  ),
  {
    name: 'gluetun has another device than that of the tunnel',
    change: (all) => {
      all.pod.volumes.push({ name: 'kvm', hostPath: { path: '/dev/kvm' } });
      all.gluetun.volumeMounts.push({ name: 'kvm', mountPath: '/dev/kvm' });
    },
    findings: [
      'risk spec.template.spec.initContainers[1].volumeMounts[2]: gluetun can take over its node through /dev/kvm',
    ],
  },
  {
    name: 'gluetun has the device of the tunnel by a longer way',
    change: ({ pod }) => set(pod.volumes[1].hostPath, 'path', '/dev/./net/../net/tun'),
    findings: [],
  },
  {
    name: 'the client has a disk without a path',
    change: ({ client: each }) => set(each, 'volumeDevices', [{ name: 'disk' }]),
    findings: [`risk ${client}.volumeDevices[0]: qbittorrent gets a whole disk as a device`],
  },
];

/** The Pod names a ServiceAccount, of which the input has this. */
function account(all: LockedManifests, automount: Loose, own?: boolean, namespace = 'downloads'): void {
  if (own === undefined) drop(all.pod, 'automountServiceAccountToken');
  else set(all.pod, 'automountServiceAccountToken', own);
  all.pod.serviceAccountName = 'torrents';
  all.addObject({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'torrents', namespace }, ...automount });
}

const readable = (place = '') =>
  `risk spec.template.spec${place}: every container can read the token of ServiceAccount "torrents"`;

const tokens: readonly Detail[] = [
  {
    name: 'the ServiceAccount hands out its token',
    change: (all) => account(all, { automountServiceAccountToken: true }),
    findings: [readable()],
  },
  { name: 'the ServiceAccount says nothing of its token', change: (all) => account(all, {}), findings: [readable()] },
  {
    name: 'the ServiceAccount keeps its token, and the Pod wants it',
    change: (all) => account(all, { automountServiceAccountToken: false }, true),
    findings: [readable('.automountServiceAccountToken')],
  },
  {
    name: 'the ServiceAccount of another namespace keeps its token',
    change: (all) => account(all, { automountServiceAccountToken: false }, undefined, 'elsewhere'),
    findings: [readable()],
  },
  {
    name: 'service links are on',
    change: ({ pod }) => set(pod, 'enableServiceLinks', true),
    findings: [
      'advice spec.template.spec.enableServiceLinks: every container is told the addresses of all Services of the namespace',
    ],
  },
  {
    name: 'nothing is shared with the node',
    change: ({ pod }) => Object.assign(pod, { shareProcessNamespace: false, hostPID: false, hostIPC: false }),
    findings: [],
  },
  {
    name: 'a projected volume has a Secret alone',
    change: ({ pod }) => void pod.volumes.push({ name: 'p', projected: { sources: [{ secret: { name: 'x' } }] } }),
    findings: [],
  },
  ...(
    [
      ['/var/run/secrets/kubernetes.io', true],
      ['/run/secrets/kubernetes.io/serviceaccount', true],
      ['/run/secrets/kubernetes.io/', true],
      ['/run/secrets/kubernetes.iox', false],
      ['/run/secrets/kubernetesxio', false],
      ['/x/run/secrets/kubernetes.io', false],
    ] as const
  ).map(
    ([mountPath, isToken]): Detail => ({
      name: `the client mounts a Secret at ${mountPath}`,
      change: (all) => {
        all.pod.volumes.push({ name: 'account', secret: { secretName: 'x' } });
        all.client.volumeMounts.push({ name: 'account', mountPath });
      },
      findings: isToken
        ? [
            `risk ${client}.volumeMounts[1]: qbittorrent mounts volume account where programs look for a service-account token`,
          ]
        : [],
    }),
  ),
];

const shields: readonly Detail[] = [
  {
    name: 'one container has no seccomp profile, spelt small',
    change: ({ client: each }) => set(each.securityContext, 'seccompProfile', { type: 'unconfined' }),
    findings: [
      `advice ${client}.securityContext.seccompProfile: qbittorrent runs without a seccomp profile: every system call is allowed`,
    ],
  },
  {
    name: 'the containers have the usual profiles, and the usual /proc',
    change: ({ client: each }) =>
      Object.assign(each.securityContext, {
        seccompProfile: { type: 'RuntimeDefault' },
        appArmorProfile: {},
        procMount: 'Default',
      }),
    findings: [],
  },
];

export const details: readonly Detail[] = [...folders, ...tokens, ...shields];
