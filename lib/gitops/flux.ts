import type { KubernetesObject } from '../manifest/kubernetes';
import { inStages } from './flux-stages';
import type { SyncedFolder } from './synced-folder';

/** A Flux GitRepository and two Kustomizations for one folder of dist/, to be applied once by hand. */
export function fluxKustomization({
  name,
  repository,
  branch,
  folder,
  readySeconds,
  credentialsSecret,
}: SyncedFolder): KubernetesObject[] {
  const metadata = { name, namespace: 'flux-system' };
  return [
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata,
      spec: {
        interval: '1m',
        url: repository,
        ref: { branch },
        ...(credentialsSecret === undefined ? {} : { secretRef: { name: credentialsSecret } }),
      },
    },
    ...inStages({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata,
      spec: {
        interval: '10m',
        path: `./${folder}`,
        prune: true,
        retryInterval: '1m',
        sourceRef: { kind: 'GitRepository', name },
        timeout: `${readySeconds}s`,
        wait: true,
      },
    }),
  ];
}
