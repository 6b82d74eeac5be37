import { GitRepository } from '../../imports/flux-git-repository';
import {
  Kustomization,
  type KustomizationSpecDecryption,
  KustomizationSpecDecryptionProvider,
  KustomizationSpecSourceRefKind,
} from '../../imports/flux-kustomization';
import { OciRepository } from '../../imports/flux-oci-repository';
import type { KubernetesObject } from '../manifest/kubernetes';
import { inStages } from './flux-stages';
import type { SopsFiles, SyncedFolder } from './synced-folder';

/** A Flux GitRepository or OCIRepository, and two Kustomizations for one folder of dist/, to be applied once by hand. */
export function fluxKustomization(synced: SyncedFolder): KubernetesObject[] {
  const { name, folder, readySeconds, sops } = synced;
  const metadata = { name, namespace: 'flux-system' };
  return [
    sourceOf(synced, metadata),
    ...inStages(
      Kustomization.manifest({
        metadata,
        spec: {
          interval: '10m',
          path: `./${folder}`,
          prune: true,
          retryInterval: '1m',
          ...(sops === undefined ? {} : { decryption: decryption(sops) }),
          sourceRef: { kind: sourceKinds[synced.source.kind], name },
          timeout: `${readySeconds}s`,
          wait: true,
        },
      }),
    ),
  ];
}

const sourceKinds = {
  git: KustomizationSpecSourceRefKind.GIT_REPOSITORY,
  artifact: KustomizationSpecSourceRefKind.OCI_REPOSITORY,
} as const;

function sourceOf(
  { source, credentialsSecret }: SyncedFolder,
  metadata: { name: string; namespace: string },
): KubernetesObject {
  const common = {
    interval: '1m',
    ...(credentialsSecret === undefined ? {} : { secretRef: { name: credentialsSecret } }),
  };
  switch (source.kind) {
    case 'git':
      return GitRepository.manifest({
        metadata,
        spec: { ...common, url: source.repository, ref: { branch: source.branch } },
      });
    case 'artifact':
      return OciRepository.manifest({ metadata, spec: { ...common, url: source.url, ref: { tag: source.tag } } });
  }
}

/** Flux decrypts by itself (kustomize-controller, `spec.decryption`). */
function decryption({ keySecret }: SopsFiles): KustomizationSpecDecryption {
  const provider = KustomizationSpecDecryptionProvider.SOPS;
  return { provider, ...(keySecret === undefined ? {} : { secretRef: { name: keySecret } }) };
}
