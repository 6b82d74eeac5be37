import type { KubernetesObject } from '../manifest/kubernetes';
import { type SyncedFolder, sopsFilePattern } from './synced-folder';

/**
 * One Argo CD Application for one folder of dist/, to be applied once by hand; from then on Argo CD follows git.
 * It has no finalizer: deleting the Application leaves the Pods and their volumes alone. Files that SOPS encrypted come
 * by a second source, which ksops decrypts (several sources: Argo CD 2.6 and later).
 */
export function argoCdApplication({ name, repository, branch, folder, path, sops }: SyncedFolder): KubernetesObject[] {
  const source = { repoURL: repository, targetRevision: branch };
  return [
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name, namespace: 'argocd' },
      spec: {
        project: 'default',
        ...(sops === undefined
          ? { source: { ...source, path: folder, directory: { recurse: true } } }
          : {
              // As a plain file it would be applied with the ciphertext as the value.
              sources: [
                { ...source, path: folder, directory: { recurse: true, exclude: sopsFilePattern } },
                { ...source, path: `${path}/${sops.ksopsFolder}` },
              ],
            }),
        destination: { server: 'https://kubernetes.default.svc' },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
    },
  ];
}
