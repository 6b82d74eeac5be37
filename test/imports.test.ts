import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../lib/manifest/kubernetes';
import { allClusters, parseClusters } from '../lib/synth/clusters';
import { renderManifests } from '../lib/synth/render-manifests';
import { exampleDeclaration, exampleWith } from './declaration/example-declaration';

const imports = join(__dirname, '../imports');
const { files, modules } = JSON.parse(readFileSync(join(imports, 'versions.json'), 'utf8')) as {
  files: Readonly<Record<string, string>>;
  modules: Readonly<Record<string, string>>;
};

/** The schemas of CustomResourceDefinitions, by apiVersion and kind. */
const schemas = new Map(
  Object.keys(files)
    .filter((file) => file.startsWith('schemas/'))
    .map((file) => {
      const name = file.replace(/^schemas\/|\.json$/g, '');
      const source = readFileSync(join(imports, `${name}.ts`), 'utf8');
      const [, apiVersion, kind] = /apiVersion: '(.+)',\n\s+kind: '(.+)'/.exec(source) ?? [];
      return [`${apiVersion} ${kind}`, JSON.parse(readFileSync(join(imports, file), 'utf8'))] as const;
    }),
);

// Formats such as int64 say how the API server stores a number, not which are allowed.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const validators = new Map<string, ValidateFunction>([...schemas].map(([name, schema]) => [name, ajv.compile(schema)]));

function faults(object: KubernetesObject): string[] {
  const name = `${object.apiVersion} ${object.kind}`;
  const validate = validators.get(name);
  if (validate === undefined) return [`${name}: imports/ has no such kind`];
  validate(object);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath}: ${message}`);
}

/** What every API server knows without a CRD. */
const builtIn = /^(v1|apps\/v1|batch\/v1|networking\.k8s\.io\/v1|admissionregistration\.k8s\.io\/v1)$/;

function customResources(...declarations: readonly unknown[]): KubernetesObject[] {
  const { pods, gitOps } = allClusters(parseClusters(declarations).map((each) => renderManifests(each)));
  const objects = [...pods.flat(), ...gitOps].flatMap(({ content }) => loadAll(content) as KubernetesObject[]);
  return objects.filter(({ apiVersion }) => !builtIn.test(apiVersion));
}

/** Declarations that between them have every kind. */
function everything(): KubernetesObject[] {
  const cabin = exampleWith({
    'cluster.name': 'cabin',
    'gitOps.credentialsSecret': 'homelab-git',
    'pods.0.expose': {
      by: 'gateway',
      host: 'torrents.example.org',
      gateway: { name: 'web', namespace: 'gateways', section: 'https' },
      proxy: { namespace: 'gateways' },
    },
  });
  return customResources(exampleDeclaration(), cabin);
}

test('nobody edited imports/: npm run imports', () => {
  const found = readdirSync(imports, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|json)$/.test(file));
  expect(found.filter((file) => file !== 'versions.json').sort()).toEqual(Object.keys(files));
  for (const [file, digest] of Object.entries(files)) {
    expect([
      file,
      createHash('sha256')
        .update(readFileSync(join(imports, file)))
        .digest('hex'),
    ]).toEqual([file, digest]);
  }
});

test('imports/ is of the releases that its script names: npm run imports', () => {
  const script = readFileSync(join(__dirname, '../.ci/import-crds.js'), 'utf8');
  const pinned = [...script.matchAll(/module: '(.+)',\n\s+version: '(.+)'/g)].map(([, module, version]) => [
    module,
    version,
  ]);
  expect(Object.fromEntries(pinned)).toEqual(modules);
});

test('every custom resource that we render is as its CRD demands', () => {
  const objects = everything();
  expect(new Set(objects.map(({ kind }) => kind))).toEqual(
    new Set(['AppProject', 'Application', 'ApplicationSet', 'GitRepository', 'HTTPRoute', 'Kustomization']),
  );
  expect(objects.flatMap(faults)).toEqual([]);
});

test('imports/ has no kind that we do not render', () => {
  const rendered = new Set(everything().map((each) => `${each.apiVersion} ${each.kind}`));
  expect([...schemas.keys()].filter((name) => !rendered.has(name))).toEqual([]);
});

test.each([
  ['an unknown field', { spec: { interval: '1m', url: 'https://git.example.org/a.git', branch: 'main' } }],
  ['a wrong type', { spec: { interval: 1, url: 'https://git.example.org/a.git' } }],
  ['a missing field', { spec: { interval: '1m' } }],
  ['a value that matches no pattern', { spec: { interval: 'often', url: 'https://git.example.org/a.git' } }],
])('%s is refused', (_, rest) => {
  const metadata = { name: 'a' };
  expect(faults({ apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', metadata, ...rest })).not.toEqual(
    [],
  );
});
