/**
 * Makes imports/ anew, from the CRDs of the releases that crds.json pins: types by `cdk8s import`, and each CRD itself
 * for the tests. Only kinds that dist/ can hold. Needs Go, which fetches the modules that hold the CRDs:
 *
 *     npm run imports
 */
const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { dump, load } = require('js-yaml');

/** Another release: change its version there, run the script, look at the difference. */
const modules = require('./crds.json');

/** Of the generators of an ApplicationSet, each with a template of its own, only the one that is rendered: 3 MB less. */
const generator = 'list';

/** Of the kinds of Middleware, only the one that is rendered. */
const middleware = 'forwardAuth';

const output = 'imports';
const temporary = mkdtempSync(join(tmpdir(), 'podlock-imports-'));
try {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(join(output, 'crds'), { recursive: true });
  for (const { module, version, crds } of modules) {
    const folder = download(module, version);
    for (const [name, path] of Object.entries(crds)) importCrd(name, load(readFileSync(join(folder, path), 'utf8')));
  }
  writeFileSync(join(output, 'made-from.json'), `${JSON.stringify(madeFrom(), null, 2)}\n`);
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
  if (crd.spec.names.kind === 'Middleware') {
    properties.spec.properties = { [middleware]: properties.spec.properties[middleware] };
  }
  const file = join(temporary, `${name}.yaml`);
  writeFileSync(file, dump(crd));
  const cdk8s = join(__dirname, '../node_modules/.bin/cdk8s');
  const types = join(temporary, 'types');
  const args = ['import', `${name}:=${file}`, '--language', 'typescript', '--output', types, '--no-save'];
  execFileSync(cdk8s, args, { env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' }, stdio: 'ignore' });
  const [generated] = readdirSync(types).filter((each) => each.startsWith(`${name}-${crd.spec.group}`));
  writeFileSync(join(output, `${name}.ts`), readFileSync(join(types, generated)));
  writeFileSync(join(output, 'crds', `${name}.json`), `${JSON.stringify(withoutProse(crd), null, 1)}\n`);
}

function withoutProse(schema) {
  if (Array.isArray(schema)) return schema.map(withoutProse);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key, value]) => !(key === 'description' && typeof value === 'string'));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutProse(value)]));
}

/** All that imports/ depends on, and what it was then: a test tells when one of them is no longer so. */
function madeFrom() {
  const files = readdirSync(output, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|json)$/.test(file));
  return {
    modules,
    'cdk8s-cli': require('../package.json').devDependencies['cdk8s-cli'],
    script: digest(__filename),
    files: Object.fromEntries(files.sort().map((file) => [file, digest(join(output, file))])),
  };
}

function digest(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
