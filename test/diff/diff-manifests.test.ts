import fc from 'fast-check';
import { dump, loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../../lib';
import { diffManifests } from '../../lib/diff/diff-manifests';
import { diffText } from '../../lib/diff/text-report';
import { locks } from '../../lib/locks';
import { readManifests } from '../../lib/manifest/read-manifests';
import { exampleDeclaration, exampleWith } from '../declaration/example-declaration';

function yamlOf(declaration: unknown): string {
  return renderManifests(parseDeclaration(declaration))
    .pods.flat()
    .map(({ content }) => content)
    .join('---\n');
}

function diffYaml(before: string, after: string) {
  const [old, young] = [before, after].map((text) => readManifests(text, 'manifests.yaml').documents);
  return diffManifests(old ?? [], young ?? [], locks);
}

function texts(before: string, after: string): Record<string, readonly string[]> {
  return Object.fromEntries(
    diffYaml(before, after).map(({ reference, change, effects }) => [
      `${change} ${reference.kind} ${reference.name}`,
      effects.map(({ text }) => text),
    ]),
  );
}

const example = yamlOf(exampleDeclaration());

test('the same declaration changes nothing', () => {
  expect(diffYaml(example, example)).toEqual([]);
  expect(diffText([])).toBe('nothing changes\n');
});

test('a new image restarts the Pod and touches nothing else', () => {
  const image = 'lscr.io/linuxserver/qbittorrent:5.2.4';
  const changed = texts(example, yamlOf(exampleWith({ 'pods.0.client.image': image })));
  expect(Object.keys(changed)).toEqual(['changed Deployment qbittorrent']);
  expect(changed['changed Deployment qbittorrent']).toEqual([
    'qbittorrent restarts',
    `configure: image lscr.io/linuxserver/qbittorrent:5.1.4 → ${image}`,
    `qbittorrent: image lscr.io/linuxserver/qbittorrent:5.1.4 → ${image}`,
  ]);
});

test("the WebUI's port is told at the Service, the NetworkPolicy and the Pod", () => {
  const changed = texts(example, yamlOf(exampleWith({ 'pods.0.client.webUi.port': 8090 })));
  expect(changed['changed Service qbittorrent']).toEqual(['Service port changes (webui): TCP 8080 → TCP 8090']);
  expect(changed['changed NetworkPolicy qbittorrent']).toEqual(['lets in TCP 8080 → TCP 8090']);
  expect(changed['changed Deployment qbittorrent']).toContain('qbittorrent restarts');
});

test('a rename stops one Pod and starts another; the old volumes are kept, the new ones are empty', () => {
  const changed = texts(example, yamlOf(exampleWith({ 'pods.0.name': 'torrents' })));
  expect(changed['removed Deployment qbittorrent']).toEqual(['qbittorrent stops for good']);
  expect(changed['created Deployment torrents']).toEqual(['torrents starts']);
  expect(changed['removed PersistentVolumeClaim qbittorrent-downloads']).toEqual([
    'volume kept: no longer in the repository, still in the cluster',
  ]);
  expect(changed['created PersistentVolumeClaim torrents-downloads']).toEqual(['a new, empty volume of 500Gi']);
});

test('an existing claim in the place of a made one leaves the files where they were', () => {
  const changed = texts(example, yamlOf(exampleWith({ 'pods.0.storage.downloads': { existingClaim: 'media' } })));
  expect(changed['changed Deployment qbittorrent']).toContain(
    'volume downloads is another one: claim qbittorrent-downloads → claim media; no file is copied',
  );
});

test.each([
  ['grows', { claim: { size: '1Ti' } }, 'volume kept and grown (500Gi → 1Ti), if its StorageClass allows that'],
  ['shrinks', { claim: { size: '400G' } }, 'a volume cannot shrink (500Gi → 400G)'],
  [
    'gets another class',
    { claim: { size: '500Gi', storageClass: 'nfs' } },
    'storageClassName of a claim cannot change: make a new claim and copy the files',
  ],
])('a claim that %s', (_, downloads, text) => {
  const changed = texts(example, yamlOf(exampleWith({ 'pods.0.storage.downloads': downloads })));
  expect(changed['changed PersistentVolumeClaim qbittorrent-downloads']).toEqual([text]);
});

test('a claim that is declared to be deleted goes with its files, and no other', () => {
  const told = yamlOf(exampleWith({ 'pods.0.storage.config.claim.whenRemoved': 'delete' }));
  expect(texts(example, told)).toEqual({
    'changed PersistentVolumeClaim qbittorrent-config': [
      'volume kept as it is; once it leaves the repository, it is deleted',
    ],
  });
  const renamed = texts(told, yamlOf(exampleWith({ 'pods.0.name': 'torrents' })));
  expect(renamed['removed PersistentVolumeClaim qbittorrent-config']).toEqual([
    'volume deleted, with its files if the StorageClass reclaims them',
  ]);
  expect(renamed['removed PersistentVolumeClaim qbittorrent-downloads']).toEqual([
    'volume kept: no longer in the repository, still in the cluster',
  ]);
});

test('a claim that no annotation keeps is deleted with its files', () => {
  const unkept = example.replaceAll('kustomize.toolkit.fluxcd.io/prune: disabled', 'other: annotation');
  const without = texts(unkept, yamlOf(exampleWith({ 'pods.0.name': 'torrents' })));
  expect(without['removed PersistentVolumeClaim qbittorrent-config']).toEqual([
    'volume kept by Argo CD, deleted by Flux, with its files if the StorageClass reclaims them',
  ]);
});

test('a loosened lock is named with its reason, and so is one that is closed again', () => {
  const documents = loadAll(example) as { kind: string; metadata: { annotations?: Record<string, string> } }[];
  for (const { kind, metadata } of documents) {
    if (kind !== 'Deployment') continue;
    metadata.annotations = { ...metadata.annotations, 'podlock/loosened-image-pin': 'because of a test' };
  }
  const annotated = documents.map((each) => dump(each)).join('---\n');
  const loosened = annotated.replaceAll('qbittorrent:5.1.4', 'qbittorrent:latest');
  expect(texts(example, loosened)['changed Deployment qbittorrent']).toContain(
    'lock loosened: image-pin, because of a test',
  );
  expect(texts(loosened, example)['changed Deployment qbittorrent']).toContain('lock closed: image-pin');
});

test('a lock that another object opens is named at the Pod, which itself is unchanged', () => {
  const documents = loadAll(example) as { kind: string }[];
  const without = documents.filter(({ kind }) => kind !== 'NetworkPolicy').map((each) => dump(each));
  const changed = texts(example, without.join('---\n'));
  expect(changed['removed NetworkPolicy qbittorrent']).toEqual(['nothing outside the Pod restricts it any more']);
  expect(changed['unchanged Deployment qbittorrent']).toContain('lock opened: egress-policy');
});

test('a removed namespace is kept', () => {
  const changed = texts(example, yamlOf(exampleWith({ 'pods.0.namespace': 'torrents' })));
  expect(changed['removed Namespace downloads']).toEqual(['namespace kept']);
});

test('a changed selector is refused by the API server', () => {
  const changed = texts(example, example.replaceAll('instance: qbittorrent', 'instance: another'));
  expect(changed['changed Deployment qbittorrent']).toEqual([
    'a selector cannot change: delete the workload first, its volumes stay',
  ]);
});

test('the order of documents and of containers is no difference', () => {
  const documents = loadAll(example) as { kind: string; spec: { template: { spec: { volumes: unknown[] } } } }[];
  for (const { kind, spec } of documents) if (kind === 'Deployment') spec.template.spec.volumes.reverse();
  expect(
    diffYaml(
      example,
      documents
        .reverse()
        .map((each) => dump(each))
        .join('---\n'),
    ),
  ).toEqual([]);
});

test('no value of an environment variable or of a Secret is ever printed', () => {
  const secret = (value: string) => `apiVersion: v1
kind: Secret
metadata: { name: keys }
stringData: { key: ${value} }
---
apiVersion: v1
kind: Pod
metadata: { name: pod }
spec: { containers: [{ name: c, image: i, env: [{ name: KEY, value: ${value} }] }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: app }
spec: { template: { spec: { containers: [{ name: c, image: i, env: [{ name: KEY, value: ${value} }] }] } } }
`;
  const entries = diffYaml(secret('first-secret'), secret('second-secret'));
  expect(entries).toHaveLength(3);
  expect(diffText(entries) + JSON.stringify(entries)).not.toMatch(/first-secret|second-secret/);
});

test('manifests of any shape are compared without a crash', () => {
  const field = fc.oneof(fc.constantFrom('spec', 'metadata', 'ports', 'template', 'containers', 'name', '__proto__'));
  const shape = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, 0, 'text', true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(field, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  const kinds = fc.constantFrom('Deployment', 'Service', 'NetworkPolicy', 'PersistentVolumeClaim', 'Namespace', 'X');
  fc.assert(
    fc.property(kinds, shape, shape, (kind, old, young) => {
      const [before, after] = [old, young].map((spec) =>
        JSON.stringify({ apiVersion: 'v1', kind, metadata: { name: 'a' }, spec }),
      );
      const entries = diffYaml(before ?? '', after ?? '');
      expect(entries.length).toBeLessThanOrEqual(1);
      expect(diffYaml(before ?? '', before ?? '')).toEqual([]);
    }),
  );
});
