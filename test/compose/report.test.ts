import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { CONTAINER_REASONS } from '../../lib/compose/attribute-reasons';
import { Ledger } from '../../lib/compose/ledger';
import { mapping, scalar } from '../../lib/compose/tree';
import { fixture, fixtures, imported, smallest } from './project';

/** What the report says of a key that nobody gave a reason for. */
const unaccounted = 'Podlock does not know this key';

const root = join(__dirname, '../..');
const schemaFile = join(dirname(require.resolve('dclint/package.json')), 'schemas/compose.schema.json');
const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
const attributes = Object.keys(schema.definitions.service.properties);

/** Every key of a document: mappings by their keys, list items as the keys that they are in the one form. */
function keysOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return Object.entries(value).flatMap(([key, child]) => keysOf(child, [...path, key]));
}

describe.each(Object.keys(fixtures))('of %s', (name) => {
  const files = fixture(name);
  const { report } = imported(files, { profiles: ['*'] });

  test('every key is mapped or dropped with a reason', () => {
    expect(report.filter(({ droppedBecause }) => droppedBecause === unaccounted)).toEqual([]);
    expect(
      report.filter(({ droppedBecause, mappedTo }) => (droppedBecause === undefined) === (mappedTo === undefined)),
    ).toEqual([]);
    expect(report.every(({ line }) => line > 0)).toBe(true);
  });

  test('every key of the file is in the report', () => {
    const document = parse(files['compose.yml'] ?? '', { merge: true, customTags: [] });
    const reported = report.map(({ path }) => path).join('\n');
    // Deeper keys may have another form: a port is a mapping, a variable of a list is a key.
    const keys = new Set(keysOf(document).map((path) => path.slice(0, path[0] === 'services' ? 3 : 2).join('.')));
    expect([...keys].filter((key) => !reported.includes(key))).toEqual([]);
    for (const [service, { environment }] of Object.entries<{ environment?: unknown }>(document.services)) {
      const names = Array.isArray(environment)
        ? environment.map((item) => item.split('=')[0])
        : Object.keys(environment ?? {});
      for (const variable of names) expect(reported).toContain(`services.${service}.environment.${variable}`);
    }
  });
});

test('every attribute of the specification has a reason, and a row in docs/compose-import.md', () => {
  expect(attributes.filter((key) => CONTAINER_REASONS[key] === undefined)).toEqual([]);
  const page = readFileSync(join(root, 'docs/compose-import.md'), 'utf8');
  expect(attributes.filter((key) => !page.includes(`| \`${key}\` |`))).toEqual([]);
});

test('no reason is about an attribute that compose has not', () => {
  expect(Object.keys(CONTAINER_REASONS).filter((key) => !attributes.includes(key))).toEqual([]);
});

test('a key without an entry would be seen', () => {
  const { report } = imported({ 'compose.yml': `${smallest}x-mine: { a: 1 }\n` });
  expect(report.find(({ path }) => path === 'x-mine.a')).toMatchObject({
    droppedBecause: expect.stringContaining('fragment'),
  });
});

test('what nobody accounts for is told so', () => {
  const place = { file: 'compose.yml', line: 3, column: 1 };
  const document = mapping([['lost', scalar('value', place)]], scalar('', place));
  expect(new Ledger().report(document)).toEqual([
    { path: 'lost', file: 'compose.yml', line: 3, droppedBecause: unaccounted },
  ]);
});
