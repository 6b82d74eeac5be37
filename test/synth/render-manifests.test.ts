import fc from 'fast-check';
import { load, loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../../lib';
import { checkManifests } from '../../lib/check/check-manifests';
import type { DeclarationInput } from '../../lib/declaration/schema';
import { locks } from '../../lib/locks';
import { readManifests } from '../../lib/manifest/read-manifests';
import { validDeclaration } from '../declaration/arbitrary-declaration';
import { exampleDeclaration, examplePod, exampleWith } from '../declaration/example-declaration';
import { runs } from '../runs';

type Manifest = { kind: string; metadata: { name: string }; spec: Record<string, unknown> };

function files(declaration: unknown = exampleDeclaration()): Record<string, string> {
  const { pods, gitOps } = renderManifests(parseDeclaration(declaration));
  return Object.fromEntries([...pods.flat(), ...gitOps].map(({ path, content }) => [path, content]));
}

function manifest(path: string): Manifest {
  return load(files()[path] ?? '') as Manifest;
}

test('the files and the objects in them keep their names: GitOps prunes what is renamed', () => {
  const names = Object.entries(files()).map(([path, content]) => [
    path,
    (loadAll(content) as Manifest[]).map(({ kind, metadata }) => `${kind} ${metadata.name}`),
  ]);
  expect(Object.fromEntries(names)).toEqual({
    'home/qbittorrent/deployment.yaml': ['Deployment qbittorrent'],
    'home/qbittorrent/service.yaml': ['Service qbittorrent'],
    'home/qbittorrent/networkpolicy.yaml': ['NetworkPolicy qbittorrent'],
    'home/qbittorrent/persistentvolumeclaim.yaml': [
      'PersistentVolumeClaim qbittorrent-config',
      'PersistentVolumeClaim qbittorrent-downloads',
    ],
    'home/namespace-downloads.yaml': [
      'Namespace downloads',
      'ValidatingAdmissionPolicy podlock-downloads',
      'ValidatingAdmissionPolicyBinding podlock-downloads',
    ],
    'gitops/home-argocd.yaml': ['AppProject podlock-home', 'Application podlock-home'],
    'gitops/home-flux.yaml': [
      'GitRepository podlock-home',
      'Kustomization podlock-home-locks',
      'Kustomization podlock-home',
    ],
  });
});

test('the selector never changes: a changed one breaks a sync', () => {
  const selector = { 'app.kubernetes.io/instance': 'qbittorrent', 'app.kubernetes.io/name': 'qbittorrent' };
  expect(manifest('home/qbittorrent/deployment.yaml').spec['selector']).toEqual({ matchLabels: selector });
  expect(manifest('home/qbittorrent/service.yaml').spec['selector']).toEqual(selector);
  expect(manifest('home/qbittorrent/networkpolicy.yaml').spec['podSelector']).toEqual({ matchLabels: selector });
});

test('guard, gluetun, settings, client start in this order', () => {
  const { template } = manifest('home/qbittorrent/deployment.yaml').spec as {
    template: { spec: { initContainers: { name: string; restartPolicy?: string }[]; containers: { name: string }[] } };
  };
  expect(template.spec.initContainers.map(({ name, restartPolicy }) => [name, restartPolicy])).toEqual([
    ['guard', undefined],
    ['gluetun', 'Always'],
    ['configure', undefined],
  ]);
  expect(template.spec.containers.map(({ name }) => name)).toEqual(['qbittorrent']);
});

test('the WebUI may have a Service of another type, the torrent ports may not', () => {
  const declaration = exampleWith({ 'pods.0.client.webUi.service': { type: 'LoadBalancer' } });
  const services = loadAll(files(declaration)['home/qbittorrent/service.yaml'] ?? '') as Manifest[];
  expect(
    services.map(({ metadata, spec }) => [
      metadata.name,
      spec['type'],
      (spec['ports'] as { port: number }[]).map(({ port }) => port),
    ]),
  ).toEqual([
    ['qbittorrent', 'ClusterIP', [8080, 47148, 47148]],
    ['qbittorrent-webui', 'LoadBalancer', [8080]],
  ]);
});

test('the order of Pods and of keys changes no byte', () => {
  const declaration = exampleDeclaration();
  const [first] = declaration.pods;
  if (first === undefined) throw new Error('the example has no Pod');
  const second = { ...first, name: 'another', torrentPort: 47149 };
  const reversed = Object.fromEntries(Object.entries(first).reverse());
  expect(files({ ...declaration, pods: [second, reversed] })).toEqual(files({ ...declaration, pods: [first, second] }));
});

test('changing one Pod of many changes its own folder and nothing else', () => {
  const declaration = exampleDeclaration();
  const pods = ['one', 'two', 'three'].map((name, index) => ({
    ...examplePod(),
    name,
    namespace: name === 'three' ? 'elsewhere' : 'downloads',
    torrentPort: 47150 + index,
  }));
  const image = 'lscr.io/linuxserver/qbittorrent:5.2.4';
  const changed = pods.map((pod) =>
    pod.name === 'two' ? { ...pod, torrentPort: 47148, client: { ...pod.client, image } } : pod,
  );
  const [before, after] = [files({ ...declaration, pods }), files({ ...declaration, pods: changed })];
  expect(Object.keys(after)).toEqual(Object.keys(before));
  expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual([
    'home/two/deployment.yaml',
    'home/two/service.yaml',
  ]);
  // Every Pod of a cluster has a folder of its own, whatever its namespace.
  expect([...new Set(Object.keys(after).map((path) => path.replace(/[^/]*$/, '')))].sort()).toEqual(
    ['gitops/', 'home/', 'home/one/', 'home/three/', 'home/two/'].sort(),
  );
});

test.each(['gitops', 'constructor', 'pod'])('a Pod may be called %s', (name) => {
  expect(Object.keys(files(exampleWith({ 'pods.0.name': name })))).toContain(`home/${name}/deployment.yaml`);
});

test('cdk8s is told by nobody to leave keys unsorted', () => {
  const before = files();
  process.env['CDK8S_DISABLE_SORT'] = '1';
  try {
    expect(files()).toEqual(before);
  } finally {
    delete process.env['CDK8S_DISABLE_SORT'];
  }
});

test('any valid declaration renders with every lock closed, but for those that it loosens with a reason', () => {
  fc.assert(
    fc.property(validDeclaration(), (input) => {
      for (const pod of renderManifests(parseDeclaration(input)).pods) {
        const read = pod.map(({ path, content }) => readManifests(content, path));
        expect(read.flatMap(({ problems }) => problems)).toEqual([]);
        const documents = read.flatMap((manifests) => manifests.documents);
        const name = documents.find(({ object }) => object.kind === 'Deployment')?.object.metadata.name;
        const { findings } = checkManifests(documents, locks);
        expect(findings.filter(({ suppressed }) => suppressed === undefined)).toEqual([]);
        expect([...new Set(findings.map(({ lock }) => lock))].sort()).toEqual(
          loosenedBy(input.pods.find((each) => each.name === name)),
        );
      }
    }),
    { numRuns: runs(60) },
  );
});

/** The locks that a Pod's declaration leaves open on purpose, by their names. */
function loosenedBy(pod: DeclarationInput['pods'][number] | undefined): readonly string[] {
  const { dns, httpProxy, shadowsocks } = pod?.gluetun ?? {};
  const other = pod?.client.application === 'other' ? pod.client : undefined;
  const loosened: Readonly<Record<string, boolean>> = {
    dns: dns?.because !== undefined,
    'egress-policy': (pod?.hosts ?? []).length > 0,
    firewall: (pod?.hosts ?? []).length > 0,
    inbound: (httpProxy?.expose ?? shadowsocks?.expose) !== undefined,
    'interface-binding': other !== undefined,
    restart: other?.keepWhenTunnelIsNew !== undefined,
    'torrent-port': pod?.torrentPort === 'none' && other === undefined,
    uplink: (pod?.hosts ?? []).length > 0,
  };
  return Object.keys(loosened).filter((lock) => loosened[lock]);
}
