import { posix } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import type { Declaration, PodDeclaration } from '../declaration/declaration';
import { type DeclaredSecret, declaredSecrets, secretUses } from '../declaration/secret-uses';
import { argoCdApplication } from '../gitops/argo-cd';
import { kindsOf } from '../gitops/argo-cd-project';
import { fluxKustomization } from '../gitops/flux';
import { ksopsFiles } from '../gitops/ksops';
import { type GitFolder, isInGit, type SyncedFolder } from '../gitops/synced-folder';
import type { KubernetesObject } from '../manifest/kubernetes';
import { readManifests } from '../manifest/read-manifests';
import { writeYaml } from '../manifest/write-yaml';
import { VpnPod } from '../pod/vpn-pod';
import { changeAnnotations } from '../secrets/changes';
import { needsKeySecret } from '../secrets/sops-secret';
import { type RenderedSecret, renderSecrets } from './render-secrets';

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

/**
 * The manifests of a declaration: the same declaration gives the same bytes, in whatever order its Pods stand.
 *
 * @param secretFiles the files that its Secrets come from, by their names in the declaration
 * @throws DeclarationError when one of them is missing, or does not hold what the Pods mount
 */
export function renderManifests(
  declaration: Declaration,
  secretFiles: ReadonlyMap<string, string> = new Map(),
): RenderedManifests {
  const app = new App();
  const { cluster, gitOps } = declaration;
  const secrets = renderSecrets(declaration, secretFiles);
  const secretFile = ({ path, manifest }: RenderedSecret): RenderedFile => ({
    path,
    content:
      manifest.kind === 'file' ? manifest.text : writeYaml(throughCdk8s(new Chart(app, path), [manifest.object])),
  });
  const written = new Map(secrets.map((rendered) => [rendered, secretFile(rendered)]));
  const applied = secrets.flatMap(({ manifest }) => objectsOf(manifest));
  const pods = declaration.pods.map((pod) => {
    const chart = new Chart(app, `pod-${pod.name}`);
    const { namespaceObjects } = new VpnPod(chart, 'pod', {
      declaration: pod,
      cluster,
      changes: changesOf(pod, declaration, secretFiles),
    });
    const own = manifests(chart);
    applied.push(...own, ...namespaceObjects);
    return [
      ...filePerKind(`${cluster.name}/${pod.name}`, own),
      {
        path: `${cluster.name}/namespace-${pod.namespace}.yaml`,
        content: writeYaml(throughCdk8s(chart, namespaceObjects)),
      },
      ...[...written].filter(([{ secret }]) => isUsed(secret, pod)).map(([, file]) => file),
    ];
  });
  if (gitOps === undefined) return { pods, gitOps: [], synced: undefined };

  const synced: SyncedFolder = {
    name: `podlock-${cluster.name}`,
    cluster: cluster.name,
    source: gitOps.source,
    ...(gitOps.credentialsSecret !== undefined && { credentialsSecret: gitOps.credentialsSecret }),
    path: gitOps.path,
    folder: posix.join(gitOps.path, cluster.name),
    ...sopsFiles(secrets, declaration.cluster.name, gitOps.sopsKeySecret),
    namespaces: [...new Set(declaration.pods.map(({ namespace }) => namespace))].sort(),
    kinds: kindsOf(applied),
    readySeconds: startSeconds + Math.max(...declaration.pods.map(({ gluetun }) => gluetun.startupWindowSeconds)),
  };
  const chart = new Chart(app, 'gitops');
  return {
    pods,
    synced,
    gitOps: [
      ...(isInGit(synced) ? argoCdFiles(synced, chart) : []),
      { path: `gitops/${cluster.name}-flux.yaml`, content: writeYaml(throughCdk8s(chart, fluxKustomization(synced))) },
    ],
  };
}

function argoCdFiles(synced: GitFolder, chart: Chart): readonly RenderedFile[] {
  return [
    {
      path: `gitops/${synced.cluster}-argocd.yaml`,
      content: writeYaml(throughCdk8s(chart, argoCdApplication(synced))),
    },
    ...ksopsFiles(synced).map(({ path, object }) => ({ path, content: writeYaml([object]) })),
  ];
}

function isUsed({ name, namespace }: DeclaredSecret, pod: PodDeclaration): boolean {
  return pod.namespace === namespace && secretUses(pod).some(({ source }) => source.name === name);
}

/** What a Secret's manifest puts into the cluster. */
function objectsOf(manifest: RenderedSecret['manifest']): KubernetesObject[] {
  if (manifest.kind !== 'file') return [manifest.object];
  return readManifests(manifest.text, 'secret').documents.map(({ object }) => object);
}

/** By where each Secret really comes from, which another Pod of the namespace may say. */
function changesOf(pod: PodDeclaration, { pods }: Declaration, secretFiles: ReadonlyMap<string, string>) {
  const used = declaredSecrets(pods).secrets.filter((secret) => isUsed(secret, pod));
  return changeAnnotations(
    used.map(({ source }) => source),
    secretFiles,
  );
}

/** What the GitOps controllers have to decrypt. */
function sopsFiles(secrets: readonly RenderedSecret[], cluster: string, keySecret: string): Pick<SyncedFolder, 'sops'> {
  const files = secrets.flatMap(({ secret, path, manifest }) =>
    secret.source.kind === 'sopsSecret' && manifest.kind === 'file' ? [{ path, text: manifest.text }] : [],
  );
  if (files.length === 0) return {};
  const needsKey = files.some(({ text }) => needsKeySecret(text));
  const sops = { files: files.map(({ path }) => path), ksopsFolder: `gitops/${cluster}-argocd-ksops` };
  return { sops: needsKey ? { ...sops, keySecret } : sops };
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
