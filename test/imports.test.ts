import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { customKinds, faults } from './custom-resources';
import { everyKind } from './every-kind';

const imports = join(__dirname, '../imports');
const ci = join(__dirname, '../.ci');
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const madeFrom = json(join(imports, 'made-from.json')) as { readonly files: Readonly<Record<string, string>> };

/** What every API server knows without a CRD. */
const builtIn = /^(v1|apps\/v1|batch\/v1|networking\.k8s\.io\/v1|admissionregistration\.k8s\.io\/v1)$/;

const everything = () => everyKind().filter(({ apiVersion }) => !builtIn.test(apiVersion));

test('imports/ is what its script makes of the releases it names, and nobody edited it: npm run imports', () => {
  const found = readdirSync(imports, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|json)$/.test(file));
  const files = found.filter((file) => file !== 'made-from.json').sort();
  expect(madeFrom).toEqual({
    modules: json(join(ci, 'crds.json')),
    'cdk8s-cli': json(join(__dirname, '../package.json')).devDependencies['cdk8s-cli'],
    script: digest(join(ci, 'import-crds.js')),
    files: Object.fromEntries(files.map((file) => [file, digest(join(imports, file))])),
  });
});

test('every custom resource that we render is as its CRD demands', () => {
  const objects = everything();
  expect(new Set(objects.map(({ kind }) => kind))).toEqual(
    new Set([
      ...['AppProject', 'Application', 'ApplicationSet', 'GitRepository', 'OCIRepository', 'Kustomization'],
      ...['HTTPRoute', 'Middleware', 'ExternalSecret', 'SealedSecret', 'PodMonitor', 'PrometheusRule'],
    ]),
  );
  expect(objects.flatMap(faults)).toEqual([]);
});

test('imports/ has no kind that we do not render', () => {
  const rendered = new Set(everything().map((each) => `${each.apiVersion} ${each.kind}`));
  expect(customKinds.filter((name) => !rendered.has(name))).toEqual([]);
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
