/**
 * Makes imports/ anew, from the CRDs of pinned releases: types by `cdk8s import`, and the schema of each kind for the
 * tests. Only kinds that Podlock renders. Needs Go, which fetches the modules that hold the CRDs:
 *
 *     npm run imports
 */
const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { dump, load } = require('js-yaml');

/** Another release: change its version, run the script, look at the difference. */
const modules = [
  {
    module: 'github.com/argoproj/argo-cd/v3',
    version: 'v3.5.7',
    crds: {
      'argo-cd-application': 'manifests/crds/application-crd.yaml',
      'argo-cd-application-set': 'manifests/crds/applicationset-crd.yaml',
      'argo-cd-app-project': 'manifests/crds/appproject-crd.yaml',
    },
  },
  {
    module: 'sigs.k8s.io/gateway-api',
    version: 'v1.3.0',
    crds: { 'gateway-http-route': 'config/crd/standard/gateway.networking.k8s.io_httproutes.yaml' },
  },
  {
    module: 'github.com/fluxcd/source-controller',
    version: 'v1.9.6',
    crds: { 'flux-git-repository': 'config/crd/bases/source.toolkit.fluxcd.io_gitrepositories.yaml' },
  },
  {
    module: 'github.com/fluxcd/kustomize-controller',
    version: 'v1.9.5',
    crds: { 'flux-kustomization': 'config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml' },
  },
];

/** Of the generators of an ApplicationSet, each with a template of its own, only the one that is rendered: 3 MB less. */
const generator = 'list';

const output = 'imports';
const temporary = mkdtempSync(join(tmpdir(), 'podlock-imports-'));
try {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(join(output, 'schemas'), { recursive: true });
  for (const { module, version, crds } of modules) {
    const folder = download(module, version);
    for (const [name, path] of Object.entries(crds)) importCrd(name, load(readFileSync(join(folder, path), 'utf8')));
  }
  writeFileSync(join(output, 'versions.json'), `${JSON.stringify(versions(), null, 2)}\n`);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

function download(module, version) {
  const answer = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], { cwd: temporary });
  return JSON.parse(answer.toString()).Dir;
}

function importCrd(name, crd) {
  crd.spec.versions = crd.spec.versions.filter(({ storage }) => storage);
  const { properties } = crd.spec.versions[0].schema.openAPIV3Schema;
  for (const unused of ['status', 'operation']) delete properties[unused];
  const generators = properties.spec.properties.generators?.items.properties;
  for (const unused of Object.keys(generators ?? {}).filter((key) => key !== generator)) delete generators[unused];
  const file = join(temporary, `${name}.yaml`);
  writeFileSync(file, dump(crd));
  const cdk8s = join(__dirname, '../node_modules/.bin/cdk8s');
  const args = [
    'import',
    `${name}:=${file}`,
    '--language',
    'typescript',
    '--output',
    join(temporary, 'types'),
    '--no-save',
  ];
  execFileSync(cdk8s, args, { env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' }, stdio: 'ignore' });
  const [types] = readdirSync(join(temporary, 'types')).filter((each) => each.startsWith(`${name}-${crd.spec.group}`));
  writeFileSync(join(output, `${name}.ts`), readFileSync(join(temporary, 'types', types)));
  const schema = crd.spec.versions[0].schema.openAPIV3Schema;
  writeFileSync(join(output, 'schemas', `${name}.json`), `${JSON.stringify(strict(schema), null, 1)}\n`);
}

/** The schema without its prose, and refusing what it does not know, as `kubectl apply --validate=strict` does. */
function strict(schema) {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key, value]) => !(key === 'description' && typeof value === 'string'));
  const copy = Object.fromEntries(kept.map(([key, value]) => [key, strict(value)]));
  const isClosed = copy.type === 'object' && copy.properties && !copy.additionalProperties;
  return isClosed && !copy['x-kubernetes-preserve-unknown-fields'] ? { ...copy, additionalProperties: false } : copy;
}

/** What imports/ was made from, and of what content it was then: a test tells when somebody edited it. */
function versions() {
  const files = readdirSync(output, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|json)$/.test(file));
  const digest = (file) =>
    createHash('sha256')
      .update(readFileSync(join(output, file)))
      .digest('hex');
  return {
    modules: Object.fromEntries(modules.map(({ module, version }) => [module, version])),
    files: Object.fromEntries(files.sort().map((file) => [file, digest(file)])),
  };
}
