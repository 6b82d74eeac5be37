import { Application } from '../../imports/argo-cd-application';
import type { KubernetesObject } from '../manifest/kubernetes';
import { argoCdProject } from './argo-cd-project';
import { syncPolicy } from './argo-cd-sync-policy';
import { type GitFolder, sopsFilePattern } from './synced-folder';

/**
 * One Argo CD Application for one folder of dist/, in a project of the same name, to be applied once by hand; from then
 * on Argo CD follows git. Nothing is ignored: no controller writes into a field that we set.
 * It has no finalizer: deleting the Application leaves the Pods and their volumes alone. Files that SOPS encrypted come
 * by a second source, which ksops decrypts (several sources: Argo CD 2.6 and later).
 */
export function argoCdApplication(synced: GitFolder): KubernetesObject[] {
  const { name, folder, path, namespaces, kinds, sops } = synced;
  const { branch, repository } = synced.source;
  const server = 'https://kubernetes.default.svc';
  const source = { repoUrl: repository, targetRevision: branch };
  return [
    argoCdProject(name, { repository, destinations: namespaces.map((namespace) => ({ server, namespace })), kinds }),
    Application.manifest({
      metadata: { name, namespace: 'argocd' },
      spec: {
        project: name,
        ...(sops === undefined
          ? { source: { ...source, path: folder, directory: { recurse: true } } }
          : {
              // As a plain file it would be applied with the ciphertext as the value.
              sources: [
                { ...source, path: folder, directory: { recurse: true, exclude: sopsFilePattern } },
                { ...source, path: `${path}/${sops.ksopsFolder}` },
              ],
            }),
        // The project's namespaces hold for the Application itself too, whatever the objects say.
        destination: { server, ...(namespaces[0] !== undefined && { namespace: namespaces[0] }) },
        syncPolicy,
      },
    }),
  ];
}
