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
    `configure, qbittorrent: image lscr.io/linuxserver/qbittorrent:5.1.4 → ${image}`,
  ]);
});

test("the WebUI's port is told at the Service, the NetworkPolicy and the Pod", () => {
  const changed = texts(example, yamlOf(exampleWith({ 'pods.0.client.webUi.port': 8090 })));
  expect(changed['changed Service qbittorrent']).toEqual(['Service port changes: TCP 8080 → TCP 8090 (webui)']);
  expect(changed['changed NetworkPolicy qbittorrent']).toEqual(['lets in TCP 8090, no longer TCP 8080']);
  expect(changed['changed Deployment qbittorrent']).toContain('qbittorrent restarts');
});

test('a rename stops one Pod and starts another; the old volumes are kept, the new ones are empty', () => {
  const changed = texts(example, yamlOf(exampleWith({ 'pods.0.name': 'torrents' })));
  expect(changed['removed Deployment qbittorrent']).toEqual(['qbittorrent stops for good']);
  expect(changed['created Deployment torrents']).toEqual(['torrents starts']);
  expect(changed['removed PersistentVolumeClaim qbittorrent-downloads']).toEqual([
    'volume kept: no longer in the repository, still in the cluster',
  ]);
  expect(changed['created PersistentVolumeClaim torrents-downloads']).toEqual([
    "a new, empty volume of 500Gi; the files stay in claim qbittorrent-downloads: existingClaim: 'qbittorrent-downloads' keeps using them",
  ]);
  // Its Pod is gone: nothing is left that it could no longer restrict.
  expect(changed['removed NetworkPolicy qbittorrent']).toEqual([]);
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
    'lock loosened: image-pin: qbittorrent runs lscr.io/linuxserver/qbittorrent:latest, whose tag moves to every new image, because of a test',
  );
  expect(texts(loosened, example)['changed Deployment qbittorrent']).toContain('lock closed: image-pin');
});

describe('a host beside the tunnel', () => {
  const host = (port: number, because = 'the NAS is there') => ({
    names: ['nas'],
    address: '192.168.1.10',
    port,
    because,
  });
  const [one, two, otherReason] = [[host(445)], [host(445), host(8096)], [host(445, 'shares')]].map((hosts) =>
    yamlOf(exampleWith({ 'pods.0.hosts': hosts })),
  ) as [string, string, string];
  const locksOf = (before: string, after: string) =>
    texts(before, after)['changed Deployment qbittorrent']?.filter((text) => text.startsWith('lock'));

  test('is named with its port and its reason, once for the locks that it opens', () => {
    expect(locksOf(example, one)).toEqual([
      'locks loosened: egress-policy, uplink: 192.168.1.10:445/TCP, because the NAS is there',
      'lock loosened: firewall: 192.168.1.10/32, because the NAS is there',
    ]);
    expect(texts(example, one)['changed NetworkPolicy qbittorrent']).toEqual(['lets out TCP 445 to 192.168.1.10 too']);
  });

  test('is named where the same locks are loosened already', () => {
    expect(locksOf(one, two)).toEqual([
      'locks loosened: egress-policy, uplink: 192.168.1.10:8096/TCP, because the NAS is there',
    ]);
    expect(locksOf(two, one)).toEqual(['locks closed: egress-policy, uplink: 192.168.1.10:8096/TCP']);
  });

  test('is named when its reason is another one', () => {
    expect(locksOf(one, otherReason)).toEqual([
      'locks loosened for another reason: egress-policy, uplink: 192.168.1.10:445/TCP, because shares',
      'lock loosened for another reason: firewall: 192.168.1.10/32, because shares',
    ]);
  });

  test('closes every lock when it goes', () => {
    expect(locksOf(one, example)).toEqual(['locks closed: egress-policy, firewall, uplink']);
  });

  test('whose reason is taken away is an open lock', () => {
    const without = one.replace(/ {4}podlock\/loosened-hosts: \|-\n(?: {6}.*\n)+/, '');
    expect(locksOf(one, without)).toContainEqual(expect.stringMatching(/^lock opened: uplink: .*192\.168\.1\.10/));
  });
});

test('a NetworkPolicy names those whom it lets out to, and in from', () => {
  const policy = (rules: unknown) =>
    dump({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'a' }, spec: rules });
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': 'databases' } };
  const after = policy({
    ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    egress: [
      { to: [{ namespaceSelector, podSelector: { matchLabels: { app: 'postgres' } } }], ports: [{ port: 5432 }] },
      { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }], ports: [{ port: 1637, protocol: 'UDP' }] },
      { to: [{ ipBlock: { cidr: 'fd00::1/128' } }, { podSelector: {} }], ports: [{ port: 1, endPort: 9 }] },
      {},
    ],
  });
  expect(texts(policy({}), after)['changed NetworkPolicy a']).toEqual([
    'lets in every port from 10.0.0.0/8 too',
    'lets out TCP 5432 to Pods app=postgres of databases, UDP 1637 to 0.0.0.0/0 but for 1 range, TCP 1-9 to fd00::1, TCP 1-9 to Pods that a selector chooses, every port to anywhere too',
  ]);
});

test('the torrent port and a companion take a line each, without values', () => {
  const port = texts(example, yamlOf(exampleWith({ 'pods.0.torrentPort': 47150 })));
  expect(port['changed Service qbittorrent']).toEqual([
    'Service port changes: TCP 47148 → TCP 47150 (torrent-tcp), UDP 47148 → UDP 47150 (torrent-udp)',
  ]);
  expect(port['changed Deployment qbittorrent']).toEqual([
    'qbittorrent restarts',
    'changes in qbittorrent (TORRENTING_PORT, ports), configure (SETTINGS), gluetun (FIREWALL_VPN_INPUT_PORTS)',
  ]);
  const prowlarr = {
    name: 'prowlarr',
    image: 'lscr.io/linuxserver/prowlarr:1.2.3',
    runAs: { user: 1027, group: 100 },
    webUi: { port: 9696 },
  };
  const companion = texts(example, yamlOf(exampleWith({ 'pods.0.companions': [prowlarr] })));
  expect(companion['changed Service qbittorrent']).toEqual(['Service offers TCP 9696 (prowlarr) too']);
  expect(companion['changed NetworkPolicy qbittorrent']).toEqual(['lets in TCP 9696 too']);
  expect(companion['changed Deployment qbittorrent']).toContain('containers scratch-1027-100, prowlarr are new');
});

test('what tells Argo CD what to sync is in no folder that is synced', () => {
  const project = (namespace: string) =>
    dump({ apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata: { name: 'a' }, spec: { namespace } });
  expect(texts(project('one'), project('two'))['changed AppProject a']).toEqual([
    'apply it yourself, unless something syncs it',
  ]);
});

test('a lock that another object opens is named at the Pod, which itself is unchanged', () => {
  const documents = loadAll(example) as { kind: string }[];
  const without = documents.filter(({ kind }) => kind !== 'NetworkPolicy').map((each) => dump(each));
  const changed = texts(example, without.join('---\n'));
  expect(changed['removed NetworkPolicy qbittorrent']).toEqual(['no longer restricts qbittorrent']);
  expect(changed['unchanged Deployment qbittorrent']).toContainEqual(
    expect.stringMatching(/^lock opened: egress-policy: no NetworkPolicy/),
  );
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
