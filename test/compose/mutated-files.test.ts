import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { importCompose } from '../../lib/compose/import-compose';
import { ComposeError } from '../../lib/compose/problem';
import { choices, fixture, fixtures, inFolder } from './project';

const values = [
  null,
  '',
  0,
  -1,
  true,
  'x',
  '$',
  '${A}',
  '${A:-b}',
  '8080:8080',
  'service:gluetun',
  'container:none',
  '99999',
  '../../etc/passwd',
  '/',
  'a b',
  "it's",
  '0x10',
  'wOEI9rqqbDwnN8/Bpp22sVz48T71vJ4fYmFWujulwUU=',
  [],
  ['a', 'a'],
  ['A=1', 2],
  {},
  { a: { b: null } },
  { image: 'qmcgaw/gluetun' },
];

/** A copy in which the value at the path is another one, or is gone; each step of the path is counted round. */
function changed(tree: unknown, [step, ...steps]: readonly number[], value: unknown): unknown {
  if (step === undefined || typeof tree !== 'object' || tree === null) return value;
  const keys = Object.keys(tree);
  const key = keys[step % Math.max(keys.length, 1)];
  if (key === undefined) return value;
  const copy = structuredClone(tree) as Record<string, unknown>;
  const replaced = changed(copy[key], steps, value);
  if (replaced !== undefined) copy[key] = replaced;
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete copy[key];
  return copy;
}

/** A fixture with one change. JSON is YAML. */
const mutated = fc
  .record({
    name: fc.constantFrom(...Object.keys(fixtures)),
    path: fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }),
    value: fc.constantFrom(...values, undefined),
  })
  .map(({ name, path, value }) => {
    const document: unknown = parse(fixture(name)['compose.yml'] ?? '', { merge: true });
    return { ...fixture(name), 'compose.yml': JSON.stringify(changed(document, path, value), null, 1) };
  });

test('whatever is changed in a file, it is imported, or refused with what is wrong', () => {
  fc.assert(
    fc.property(mutated, (files) => {
      inFolder(files, (folder) => {
        try {
          importCompose({ paths: [join(folder, 'compose.yml')], environment: new Map() }, choices);
        } catch (error) {
          expect(error).toBeInstanceOf(ComposeError);
          expect((error as ComposeError).problems.length).toBeGreaterThan(0);
        }
      });
    }),
    { numRuns: Number(process.env['PODLOCK_MUTATIONS'] ?? 40) },
  );
});
