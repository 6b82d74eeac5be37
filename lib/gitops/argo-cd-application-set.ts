import { ApplicationSet } from '../../imports/argo-cd-application-set';
import type { KubernetesObject } from '../manifest/kubernetes';
import { syncPolicy } from './argo-cd-sync-policy';

/** Several clusters that one Argo CD looks after. */
export interface SyncedClusters {
  readonly name: string;
  readonly project: string;
  readonly repository: string;
  readonly branch: string;
  /** Each by the name that it has in the declaration and, as a destination, in Argo CD. */
  readonly clusters: readonly { readonly name: string; readonly folder: string; readonly namespace: string }[];
}

/** One Application for each cluster's folder. Taking a cluster out of the list deletes its Application, not its Pods. */
export function argoCdApplicationSet({
  branch,
  clusters,
  name,
  project,
  repository,
}: SyncedClusters): KubernetesObject {
  return ApplicationSet.manifest({
    metadata: { name, namespace: 'argocd' },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [
        {
          list: { elements: clusters.map(({ name: cluster, folder, namespace }) => ({ cluster, folder, namespace })) },
        },
      ],
      syncPolicy: { preserveResourcesOnDeletion: true },
      template: {
        metadata: { name: 'podlock-{{ .cluster }}' },
        spec: {
          project,
          source: {
            repoUrl: repository,
            targetRevision: branch,
            path: '{{ .folder }}',
            directory: { recurse: true },
          },
          destination: { name: '{{ .cluster }}', namespace: '{{ .namespace }}' },
          syncPolicy,
        },
      },
    },
  });
}
