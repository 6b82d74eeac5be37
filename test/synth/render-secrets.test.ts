import { load, loadAll } from 'js-yaml';
import { DeclarationError } from '../../lib/declaration/mistake';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import type { KubernetesObject } from '../../lib/manifest/kubernetes';
import { refuseOpenLocks } from '../../lib/synth/refuse-open-locks';
import { renderManifests } from '../../lib/synth/render-manifests';
import { faults } from '../custom-resources';
import { exampleDeclaration, examplePod, exampleWith } from '../declaration/example-declaration';
import {
  fileWith,
  sealedSecretFile,
  sealedValue,
  sopsSecretFile,
  sopsValue,
  vpnKeys,
} from '../secrets/encrypted-files';

type Object = { metadata: { annotations?: Record<string, string> }; spec: Record<string, unknown> };

const name = 'airvpn-wireguard';
const sealed = { name, sealedSecret: 'secrets/airvpn.yaml' };
const sops = { name, sopsSecret: 'secrets/airvpn.yaml' };

function declaring(secret: unknown) {
  return parseDeclaration(exampleWith({ 'pods.0.vpn.credentials.secret': secret }));
}

function render(secret: unknown, text = '') {
  const manifests = renderManifests(declaring(secret), new Map(text === '' ? [] : [['secrets/airvpn.yaml', text]]));
  refuseOpenLocks(manifests);
  const files = [...manifests.pods.flat(), ...manifests.gitOps];
  return new Map(files.map(({ path, content }) => [path, content]));
}

function problems(secret: unknown, text?: string): string {
  try {
    renderManifests(declaring(secret), new Map(text === undefined ? [] : [['secrets/airvpn.yaml', text]]));
    return 'none';
  } catch (error) {
    if (!(error instanceof DeclarationError)) throw error;
    return error.message;
  }
}

function annotations(files: ReadonlyMap<string, string>, pod = 'qbittorrent') {
  const deployment = load(files.get(`home/${pod}/deployment.yaml`) ?? '') as Object;
  const { metadata } = (deployment.spec as { template: Object }).template;
  return { workload: deployment.metadata.annotations, template: metadata.annotations };
}

test.each([
  ['a SealedSecret', sealed, sealedSecretFile(), 'home/secret-downloads.airvpn-wireguard.yaml'],
  ['a SOPS file', sops, sopsSecretFile(), 'home/secret-downloads.airvpn-wireguard.sops.yaml'],
])('%s stands in dist/ byte for byte, and no lock is open', (_, source, text, path) => {
  const unusual = `# a comment that SOPS counts\n${text}\n\n`;
  expect(render(source, unusual).get(path)).toBe(unusual);
});

test('a JSON file keeps its format, by which SOPS and ksops read it', () => {
  const text = JSON.stringify(load(sopsSecretFile()));
  const declaration = declaring({ name, sopsSecret: 'airvpn.json' });
  const { pods } = renderManifests(declaration, new Map([['airvpn.json', text]]));
  expect(pods.flat()).toContainEqual({ path: 'home/secret-downloads.airvpn-wireguard.sops.json', content: text });
});

describe('an ExternalSecret', () => {
  const store = { name: 'vault', kind: 'ClusterSecretStore' };
  const rendered = (externalSecret: object) => {
    const files = render({ name, externalSecret });
    return load(files.get('home/secret-downloads.airvpn-wireguard.yaml') ?? '') as KubernetesObject;
  };

  test('of one item takes each key from the property of its name, or of the name that is given', () => {
    const found = rendered({
      store,
      remoteKey: 'downloads/airvpn',
      properties: { wireguard_private_key: 'PrivateKey' },
    });
    expect(faults(found)).toEqual([]);
    expect(found['spec']).toMatchObject({
      refreshInterval: '1h',
      secretStoreRef: store,
      target: { name },
      data: [
        { secretKey: vpnKeys[0], remoteRef: { key: 'downloads/airvpn', property: vpnKeys[0] } },
        { secretKey: vpnKeys[1], remoteRef: { key: 'downloads/airvpn', property: 'PrivateKey' } },
      ],
    });
  });

  test('of a place for each key has that place, with a property only where there is one', () => {
    const found = rendered({
      store: { name: 'onepassword' },
      refreshInterval: '15m',
      remoteRefs: {
        wireguard_private_key: { key: 'airvpn/PrivateKey' },
        wireguard_preshared_key: { key: 'airvpn', property: 'psk' },
      },
    });
    expect(faults(found)).toEqual([]);
    expect(found['spec']).toMatchObject({
      secretStoreRef: { name: 'onepassword', kind: 'SecretStore' },
      data: [{ remoteRef: { key: 'airvpn', property: 'psk' } }, { remoteRef: { key: 'airvpn/PrivateKey' } }],
    });
    expect(JSON.stringify(found)).not.toContain('"property":"airvpn');
  });
});

test('the SealedSecret of these tests fits its CRD', () => {
  expect(faults(load(sealedSecretFile()) as KubernetesObject)).toEqual([]);
});

describe('a file that does not hold what the Pod mounts is refused:', () => {
  const plain = fileWith(fileWith(sopsSecretFile(), 'sops', undefined), 'stringData', { wireguard_private_key: 'k' });
  const psk = vpnKeys[0];
  const wireguardKey = Buffer.alloc(32, 7).toString('base64');
  test.each([
    [
      'a SealedSecret of another name',
      sealed,
      fileWith(sealedSecretFile(), 'metadata.name', 'b'),
      'is SealedSecret "b", but the Pod mounts "airvpn-wireguard"',
    ],
    [
      'a SealedSecret for another namespace',
      sealed,
      fileWith(sealedSecretFile(), 'metadata.namespace', 'b'),
      'is for namespace "b", but the Pod is in "downloads"',
    ],
    [
      'a SealedSecret whose template has another name',
      sealed,
      fileWith(sealedSecretFile(), 'spec.template.metadata.name', 'b'),
      'is Secret "b"',
    ],
    [
      'a SealedSecret that lacks a key',
      sealed,
      fileWith(sealedSecretFile(), `spec.encryptedData.${psk}`, undefined),
      `lacks ${psk}, which the Pod reads`,
    ],
    [
      'a SealedSecret with a plain value',
      sealed,
      fileWith(sealedSecretFile(), `spec.encryptedData.${psk}`, 'aGVsbG8='),
      `${psk} is not what kubeseal writes`,
    ],
    [
      'a SealedSecret with plain values in its template',
      sealed,
      fileWith(sealedSecretFile(), 'spec.template.data', { a: 'b' }),
      'has values in spec.template.data, which are plain',
    ],
    ['a plain Secret in the place of a sealed one', sealed, plain, 'is a plain Secret'],
    [
      'another kind',
      sealed,
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
      'is ConfigMap of v1, not a SealedSecret',
    ],
    ['a plain Secret in the place of a SOPS file', sops, plain, 'is a plain secret in the repository'],
    [
      'a SOPS file with a plain value',
      sops,
      fileWith(sopsSecretFile(), `stringData.${psk}`, 'hello'),
      `${psk} is a plain secret in the repository: SOPS did not encrypt it`,
    ],
    [
      'a SOPS file with a value that only begins encrypted',
      sops,
      fileWith(sopsSecretFile(), `stringData.${psk}`, 'ENC[hello]'),
      'plain secret in the repository',
    ],
    [
      'a SOPS file without its code of authentication',
      sops,
      fileWith(sopsSecretFile(), 'sops.mac', undefined),
      'has no message authentication code',
    ],
    ['a SOPS file for nobody', sops, fileWith(sopsSecretFile(), 'sops.age', []), 'names nobody who could decrypt it'],
    ['a SOPS file that is encrypted whole', sops, fileWith(sopsSecretFile(), 'kind', sopsValue), 'is encrypted whole'],
    [
      "a SOPS file with kubectl's copy of the values",
      sops,
      fileWith(sopsSecretFile(), 'metadata.annotations', { 'kubectl.kubernetes.io/last-applied-configuration': '{}' }),
      'which holds the values once more',
    ],
    [
      'a SOPS file without a namespace',
      sops,
      fileWith(sopsSecretFile(), 'metadata.namespace', undefined),
      'has no namespace',
    ],
    [
      'a SOPS file with a key in a comment',
      sops,
      `# was ${Buffer.alloc(32, 7).toString('base64')}\n${sopsSecretFile()}`,
      'has what looks like a key or password in a comment',
    ],
    ['a SOPS file with a password in a comment', sops, `# password: hunter2\n${sopsSecretFile()}`, 'in a comment'],
    ...[
      ['metadata.annotations', { was: wireguardKey }, 'has a key in clear in metadata.annotations, was'],
      ['metadata.managedFields', [{ a: 1 }], 'has metadata.managedFields, which nothing encrypts'],
      ['stringdata', { a: 'b' }, 'has stringdata, which nothing encrypts'],
    ].map(
      ([field, value, problem]) =>
        [
          `a SOPS file with something plain in ${field}`,
          sops,
          fileWith(sopsSecretFile(), String(field), value),
          String(problem),
        ] as const,
    ),
    ...[
      ['metadata.annotations', { was: wireguardKey }, 'has a key in clear in metadata.annotations, was'],
      ['spec.template.metadata.annotations', { was: wireguardKey }, 'in clear in spec.template.metadata.annotations'],
      ['spec.template.Data', { a: 'b' }, 'has spec.template.Data, which nothing encrypts'],
      ['spec.data', { a: 'b' }, 'has spec.data, which nothing encrypts'],
      ['data', { a: 'b' }, 'has data, which nothing encrypts'],
      ['status', { a: 'b' }, 'has status, which nothing encrypts'],
    ].map(
      ([field, value, problem]) =>
        [
          `a SealedSecret with something plain in ${field}`,
          sealed,
          fileWith(sealedSecretFile(), String(field), value),
          String(problem),
        ] as const,
    ),
    ['two objects', sops, `${sopsSecretFile()}---\n${sopsSecretFile()}`, 'holds 2 objects'],
    ['Windows line ends', sops, sopsSecretFile().replaceAll('\n', '\r\n'), 'has Windows line ends (CRLF)'],
    ['a byte order mark', sops, `\uFEFF${sopsSecretFile()}`, 'begins with a byte order mark'],
    ['a key that stands twice', sops, `${sopsSecretFile()}kind: Secret\n`, 'key "kind" stands 2 times'],
    ['no YAML', sops, 'a: [', 'is not YAML'],
    ['nothing', sops, '# nothing\n', 'is empty'],
    ['a bomb of aliases', sops, bomb(), 'stand for too many values'],
  ] as const)('%s', (_, source, text, problem) => {
    const found = problems(source, text);
    expect(found).toContain('pods[0].vpn.credentials.secret: secrets/airvpn.yaml ');
    expect(found).toContain(problem);
    expect(found).not.toContain('hello');
  });
});

function bomb(): string {
  const levels = Array.from({ length: 30 }, (_, level) => `l${level + 1}: &l${level + 1} [*l${level}, *l${level}]`);
  return ['apiVersion: v1', 'kind: Secret', 'metadata: {name: a}', 'l0: &l0 [x]', ...levels].join('\n');
}

test('a file that is not there yet: the error is the command that makes it', () => {
  expect(problems(sops)).toBe(
    'pods[0].vpn.credentials.secret: secrets/airvpn.yaml does not exist; make it with: npx podlock secret --namespace downloads ' +
      '--name airvpn-wireguard --keys wireguard_preshared_key,wireguard_private_key --sops --output secrets/airvpn.yaml',
  );
});

describe('a changed Secret reaches the Pod:', () => {
  test('a new ciphertext makes a new Pod, the same one does not', () => {
    const one = annotations(render(sealed, sealedSecretFile()));
    expect(one).toEqual(annotations(render(sealed, sealedSecretFile())));
    const other = fileWith(sealedSecretFile(), 'spec.encryptedData.more', sealedValue);
    expect(one.template).toEqual({ 'podlock/secret-files': expect.stringMatching(/^sha256:[\da-f]{64}$/) });
    expect(annotations(render(sealed, other)).template).not.toEqual(one.template);
    expect(one.workload).toEqual({ 'secret.reloader.stakater.com/reload': 'qbittorrent-webui' });
  });

  test('of what only the cluster knows, reloader is told the names, and there is no hash', () => {
    expect(annotations(render('airvpn-wireguard'))).toEqual({
      workload: { 'secret.reloader.stakater.com/reload': 'airvpn-wireguard,qbittorrent-webui' },
      template: undefined,
    });
  });
});

describe('a Secret that two Pods share', () => {
  const { vpn } = examplePod();
  const with2 = (first: unknown, second: unknown) => ({
    ...exampleDeclaration(),
    pods: [first, second].map((secret, index) => ({
      ...examplePod(),
      name: `pod-${index}`,
      torrentPort: 4000 + index,
      vpn: { ...vpn, credentials: { secret } },
    })),
  });

  test('stands in dist/ once, and both Pods follow it, though one of them only names it', () => {
    const declaration = parseDeclaration(with2(name, sealed));
    const { pods } = renderManifests(declaration, new Map([['secrets/airvpn.yaml', sealedSecretFile()]]));
    const files = new Map(pods.flat().map(({ path, content }) => [path, content]));
    expect([...files.keys()].filter((path) => path.includes('secret-'))).toHaveLength(1);
    expect(annotations(files, 'pod-0').template).toEqual(annotations(files, 'pod-1').template);
  });

  test('cannot come from two places', () => {
    expect(() => parseDeclaration(with2(sealed, sops))).toThrow(
      'pods[1].vpn.credentials.secret: says that Secret "airvpn-wireguard" comes from elsewhere than pods[0] says',
    );
  });
});

describe('what decrypts', () => {
  const gitOps = (text = sopsSecretFile()) => render(sops, text);

  test('Flux is told to, with the key that opens age, PGP or Vault', () => {
    expect(gitOps().get('gitops/home-flux.yaml')).toContain(
      '  decryption:\n    provider: sops\n    secretRef:\n      name: sops-age\n',
    );
  });

  test("Flux needs no key of ours where a cloud's service has it", () => {
    const text = fileWith(fileWith(sopsSecretFile(), 'sops.age', undefined), 'sops.kms', [{ arn: 'x', enc: 'y' }]);
    expect(gitOps(text).get('gitops/home-flux.yaml')).toContain('  decryption:\n    provider: sops\n  interval');
  });

  test('Argo CD leaves the file out of the plain folder and builds it with ksops', () => {
    const files = gitOps();
    const [, application] = loadAll(files.get('gitops/home-argocd.yaml') ?? '');
    expect(application).toMatchObject({
      spec: {
        sources: [
          { path: 'dist/home', directory: { recurse: true, exclude: '*.sops.*' } },
          { path: 'dist/gitops/home-argocd-ksops' },
        ],
      },
    });
    expect(load(files.get('gitops/home-argocd-ksops/ksops.yaml') ?? '')).toMatchObject({
      kind: 'ksops',
      files: ['../../home/secret-downloads.airvpn-wireguard.sops.yaml'],
    });
  });

  test('without a SOPS file neither of them is told anything', () => {
    const files = render(sealed, sealedSecretFile());
    expect(files.get('gitops/home-flux.yaml')).not.toContain('decryption');
    expect([...files.keys()].filter((path) => path.includes('ksops'))).toEqual([]);
  });
});
