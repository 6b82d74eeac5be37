import { exampleDeclaration, mistakesIn } from './example-declaration';
import { mediaDeclaration } from './media-declaration';

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((parent, key) => Reflect.get(parent as object, key), value);
}

/** The declaration with something else at a path. */
function changed(declaration: object, path: Path, change: (value: unknown) => unknown): unknown {
  if (path.length === 0) return change(declaration);
  const copy = structuredClone(declaration);
  const parent = at(copy, path.slice(0, -1)) as object;
  Reflect.set(parent, path.at(-1) ?? '', change(at(copy, path)));
  return copy;
}

const declarations = { example: exampleDeclaration(), media: mediaDeclaration() };
const places = Object.entries(declarations).flatMap(([name, declaration]) =>
  pathsOf(declaration).map((path) => ({ name, declaration, path, value: at(declaration, path) })),
);
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

test.each([
  ...['https://u:hunter2@x.example.org/y', 'u:hunter2@x:y', 'https://hunter2@x.example.org/y'],
  ...['https://x.example.org/?x=hunter2', 'ghp_hunter2'],
])('wherever %s stands, no mistake shows it', (secret) => {
  const shown = places.filter(({ declaration, path }) =>
    mistakesIn(changed(declaration, path, () => secret)).some((line) => line.includes('hunter2')),
  );
  expect(shown.map(({ name, path }) => `${name}: ${path.join('.')}`)).toEqual([]);
  expect(places.length).toBeGreaterThan(60);
});

test('a password in the place of any object is not shown, whatever it looks like', () => {
  const objects = places.filter(({ value }) => isObject(value));
  const lines = objects.flatMap(({ declaration, path }) => mistakesIn(changed(declaration, path, () => 'hunter2')));
  expect(lines.filter((line) => line.includes('hunter2'))).toEqual([]);
  expect(lines.length).toBeGreaterThanOrEqual(objects.length);
});

test.each([
  'PASSWORD=hunter2',
  `hunter2${'x'.repeat(80)}`,
  'ghp_hunter2',
  'https://u:hunter2@x/y',
  '0hunter2'.repeat(4),
])('wherever %s stands as a key, no mistake shows it', (key) => {
  const objects = places.filter(({ value }) => isObject(value));
  const lines = objects.flatMap(({ declaration, path }) =>
    mistakesIn(changed(declaration, path, (value) => ({ ...(value as object), [key]: 'x' }))),
  );
  expect(lines.filter((line) => line.includes('hunter2'))).toEqual([]);
  expect(lines.length).toBeGreaterThan(objects.length / 2);
});

test.each(['ghp_hunter2', 'glpat-hunter2-'])('a whole token is refused wherever it stands: %s…', (head) => {
  const token = `${head}${'aB3'.repeat(12)}`;
  const accepted = places.filter(
    ({ declaration, path }) => mistakesIn(changed(declaration, path, () => token)).length === 0,
  );
  expect(accepted).toEqual([]);
});

test('a password in a URL or behind its name is accepted nowhere', () => {
  const accepted = places.filter(({ declaration, path }) =>
    ['https://u:hunter2@x.example.org/y', 'password=hunter2'].some(
      (secret) => mistakesIn(changed(declaration, path, () => secret)).length === 0,
    ),
  );
  expect(accepted).toEqual([]);
});
