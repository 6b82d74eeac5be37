import { posix } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import type { Declaration, PodDeclaration } from '../declaration/declaration';
import { type DeclaredSecret, declaredSecrets, secretUses } from '../declaration/secret-uses';
import { argoCdApplication } from '../gitops/argo-cd';
import { kindsOf, mergedKinds } from '../gitops/argo-cd-project';
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
  const { cluster, gitOps } = declaration;
  const secrets = renderSecrets(declaration, secretFiles);
  const secretsOf = secretsByPod(declaration.pods);
  const secretFile = new Map(secrets.map(({ secret, ...rendered }) => [placeOf(secret), fileOf(rendered)]));
  const namespaceFiles = new Map<string, RenderedFile>();
  const namespaces = new Set<string>();
  const kinds = [kindsOf(secrets.flatMap(({ manifest }) => objectsOf(manifest)))];
  const pods = declaration.pods.map((pod) => {
    const used = secretsOf(pod);
    const changesIn = (isOwn: boolean) => {
      const secretsThere = used.filter(({ namespace }) => (namespace === pod.namespace) === isOwn);
      return changeAnnotations(
        secretsThere.map(({ source }) => source),
        secretFiles,
      );
    };
    const chart = newChart();
    const { namespaceObjects } = new VpnPod(chart, 'pod', {
      declaration: pod,
      cluster,
      changes: changesIn(true),
      proxyChanges: changesIn(false),
    });
    const own = manifests(chart);
    kinds.push(kindsOf([...own, ...namespaceObjects]));
    for (const { metadata } of own) if (metadata.namespace !== undefined) namespaces.add(metadata.namespace);
    const namespaceFile = namespaceFiles.get(pod.namespace) ?? {
      path: `${cluster.name}/namespace-${pod.namespace}.yaml`,
      content: writeYaml(throughCdk8s(namespaceObjects)),
    };
    namespaceFiles.set(pod.namespace, namespaceFile);
    return [
      ...filePerKind(`${cluster.name}/${pod.name}`, own),
      namespaceFile,
      ...used.flatMap((secret) => secretFile.get(placeOf(secret)) ?? []),
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
    namespaces: [...namespaces].sort(),
    kinds: mergedKinds(kinds),
    readySeconds: startSeconds + Math.max(...declaration.pods.map(({ gluetun }) => gluetun.startupWindowSeconds)),
  };
  return {
    pods,
    synced,
    gitOps: [
      ...(isInGit(synced) ? argoCdFiles(synced) : []),
      { path: `gitops/${cluster.name}-flux.yaml`, content: writeYaml(throughCdk8s(fluxKustomization(synced))) },
    ],
  };
}

function argoCdFiles(synced: GitFolder): readonly RenderedFile[] {
  return [
    {
      path: `gitops/${synced.cluster}-argocd.yaml`,
      content: writeYaml(throughCdk8s(argoCdApplication(synced))),
    },
    ...ksopsFiles(synced).map(({ path, object }) => ({ path, content: writeYaml([object]) })),
  ];
}

/** The Secrets that each Pod uses, by where each really comes from, which another Pod of the namespace may say. */
function secretsByPod(pods: readonly PodDeclaration[]): (pod: PodDeclaration) => readonly DeclaredSecret[] {
  const secrets = new Map(declaredSecrets(pods).secrets.map((secret) => [placeOf(secret), secret]));
  return (pod) => {
    const places = new Set(secretUses(pod).map(({ namespace, source: { name } }) => placeOf({ namespace, name })));
    return [...places].sort().flatMap((place) => secrets.get(place) ?? []);
  };
}

function placeOf({ name, namespace }: Pick<DeclaredSecret, 'name' | 'namespace'>): string {
  return `${namespace}/${name}`;
}

function fileOf({ path, manifest }: Pick<RenderedSecret, 'manifest' | 'path'>): RenderedFile {
  return { path, content: manifest.kind === 'file' ? manifest.text : writeYaml(throughCdk8s([manifest.object])) };
}

/** What a Secret's manifest puts into the cluster. */
function objectsOf(manifest: RenderedSecret['manifest']): KubernetesObject[] {
  if (manifest.kind !== 'file') return [manifest.object];
  return readManifests(manifest.text, 'secret').documents.map(({ object }) => object);
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

function throughCdk8s(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const chart = newChart();
  return objects.map((object) => new ApiObject(chart, `${object.kind} ${object.metadata.name}`, object).toJson());
}

/** An app of its own: what was rendered can go before the next Pod comes, or 10,000 of them stay in memory. */
function newChart(): Chart {
  return new Chart(new App(), 'chart');
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
