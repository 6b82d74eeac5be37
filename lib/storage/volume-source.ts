import type { VolumeSource } from '../declaration/declaration';
import type { KubernetesObject, PersistentVolumeClaimSpec, Volume } from '../manifest/kubernetes';

/** Where a volume's data is, as the Pod mounts it, and the objects that it needs beside the Pod. */
export interface Storage {
  readonly volume: Volume;
  readonly objects: readonly KubernetesObject[];
}

/**
 * Tells Argo CD, Flux and Helm to keep an object when it leaves the repository: its data would go with it. Argo CD would
 * call everything out of sync from then on, were the object not told to be no matter of comparison. Helm is asked where
 * somebody makes a chart of dist/.
 */
export const keepWhenPruned = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  'helm.sh/resource-policy': 'keep',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
} as const;

/** `claimName` names the claim that Podlock makes; the other kinds of volume exist already. */
export function storageFor(
  name: string,
  source: VolumeSource,
  claim: { readonly name: string; readonly namespace: string; readonly labels: Record<string, string> },
): Storage {
  switch (source.kind) {
    case 'claim':
      return {
        volume: { name, persistentVolumeClaim: { claimName: claim.name } },
        objects: [persistentVolumeClaim(claim, source)],
      };
    case 'existingClaim':
      return { volume: { name, persistentVolumeClaim: { claimName: source.name } }, objects: [] };
    case 'hostPath':
      // A folder that is not there is a mistake (a disk that is not mounted), never a reason to make an empty one.
      return { volume: { name, hostPath: { path: source.path, type: 'Directory' } }, objects: [] };
    case 'nfs':
      return { volume: { name, nfs: { server: source.server, path: source.path } }, objects: [] };
  }
}

function persistentVolumeClaim(
  { name, namespace, labels }: { name: string; namespace: string; labels: Record<string, string> },
  { size, storageClass, whenRemoved }: VolumeSource & { readonly kind: 'claim' },
): KubernetesObject {
  const spec: PersistentVolumeClaimSpec = {
    accessModes: ['ReadWriteOnce'],
    ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    resources: { requests: { storage: size } },
  };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace, labels, ...(whenRemoved === 'keep' && { annotations: keepWhenPruned }) },
    spec,
  };
}
