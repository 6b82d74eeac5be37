import fc from 'fast-check';
import { checkManifests } from '../../lib/check/check-manifests';
import { locks } from '../../lib/locks';
import type { ManifestDocument } from '../../lib/manifest/document';
import { handWritten } from '../locks/closed-manifests';
import type { Loose } from '../locks/locked-manifests';
import { runs } from '../runs';

/** The paths of every value of an object. */
function pathsOf(value: Loose, base: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [base];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return [base, ...keys.flatMap((key) => pathsOf(value[key], [...base, key]))];
}

/** What the reader hands on only with the right type. */
const guaranteed = new Set(['apiVersion', 'kind', 'metadata', 'metadata.name']);

const original = handWritten().documents;

const paths = original.flatMap(({ object }, document) =>
  pathsOf(object)
    .filter(([first, ...rest]) => !(first === undefined || guaranteed.has([first, ...rest].join('.'))))
    .map((path) => ({ document, path })),
);

/** Copies of the documents that do not look for positions, which would take most of the time. */
function copies(): ManifestDocument[] {
  return original.map((document) => ({
    file: document.file,
    object: structuredClone(document.object),
    position: () => ({ line: 1, column: 1 }),
  }));
}

const junk = fc.oneof(
  fc.constant(null),
  fc.constant(undefined),
  fc.boolean(),
  fc.integer(),
  fc.double(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '$(', '${', '`', "'", '"', '*mangle', '-A OUTPUT', '!', '::/0', '300.1.1.1/99', '/', 'a\0b'),
  fc.constant([]),
  fc.constant({}),
  fc.array(fc.constantFrom<unknown>(null, '', 0, {}, [])),
  fc.dictionary(fc.constantFrom('name', 'value', 'secret', 'items', 'exec', 'ports', '__proto__'), fc.anything()),
);

test('whatever stands in a manifest, every check ends without a crash', () => {
  const change = fc.record({ place: fc.constantFrom(...paths), value: junk });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const documents = copies();
      for (const { place, value } of changes) {
        const parent = place.path.slice(0, -1).reduce<Loose>((at, key) => at?.[key], documents[place.document]?.object);
        const last = place.path.at(-1);
        if (typeof parent !== 'object' || parent === null || last === undefined) continue;
        // No YAML has a list with holes.
        if (Array.isArray(parent) && Number(last) > parent.length) parent.push(structuredClone(value));
        else parent[last] = structuredClone(value);
      }
      const { errors } = checkManifests(documents, locks);
      expect(errors).toEqual([]);
    }),
    { numRuns: runs(300) },
  );
});

test('a check that throws is a finding of its own, and the other locks are still checked', () => {
  const { documents } = handWritten();
  const crashing = { about: { id: 'dns', leak: '', severity: 'leak', remedy: '' } as const, check: () => fail() };
  const other = locks.filter(({ about }) => about.id === 'identity');
  documents.splice(0, 1);
  const result = checkManifests(documents, [crashing, ...other]);
  expect(result.findings).toEqual([
    {
      lock: 'rule-crashed',
      severity: 'leak',
      state: 'unknown',
      object: { kind: 'Deployment', namespace: 'downloads', name: 'qbittorrent' },
      path: '',
      file: 'locked-pod.yaml',
      line: 9,
      column: 1,
      message: 'the check of "dns" crashed: no such field',
      remedy: 'Report this as a fault of Podlock.',
    },
  ]);
  expect(result.errors).toEqual(['the check of "dns" crashed: no such field']);
});

function fail(): never {
  throw new TypeError('no such field');
}
