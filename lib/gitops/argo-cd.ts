import { Application } from '../../imports/argo-cd-application';
import type { KubernetesObject } from '../manifest/kubernetes';
import { argoCdProject } from './argo-cd-project';
import type { SyncedFolder } from './synced-folder';

/**
 * One Argo CD Application for one folder of dist/, in a project of the same name, to be applied once by hand; from then
 * on Argo CD follows git. Nothing is ignored: no controller writes into a field that we set.
 * It has no finalizer: deleting the Application leaves the Pods and their volumes alone.
 */
export function argoCdApplication(synced: SyncedFolder): KubernetesObject[] {
  const { name, repository, branch, folder, namespaces, kinds } = synced;
  const server = 'https://kubernetes.default.svc';
  return [
    argoCdProject(name, { repository, destinations: namespaces.map((namespace) => ({ server, namespace })), kinds }),
    Application.manifest({
      metadata: { name, namespace: 'argocd' },
      spec: {
        project: name,
        source: { repoUrl: repository, targetRevision: branch, path: folder, directory: { recurse: true } },
        // The project's namespaces hold for the Application itself too, whatever the objects say.
        destination: { server, ...(namespaces[0] !== undefined && { namespace: namespaces[0] }) },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
    }),
  ];
}
