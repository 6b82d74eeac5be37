import { loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../../lib';
import { DeclarationError } from '../../lib/declaration/mistake';
import { argoCdApplication } from '../../lib/gitops/argo-cd';
import { fluxKustomization } from '../../lib/gitops/flux';
import { staged } from '../../lib/gitops/stage';
import type { GitFolder } from '../../lib/gitops/synced-folder';
import type { KubernetesObject } from '../../lib/manifest/kubernetes';
import { allClusters, parseClusters } from '../../lib/synth/clusters';
import { exampleDeclaration, exampleWith } from '../declaration/example-declaration';

const folder: GitFolder = {
  name: 'podlock-home',
  cluster: 'home',
  source: { kind: 'git', repository: 'https://git.example.org/you/homelab.git', branch: 'main' },
  path: 'dist',
  folder: 'dist/home',
  readySeconds: 600,
  namespaces: ['downloads', 'media'],
  kinds: {
    cluster: [{ group: '', kind: 'Namespace' }],
    namespaced: [{ group: 'apps', kind: 'Deployment' }],
  },
};

test('Argo CD syncs the whole folder, prunes, heals and tries again with the newest commit, and deletes nothing when its Application goes', () => {
  const [, application] = argoCdApplication(folder);
  expect(application).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'podlock-home', namespace: 'argocd' },
    spec: {
      project: 'podlock-home',
      source: {
        repoURL: 'https://git.example.org/you/homelab.git',
        targetRevision: 'main',
        path: 'dist/home',
        directory: { recurse: true },
      },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'downloads' },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        retry: { limit: -1, refresh: true, backoff: { duration: '5s', factor: 2, maxDuration: '1m' } },
      },
    },
  });
});

test("Argo CD's project admits this repository, these namespaces and these kinds, and nothing else", () => {
  const [project] = argoCdApplication(folder);
  expect(project).toMatchObject({
    kind: 'AppProject',
    metadata: { name: 'podlock-home', namespace: 'argocd' },
    spec: {
      sourceRepos: [folder.source.repository],
      destinations: [
        { server: 'https://kubernetes.default.svc', namespace: 'downloads' },
        { server: 'https://kubernetes.default.svc', namespace: 'media' },
      ],
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
      namespaceResourceWhitelist: [{ group: 'apps', kind: 'Deployment' }],
    },
  });
});

test('Flux waits for the Pods as long as the slowest may take, and for the locks before it', () => {
  const [source, locks, pods] = fluxKustomization(folder);
  expect(source?.['spec']).toEqual({ interval: '1m', url: folder.source.repository, ref: { branch: 'main' } });
  const common = {
    interval: '10m',
    retryInterval: '1m',
    path: './dist/home',
    prune: true,
    sourceRef: { kind: 'GitRepository', name: 'podlock-home' },
    timeout: '600s',
    wait: true,
  };
  const patch = expect.stringMatching(/^\$patch: delete$/m);
  expect(locks).toMatchObject({ metadata: { name: 'podlock-home-locks', namespace: 'flux-system' } });
  expect(locks?.['spec']).toEqual({
    ...common,
    patches: [{ patch, target: { labelSelector: 'podlock/stage!=locks' } }],
  });
  expect(pods).toMatchObject({ metadata: { name: 'podlock-home', namespace: 'flux-system' } });
  expect(pods?.['spec']).toEqual({
    ...common,
    dependsOn: [{ name: 'podlock-home-locks' }],
    patches: [{ patch, target: { labelSelector: 'podlock/stage=locks' } }],
  });
});

test('Flux is given the Secret of a private repository', () => {
  const [source] = fluxKustomization({ ...folder, credentialsSecret: 'homelab-git' });
  expect(source?.['spec']).toMatchObject({ secretRef: { name: 'homelab-git' } });
});

test('Flux takes an OCI artifact by its tag, from its root, in the place of a repository', () => {
  const source = { kind: 'artifact', url: 'oci://ghcr.io/you/homelab', tag: 'latest' } as const;
  const objects = fluxKustomization({ ...folder, source, path: '', folder: 'home', credentialsSecret: 'ghcr' });
  const [artifact, locks, pods] = objects;
  expect(artifact).toMatchObject({ kind: 'OCIRepository', metadata: { name: 'podlock-home' } });
  expect(artifact?.['spec']).toEqual({
    interval: '1m',
    url: 'oci://ghcr.io/you/homelab',
    ref: { tag: 'latest' },
    secretRef: { name: 'ghcr' },
  });
  const sourceRef = { kind: 'OCIRepository', name: 'podlock-home' };
  for (const each of [locks, pods]) expect(each?.['spec']).toMatchObject({ path: './home', sourceRef });
});

const object = (kind: string, annotations = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'a', labels: { own: 'label' }, annotations },
});

test('what locks the Pod is applied before it: namespace, admission policy, NetworkPolicy, then the Pod', () => {
  const wave = (kind: string) =>
    Number(staged(object(kind)).metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
  const order = ['Namespace', 'ValidatingAdmissionPolicy', 'NetworkPolicy', 'Deployment'].map(wave);
  expect(order).toEqual([-3, -2, -1, 0]);
  expect(wave('ValidatingAdmissionPolicyBinding')).toBe(-2);
  // Argo CD waits for a wave's health, and such a claim is healthy only with its Pod.
  expect(wave('PersistentVolumeClaim')).toBe(0);
});

test('marks for the order leave the labels and annotations that were there', () => {
  const { labels, annotations } = staged(object('Namespace', { own: 'annotation' })).metadata;
  expect(labels).toEqual({ own: 'label', 'podlock/stage': 'locks' });
  expect(annotations).toMatchObject({ own: 'annotation' });
});

test("the project's kinds are those of the files", () => {
  const { pods, gitOps } = renderManifests(parseDeclaration(exampleDeclaration()));
  const kinds = pods.flat().flatMap(({ content }) => (loadAll(content) as KubernetesObject[]).map(({ kind }) => kind));
  const [project] = loadAll(gitOps[0]?.content ?? '') as KubernetesObject[];
  const lists = (project?.['spec'] ?? {}) as Readonly<Record<string, readonly { readonly kind: string }[]>>;
  const listed = [...(lists['clusterResourceWhitelist'] ?? []), ...(lists['namespaceResourceWhitelist'] ?? [])].map(
    ({ kind }) => kind,
  );
  expect(listed.sort()).toEqual([...new Set(kinds)].sort());
});

const cabin = { 'cluster.name': 'cabin', 'pods.0.namespace': 'torrents' };

function filesOf(...declarations: unknown[]): Record<string, KubernetesObject[]> {
  const { pods, gitOps } = allClusters(parseClusters(declarations).map((each) => renderManifests(each)));
  return Object.fromEntries(
    [...pods.flat(), ...gitOps].map(({ path, content }) => [path, loadAll(content) as KubernetesObject[]]),
  );
}

test('each cluster has a folder of its own, and all have one ApplicationSet', () => {
  const files = filesOf(exampleDeclaration(), exampleWith(cabin));
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining([
      'home/qbittorrent/deployment.yaml',
      'cabin/qbittorrent/deployment.yaml',
      'gitops/cabin-flux.yaml',
    ]),
  );
  const [project, set] = files['gitops/argocd-clusters.yaml'] ?? [];
  expect(project).toMatchObject({
    kind: 'AppProject',
    spec: {
      destinations: [
        { name: 'home', namespace: 'downloads' },
        { name: 'cabin', namespace: 'torrents' },
      ],
    },
  });
  expect(set).toMatchObject({
    kind: 'ApplicationSet',
    spec: {
      generators: [
        {
          list: {
            elements: [
              { cluster: 'home', folder: 'dist/home', namespace: 'downloads' },
              { cluster: 'cabin', folder: 'dist/cabin', namespace: 'torrents' },
            ],
          },
        },
      ],
      template: {
        spec: { project: 'podlock', destination: { name: '{{ .cluster }}', namespace: '{{ .namespace }}' } },
      },
    },
  });
});

test('another cluster changes nothing in the files of the first', () => {
  const alone = filesOf(exampleDeclaration());
  expect(filesOf(exampleDeclaration(), exampleWith(cabin))).toMatchObject(alone);
});

const inRegistry = { gitOps: { artifact: 'oci://ghcr.io/you/homelab', tag: 'latest' } };

test('what is in a registry is for Flux alone', () => {
  const files = Object.keys(filesOf(exampleWith(inRegistry), exampleWith({ ...cabin, ...inRegistry })));
  expect(files.filter((path) => path.startsWith('gitops/'))).toEqual([
    'gitops/home-flux.yaml',
    'gitops/cabin-flux.yaml',
  ]);
});

test('clusters of different branches have no common ApplicationSet', () => {
  const files = filesOf(exampleDeclaration(), exampleWith({ ...cabin, 'gitOps.branch': 'cabin' }));
  expect(Object.keys(files)).not.toContain('gitops/argocd-clusters.yaml');
});

test('fails with the mistakes of every cluster, and on a name that two of them have', () => {
  const mistakes = (...declarations: unknown[]) => {
    try {
      parseClusters(declarations);
      return [];
    } catch (error) {
      return error instanceof DeclarationError ? error.mistakes.map(({ path }) => path) : [error];
    }
  };
  const wrong = exampleWith({ 'pods.0.torrentPort': 0 });
  expect(mistakes(wrong, exampleWith(cabin), wrong)).toEqual(['[0].pods[0].torrentPort', '[2].pods[0].torrentPort']);
  expect(mistakes(exampleDeclaration(), exampleDeclaration())).toEqual(['[1].cluster.name']);
});
