import type { KubernetesObject } from '../manifest/kubernetes';
import type { SyncedFolder } from './synced-folder';

/**
 * One Argo CD Application for one folder of dist/, to be applied once by hand; from then on Argo CD follows git.
 * It has no finalizer: deleting the Application leaves the Pods and their volumes alone.
 */
export function argoCdApplication({ name, repository, branch, folder }: SyncedFolder): KubernetesObject[] {
  return [
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name, namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: repository, targetRevision: branch, path: folder, directory: { recurse: true } },
        destination: { server: 'https://kubernetes.default.svc' },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
    },
  ];
}
