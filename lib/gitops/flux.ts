import { GitRepository } from '../../imports/flux-git-repository';
import {
  Kustomization,
  type KustomizationSpecDecryption,
  KustomizationSpecDecryptionProvider,
  KustomizationSpecSourceRefKind,
} from '../../imports/flux-kustomization';
import type { KubernetesObject } from '../manifest/kubernetes';
import { inStages } from './flux-stages';
import type { SopsFiles, SyncedFolder } from './synced-folder';

/** A Flux GitRepository and two Kustomizations for one folder of dist/, to be applied once by hand. */
export function fluxKustomization({
  name,
  repository,
  branch,
  folder,
  readySeconds,
  credentialsSecret,
  sops,
}: SyncedFolder): KubernetesObject[] {
  const metadata = { name, namespace: 'flux-system' };
  return [
    GitRepository.manifest({
      metadata,
      spec: {
        interval: '1m',
        url: repository,
        ref: { branch },
        ...(credentialsSecret === undefined ? {} : { secretRef: { name: credentialsSecret } }),
      },
    }),
    ...inStages(
      Kustomization.manifest({
        metadata,
        spec: {
          interval: '10m',
          path: `./${folder}`,
          prune: true,
          retryInterval: '1m',
          ...(sops === undefined ? {} : { decryption: decryption(sops) }),
          sourceRef: { kind: KustomizationSpecSourceRefKind.GIT_REPOSITORY, name },
          timeout: `${readySeconds}s`,
          wait: true,
        },
      }),
    ),
  ];
}

/** Flux decrypts by itself (kustomize-controller, `spec.decryption`). */
function decryption({ keySecret }: SopsFiles): KustomizationSpecDecryption {
  const provider = KustomizationSpecDecryptionProvider.SOPS;
  return { provider, ...(keySecret === undefined ? {} : { secretRef: { name: keySecret } }) };
}
