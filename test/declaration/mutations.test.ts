import fc from 'fast-check';
import { runs } from '../runs';
import { validDeclaration } from './arbitrary-declaration';
import { mistakesIn } from './example-declaration';

/** Values that are wrong wherever a declaration has a text, number, switch, list or object. */
const WRONG_EVERYWHERE = [null, Number.NaN, -1, 1.5, '', ' ', [[]], { unheardOf: 1 }];

/** A declaration as JSON has it: what is left out is absent, and no part is shared. */
function plain(declaration: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(declaration));
}

const FREE_TEXT = new Set<string | number>([
  'environment',
  'command',
  'arguments',
  'podLabels',
  'labels',
  'annotations',
]);

type Place = readonly (string | number)[];

function placesIn(value: unknown, path: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: Place, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  Reflect.set(copy, key, replaced(Reflect.get(copy, key), rest, replacement));
  return copy;
}

function written(path: Place): string {
  return path.reduce<string>((text, part) => {
    if (/^\d+$/.test(String(part))) return `${text}[${part}]`;
    if (!/^[\w-]+$/.test(String(part))) return `${text}["${part}"]`;
    return text === '' ? String(part) : `${text}.${part}`;
  }, '');
}

const pathOf = (line: string) => line.slice(0, line.indexOf(': '));

test('any single value that turns wrong is reported where it stands', () => {
  const mutated = fc.tuple(validDeclaration(), fc.nat(), fc.constantFrom(...WRONG_EVERYWHERE));
  fc.assert(
    fc.property(mutated, ([declaration, pick, wrong]) => {
      const original = plain(declaration);
      const places = placesIn(original).slice(1);
      const place = places[pick % places.length] ?? [];
      // A variable, a word of a command and an annotation may be any text, and a label may be empty.
      fc.pre(typeof wrong !== 'string' || !place.some((part) => FREE_TEXT.has(part)));
      const paths = mistakesIn(replaced(original, place, wrong)).map(pathOf);
      expect(paths.filter((path) => path.startsWith(written(place)))).not.toEqual([]);
    }),
    { numRuns: runs(100) },
  );
});

test('any key that nobody knows is reported where it stands', () => {
  fc.assert(
    fc.property(validDeclaration(), fc.nat(), (declaration, pick) => {
      const original = plain(declaration);
      const objects = [[], ...placesIn(original).slice(1)].filter((place) => {
        const value = place.reduce<unknown>((parent, key) => Reflect.get(Object(parent), key), original);
        return typeof value === 'object' && !Array.isArray(value);
      });
      const place = [...(objects[pick % objects.length] ?? []), 'unheardOf'];
      expect(mistakesIn(replaced(original, place, 1)).map(pathOf)).toEqual([written(place)]);
    }),
    { numRuns: runs(40) },
  );
});

test('any key that is needed is missed where it is missing', () => {
  const needed = [
    'cluster',
    'cluster.name',
    'pods',
    'pods.0.name',
    'pods.0.namespace',
    'pods.0.torrentPort',
    'pods.0.vpn',
    'pods.0.vpn.provider',
    'pods.0.vpn.type',
    'pods.0.vpn.credentials',
    'pods.0.vpn.credentials.secret',
    'pods.0.client',
    'pods.0.client.application',
    'pods.0.client.image',
    'pods.0.client.runAs',
    'pods.0.client.runAs.user',
    'pods.0.client.runAs.group',
    'pods.0.client.webUi',
    'pods.0.client.webUi.port',
    'pods.0.client.webUi.passwordSecret',
    'pods.0.storage',
    'pods.0.storage.config',
    'pods.0.storage.downloads',
  ];
  fc.assert(
    fc.property(validDeclaration(), fc.constantFrom(...needed), (declaration, key) => {
      // Any other program may do without a WebUI and without storage.
      fc.pre(declaration.pods[0]?.client.application !== 'other' || !/webUi|storage/.test(key));
      const place = key.split('.');
      const lines = mistakesIn(replaced(plain(declaration), place, undefined));
      expect(lines.filter((line) => !/: missing; expected /.test(line))).toEqual([]);
      // Without storage as a whole, each volume that is needed is missed.
      expect(lines.map(pathOf).filter((path) => path.startsWith(written(place)))).not.toEqual([]);
    }),
    { numRuns: runs(40) },
  );
});
