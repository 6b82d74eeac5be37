import { AppProject } from '../../imports/argo-cd-app-project';
import type { KubernetesObject } from '../manifest/kubernetes';

/** Everything that an AppProject lets an Application do. */
export interface ProjectScope {
  readonly repository: string;
  /** Where objects may go: a cluster, by address or by the name that Argo CD knows it by, and a namespace in it. */
  readonly destinations: readonly (({ readonly server: string } | { readonly name: string }) & {
    readonly namespace: string;
  })[];
  /** What the folder holds. */
  readonly kinds: Kinds;
}

/** Kinds of objects, each sorted and once. */
export interface Kinds {
  readonly cluster: readonly GroupKind[];
  readonly namespaced: readonly GroupKind[];
}

interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/**
 * An AppProject for these objects and no others: a change in git that brings another namespace, another kind or another
 * repository is refused by Argo CD. It needs to be applied anew when the declaration brings one.
 */
export function argoCdProject(name: string, scope: ProjectScope): KubernetesObject {
  const { destinations, kinds, repository } = scope;
  return AppProject.manifest({
    metadata: { name, namespace: 'argocd' },
    spec: {
      description: 'What Podlock renders, and nothing else',
      sourceRepos: [repository],
      destinations: [...destinations],
      clusterResourceWhitelist: [...kinds.cluster],
      namespaceResourceWhitelist: [...kinds.namespaced],
    },
  });
}

/** The kinds of some objects; those without a namespace are cluster-wide. */
export function kindsOf(objects: readonly KubernetesObject[]): Kinds {
  const [cluster, namespaced] = [new Set<string>(), new Set<string>()];
  for (const { apiVersion, kind, metadata } of objects) {
    const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
    (metadata.namespace === undefined ? cluster : namespaced).add(`${group}/${kind}`);
  }
  return { cluster: sorted(cluster), namespaced: sorted(namespaced) };
}

/** What several folders hold together. */
export function mergedKinds(all: readonly Kinds[]): Kinds {
  const names = (kinds: readonly GroupKind[]) => kinds.map(({ group, kind }) => `${group}/${kind}`);
  return {
    cluster: sorted(new Set(all.flatMap(({ cluster }) => names(cluster)))),
    namespaced: sorted(new Set(all.flatMap(({ namespaced }) => names(namespaced)))),
  };
}

function sorted(names: ReadonlySet<string>): readonly GroupKind[] {
  return [...names].sort().map((name) => {
    const [group = '', kind = ''] = name.split('/');
    return { group, kind };
  });
}
