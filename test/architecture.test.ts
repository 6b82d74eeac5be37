import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const lib = join(__dirname, '../lib');

/** What the folders of lib/ may import beside themselves. The order is the direction: a folder names those below it. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  network: [],
  manifest: ['network'],
  declaration: ['network'],
  storage: ['declaration', 'manifest'],
  exposure: ['declaration', 'imports', 'manifest'],
  monitoring: ['declaration', 'imports', 'manifest'],
  secrets: ['declaration', 'imports', 'manifest', 'network'],
  gitops: ['imports', 'manifest'],
  publish: [],
  admission: ['manifest'],
  'pod parts': ['admission', 'network', 'manifest', 'declaration', 'storage', 'exposure', 'monitoring'],
  'locks about': ['lock types'],
  'locks terms': [],
  'locks admission': ['lock types', 'locks terms'],
  'locks check': ['lock types', 'manifest', 'network', 'locks terms'],
  'locks apply': ['lock types', 'admission', 'pod parts', 'declaration', 'manifest', 'network'],
  live: ['manifest', 'network'],
  // A probe judges what it saw by its own lock's rules, and by what the manifests in the cluster declare.
  'locks probe': ['live', 'locks check', 'manifest'],
  'lock types': ['admission', 'manifest', 'pod parts'],
  'locks index': ['lock types', 'locks about', 'locks admission', 'locks check', 'locks apply', 'locks index'],
  probes: ['live', 'locks probe'],
  'vpn pod': ['admission', 'gitops', 'pod parts', 'locks index', 'declaration', 'manifest'],
  check: ['lock types', 'manifest', 'network'],
  'main-file': ['declaration'],
  compose: ['network', 'manifest', 'declaration', 'check', 'main-file'],
  diagram: ['check', 'lock types', 'manifest'],
  diff: ['check', 'manifest'],
  synth: [
    ...['admission', 'declaration', 'gitops', 'manifest', 'network', 'vpn pod', 'check', 'locks index', 'publish'],
    'secrets',
  ],
  verify: ['check', 'live', 'lock types', 'locks index', 'manifest', 'probes'],
  drill: ['check', 'live', 'manifest', 'probes', 'verify'],
  'validation-plugin': ['check', 'manifest', 'locks index', 'lock types'],
  index: [
    ...['declaration', 'vpn pod', 'synth', 'check', 'manifest', 'locks index', 'lock types', 'publish', 'secrets'],
    ...['compose', 'diagram', 'diff', 'main-file'],
  ],
  cli: [
    ...['network', 'declaration', 'secrets', 'check', 'manifest', 'locks index', 'lock types', 'synth', 'publish'],
    ...['compose', 'diagram', 'diff', 'main-file', 'live', 'verify', 'drill'],
  ],
};

function area(file: string): string {
  const [folder = '', second = '', third = ''] = file.replace(/\.ts$/, '').split('/');
  if (folder === '..' && second === 'imports') return 'imports';
  if (folder === 'pod') return second === 'vpn-pod' ? 'vpn pod' : 'pod parts';
  if (folder !== 'locks') return folder;
  if (second === 'lock') return 'lock types';
  if (second === 'probes') return 'probes';
  if (third === '' || third === 'index') return 'locks index';
  // Names that gluetun gives, which check and admission ask for alike.
  if (third === 'key-variables') return 'locks terms';
  return ['about', 'admission', 'apply', 'probe'].includes(third) ? `locks ${third}` : 'locks check';
}

const sources = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

const imports = sources.flatMap((file) =>
  [...readFileSync(join(lib, file), 'utf8').matchAll(/(?:from|require\(|import\()\s*'(\.[^']+)'/g)].map(
    ([, target = '']) => ({
      file,
      target: relative(lib, join(lib, dirname(file), target)),
    }),
  ),
);

test('every folder of lib/ has its place in the order', () => {
  expect(sources.map(area).filter((name) => !(name in allowed))).toEqual([]);
});

test('imports go one way only', () => {
  const against = imports
    .filter(({ file, target }) => area(file) !== area(target))
    .filter(({ file, target }) => !(allowed[area(file)] ?? []).includes(area(target)))
    .map(({ file, target }) => `${file} (${area(file)}) imports ${target} (${area(target)})`);
  expect(against).toEqual([]);
});

test('the check of one lock never imports what sets that lock, or the check of another', () => {
  const checks = imports.filter(({ file }) => area(file) === 'locks check');
  expect(checks.length).toBeGreaterThan(0);
  const lockOf = (file: string) => file.split('/')[1];
  expect(
    checks.filter(
      ({ file, target }) =>
        target.startsWith('locks/') && area(target) !== 'lock types' && lockOf(file) !== lockOf(target),
    ),
  ).toEqual([]);
});

test('only what renders loads cdk8s', () => {
  const loading = sources.filter((file) =>
    /^import (?!type)[^;]*from '(cdk8s|cdk8s-plus-28|constructs)'/m.test(readFileSync(join(lib, file), 'utf8')),
  );
  expect(loading.sort()).toEqual(['pod/vpn-pod.ts', 'synth/render-manifests.ts']);
});

test('a probe judges by no other lock than its own', () => {
  const probes = imports.filter(({ file }) => area(file) === 'locks probe');
  expect(probes.length).toBeGreaterThan(0);
  const lockOf = (file: string) => file.split('/')[1];
  expect(probes.filter(({ file, target }) => target.startsWith('locks/') && lockOf(file) !== lockOf(target))).toEqual(
    [],
  );
});

test('only what connects to a cluster loads its client, and only then', () => {
  const loading = sources.filter((file) =>
    /(?:^import (?!type)[^;]*from |import\()'@kubernetes\/client-node'/m.test(readFileSync(join(lib, file), 'utf8')),
  );
  expect(loading).toEqual(['live/connect.ts']);
});

test('neither check nor synth loads a probe', () => {
  const needing = imports.filter(({ target }) => area(target) === 'probes' || area(target) === 'verify');
  expect([...new Set(needing.map(({ file }) => area(file)))].filter((name) => name !== 'verify').sort()).toEqual([
    'cli',
    'drill',
  ]);
});
