import { ApiObject, App, Chart } from 'cdk8s';
import type { Declaration } from '../declaration/declaration';
import { argoCdApplication } from '../gitops/argo-cd';
import { kindsOf } from '../gitops/argo-cd-project';
import { fluxKustomization } from '../gitops/flux';
import type { SyncedFolder } from '../gitops/synced-folder';
import type { KubernetesObject } from '../manifest/kubernetes';
import { writeYaml } from '../manifest/write-yaml';
import { VpnPod } from '../pod/vpn-pod';

/** One file of dist/, by its path from there. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
}

/** Everything that one declaration becomes. */
export interface RenderedManifests {
  /** What Argo CD and Flux sync. Each entry is a Pod with all that it relies on, its namespace's objects included. */
  readonly pods: readonly (readonly RenderedFile[])[];
  /** What tells Argo CD and Flux to do so. */
  readonly gitOps: readonly RenderedFile[];
  /** What they are told. `undefined`: the declaration names no repository. */
  readonly synced: SyncedFolder | undefined;
}

/** Time that a controller grants beyond a Pod's own start-up window: pulling images, binding volumes. */
const startSeconds = 300;

/** The manifests of a declaration: the same declaration gives the same bytes, in whatever order its Pods stand. */
export function renderManifests(declaration: Declaration): RenderedManifests {
  const app = new App();
  const { cluster, gitOps } = declaration;
  const applied: KubernetesObject[] = [];
  const pods = declaration.pods.map((pod) => {
    const chart = new Chart(app, `pod-${pod.name}`);
    const { namespaceObjects } = new VpnPod(chart, 'pod', { declaration: pod, cluster });
    const own = manifests(chart);
    applied.push(...own, ...namespaceObjects);
    return [
      ...filePerKind(`${cluster.name}/${pod.name}`, own),
      {
        path: `${cluster.name}/namespace-${pod.namespace}.yaml`,
        content: writeYaml(throughCdk8s(chart, namespaceObjects)),
      },
    ];
  });
  if (gitOps === undefined) return { pods, gitOps: [], synced: undefined };

  const synced: SyncedFolder = {
    name: `podlock-${cluster.name}`,
    cluster: cluster.name,
    repository: gitOps.repository,
    branch: gitOps.branch,
    ...(gitOps.credentialsSecret !== undefined && { credentialsSecret: gitOps.credentialsSecret }),
    folder: `${gitOps.path}/${cluster.name}`,
    namespaces: [...new Set(declaration.pods.map(({ namespace }) => namespace))].sort(),
    kinds: kindsOf(applied),
    readySeconds: startSeconds + Math.max(...declaration.pods.map(({ gluetun }) => gluetun.startupWindowSeconds)),
  };
  const chart = new Chart(app, 'gitops');
  return {
    pods,
    synced,
    gitOps: [
      {
        path: `gitops/${cluster.name}-argocd.yaml`,
        content: writeYaml(throughCdk8s(chart, argoCdApplication(synced))),
      },
      { path: `gitops/${cluster.name}-flux.yaml`, content: writeYaml(throughCdk8s(chart, fluxKustomization(synced))) },
    ],
  };
}

function throughCdk8s(chart: Chart, objects: readonly KubernetesObject[]): KubernetesObject[] {
  return objects.map((object) => new ApiObject(chart, `${object.kind} ${object.metadata.name}`, object).toJson());
}

function manifests(chart: Chart): KubernetesObject[] {
  // Not chart.toJson(): it orders the objects by their dependencies over the whole app, again for every chart.
  return chart.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => object.toJson());
}

function filePerKind(folder: string, objects: readonly KubernetesObject[]): RenderedFile[] {
  const kinds = [...new Set(objects.map(({ kind }) => kind))];
  return kinds.map((kind) => ({
    path: `${folder}/${kind.toLowerCase()}.yaml`,
    content: writeYaml(objects.filter((object) => object.kind === kind)),
  }));
}
