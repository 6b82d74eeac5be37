import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ImportedProject, importCompose } from '../../lib/compose/import-compose';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { refuseOpenLocks } from '../../lib/synth/refuse-open-locks';
import { renderManifests } from '../../lib/synth/render-manifests';
import { plausibleEnvFile } from './plausible-values';
import { choices, fixture, fixtures, inFolder } from './project';

/**
 * A folder with real compose files, each `*.yaml` or `*.yml` a project of its own. They are not in this repository; without
 * the folder only the fixtures are imported:
 *
 *     PODLOCK_COMPOSE_SAMPLE=~/compose-files npx jest test/compose/sample
 */
const sample = process.env['PODLOCK_COMPOSE_SAMPLE'];

/** What the report says of a key that nobody gave a reason for: held by report.test.ts. */
const unaccounted = 'Podlock does not know this key';

/** The part of the sample that must be imported. */
const least = 0.95;

function attempt(text: string, envFile: string | undefined): ImportedProject | string {
  const files = { 'compose.yml': text, ...(envFile !== undefined && { '.env': envFile }) };
  return inFolder(files, (folder) => {
    try {
      return importCompose({ paths: [join(folder, 'compose.yml')], environment: new Map() }, choices);
    } catch (error) {
      return String(error).replaceAll(`${folder}/`, '');
    }
  });
}

/** What a declaration may loosen by itself: a program that knows no interface, and a port that nobody forwards. */
const loosened = ['interface-binding', 'torrent-port'];

/** How many Pods there are. No lock is open; what is loosened has a reason of the declaration's own. */
function closedPods(declaration: unknown): number {
  const manifests = renderManifests(parseDeclaration(declaration));
  const findings = refuseOpenLocks(manifests);
  expect(findings.filter(({ lock, suppressed }) => !loosened.includes(lock) || suppressed === undefined)).toEqual([]);
  return manifests.pods.length;
}

test.each(Object.keys(fixtures))('%s becomes manifests with every lock closed', (name) => {
  const files = fixture(name);
  const result = attempt(files['compose.yml'] ?? '', files['.env']);
  if (typeof result === 'string') throw new Error(result);
  expect(closedPods(result.declaration)).toBeGreaterThan(0);
});

const names =
  sample !== undefined && existsSync(sample) ? readdirSync(sample).filter((name) => /\.ya?ml$/.test(name)) : [];
const texts = names.map((name) => ({ name, text: readFileSync(join(sample ?? '', name), 'utf8') }));

(names.length === 0 ? describe.skip : describe)('the sample (PODLOCK_COMPOSE_SAMPLE)', () => {
  const results = texts.map(({ name, text }) => ({ name, result: attempt(text, plausibleEnvFile(text)) }));
  const imported = results.flatMap(({ name, result }) => (typeof result === 'string' ? [] : [{ name, result }]));
  const refused = results.flatMap(({ name, result }) => (typeof result === 'string' ? [{ name, result }] : []));

  test('at least 95 % are imported, with an .env of plausible values', () => {
    process.stdout.write(`${imported.length} of ${results.length} imported\n`);
    for (const { name, result } of refused) process.stdout.write(`${name}: ${result}\n`);
    expect(imported.length / results.length).toBeGreaterThanOrEqual(least);
  });

  test('every other says which key and why', () => {
    for (const { result } of refused) expect(result).toMatch(/compose\.yml:\d+:\d+ \S+: .{20}/);
  });

  test('every lock is closed in all their Pods', () => {
    const open = imported.flatMap(({ name, result }) => {
      try {
        return closedPods(result.declaration) > 0 ? [] : [name];
      } catch (error) {
        return [`${name}: ${error}`];
      }
    });
    expect(open).toEqual([]);
  });

  test('every key is accounted for', () => {
    const lost = imported.flatMap(({ name, result: { report } }) =>
      report.filter(({ droppedBecause }) => droppedBecause === unaccounted).map(({ path }) => `${name} ${path}`),
    );
    expect(lost).toEqual([]);
  });

  test('without an .env, a refusal names each variable that is missing', () => {
    const without = texts.map(({ text }) => attempt(text, undefined)).filter((result) => typeof result === 'string');
    process.stdout.write(`without an .env: ${texts.length - without.length} of ${texts.length} imported\n`);
    for (const message of without) expect(message).toMatch(/compose\.yml:\d+:\d+ \S+: .{20}/);
  });
});
