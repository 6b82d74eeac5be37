import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: 'the ServiceAccount hands out no token',
    change: (all) => {
      delete all.pod.automountServiceAccountToken;
      all.pod.serviceAccountName = 'torrents';
      all.add(
        '{apiVersion: v1, kind: ServiceAccount, metadata: {name: torrents, namespace: downloads}, automountServiceAccountToken: false}',
      );
    },
  },
  {
    name: 'the client has a folder of the node for its downloads',
    change: ({ pod, client }) => {
      pod.volumes.push({ name: 'downloads', hostPath: { path: '/srv/downloads' } });
      client.volumeMounts.push({ name: 'downloads', mountPath: '/downloads' });
    },
  },
  ...['/mnt/disk', '/home/me/downloads', '/var/mnt/media', '/data', '/etc/localtime', '/opt/media'].map(
    (path): Variation => ({
      name: `the client mounts ${path} of its node`,
      change: ({ pod, client }) => {
        pod.volumes.push({ name: 'node', hostPath: { path } });
        client.volumeMounts.push({ name: 'node', mountPath: '/node' });
      },
    }),
  ),
];
