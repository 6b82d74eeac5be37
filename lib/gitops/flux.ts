import type { KubernetesObject } from '../manifest/kubernetes';
import type { SopsFiles, SyncedFolder } from './synced-folder';

/** A Flux GitRepository and a Kustomization for one folder of dist/, to be applied once by hand. */
export function fluxKustomization({
  name,
  repository,
  branch,
  folder,
  readySeconds,
  sops,
}: SyncedFolder): KubernetesObject[] {
  const metadata = { name, namespace: 'flux-system' };
  return [
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata,
      spec: { interval: '1m', url: repository, ref: { branch } },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata,
      spec: {
        interval: '10m',
        path: `./${folder}`,
        prune: true,
        ...(sops === undefined ? {} : { decryption: decryption(sops) }),
        sourceRef: { kind: 'GitRepository', name },
        timeout: `${readySeconds}s`,
        wait: true,
      },
    },
  ];
}

/** Flux decrypts by itself (kustomize-controller, `spec.decryption`). */
function decryption({ keySecret }: SopsFiles): Record<string, unknown> {
  return { provider: 'sops', ...(keySecret === undefined ? {} : { secretRef: { name: keySecret } }) };
}
