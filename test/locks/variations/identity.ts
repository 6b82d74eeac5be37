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
];
