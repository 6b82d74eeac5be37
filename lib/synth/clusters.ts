import type { Declaration } from '../declaration/declaration';
import { DeclarationError, type Mistake } from '../declaration/mistake';
import { parseDeclaration } from '../declaration/parse-declaration';
import { argoCdApplicationSet } from '../gitops/argo-cd-application-set';
import { argoCdProject, mergedKinds } from '../gitops/argo-cd-project';
import { type GitFolder, isInGit } from '../gitops/synced-folder';
import { writeYaml } from '../manifest/write-yaml';
import type { RenderedFile, RenderedManifests } from './render-manifests';

/**
 * The declarations of all clusters.
 * @throws DeclarationError with every mistake of every one
 */
export function parseClusters(inputs: readonly unknown[]): readonly Declaration[] {
  if (inputs.length <= 1) return [parseDeclaration(inputs[0])];
  const mistakes: Mistake[] = [];
  const names = new Map<string, number>();
  const declarations = inputs.flatMap((input, index) => {
    try {
      const declaration = parseDeclaration(input);
      const { name } = declaration.cluster;
      const first = names.get(name) ?? index;
      names.set(name, first);
      if (first === index) return [declaration];
      const message = `"${name}" is the name of cluster [${first}] too: every cluster needs a folder of its own`;
      mistakes.push({ path: `[${index}].cluster.name`, message });
    } catch (error) {
      if (!(error instanceof DeclarationError)) throw error;
      mistakes.push(
        ...error.mistakes.map(({ path, message }) => ({ path: `[${index}]${path === '' ? '' : `.${path}`}`, message })),
      );
    }
    return [];
  });
  if (mistakes.length > 0) throw new DeclarationError(mistakes);
  return declarations;
}

/** What several clusters become together: the files of each and, for one Argo CD that looks after all, an ApplicationSet. */
export function allClusters(clusters: readonly RenderedManifests[]): Pick<RenderedManifests, 'pods' | 'gitOps'> {
  return {
    pods: clusters.flatMap(({ pods }) => pods),
    gitOps: [
      ...clusters.flatMap(({ gitOps }) => gitOps),
      ...applicationSets(clusters.flatMap(({ synced }) => synced ?? []).filter(isInGit)),
    ],
  };
}

const name = 'podlock';

/** Clusters of different repositories or branches have no ApplicationSet: it has one source. */
function applicationSets(folders: readonly GitFolder[]): readonly RenderedFile[] {
  const [first, ...others] = folders;
  if (first === undefined || others.length === 0) return [];
  const { branch, repository } = first.source;
  if (others.some(({ source }) => source.repository !== repository || source.branch !== branch)) return [];
  const clusters = folders.map(({ cluster, folder, namespaces }) => ({
    name: cluster,
    folder,
    namespace: namespaces[0] ?? 'default',
  }));
  const project = argoCdProject(name, {
    repository,
    destinations: folders.flatMap(({ cluster, namespaces }) =>
      namespaces.map((namespace) => ({ name: cluster, namespace })),
    ),
    kinds: mergedKinds(folders.map(({ kinds }) => kinds)),
  });
  const set = argoCdApplicationSet({ name, project: name, repository, branch, clusters });
  return [{ path: 'gitops/argocd-clusters.yaml', content: writeYaml([project, set]) }];
}
