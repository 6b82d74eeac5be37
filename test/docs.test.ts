import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { parseDeclaration, renderManifests } from '../lib';
import { refuseOpenLocks } from '../lib/synth/refuse-open-locks';
import { exampleWith } from './declaration/example-declaration';

const docs = join(__dirname, '../docs');

/** Where a key of an example belongs. */
const PLACES: Readonly<Record<string, string>> = {
  cluster: 'cluster',
  gitOps: 'gitOps',
  companions: 'pods.0.companions',
  hosts: 'pods.0.hosts',
  metrics: 'pods.0.metrics',
  alerts: 'pods.0.metrics.alerts',
  expose: 'pods.0.expose',
  storage: 'pods.0.storage',
  credentials: 'pods.0.vpn.credentials',
  externalSecret: 'pods.0.vpn.credentials.secret.externalSecret',
};

/** Each example of TypeScript in docs/ that is a part of a declaration, as its reader pastes it. */
const examples = readdirSync(docs)
  .filter((file) => file.endsWith('.md'))
  .flatMap((file) =>
    [...readFileSync(join(docs, file), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(
      ([, code = '']) => [`${file}: ${code.replace(/\s+/g, ' ').slice(0, 60)}`, code] as const,
    ),
  )
  .filter(([, code]) => /^\w+: /.test(code));

test('the examples are found', () => {
  expect(examples.length).toBeGreaterThan(10);
});

test.each(examples)('the example of %s is accepted as it stands, and no lock is open', (_, code) => {
  const parts = Object.entries(JSON.parse(runInNewContext(`JSON.stringify({ ${code} })`)) as object);
  expect(parts).toHaveLength(1);
  const changes = parts.map(([key, value]) => [PLACES[key], value]);
  const secret = code.startsWith('externalSecret') ? [['pods.0.vpn.credentials', { secret: { name: 'vpn' } }]] : [];
  const declaration = parseDeclaration(exampleWith(Object.fromEntries([...secret, ...changes])));
  // What a file of ciphertext holds, the synth alone reads.
  if (!/sealedSecret|sopsSecret/.test(code)) refuseOpenLocks(renderManifests(declaration));
});
