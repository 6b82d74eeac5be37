import fc from 'fast-check';
import { runs } from '../runs';
import { exampleDeclaration, exampleWith, mistakesIn } from './example-declaration';

test.each([
  ['nothing', undefined, 'declaration: missing; expected { cluster: …, pods: … }'],
  ['null', null, 'declaration: null is not an object; expected { cluster: …, pods: … }'],
  ['a number', 7, 'declaration: the value is not an object; expected { cluster: …, pods: … }'],
  ['a text', 'x', 'declaration: the value is not an object; expected { cluster: …, pods: … }'],
  ['a list', [], 'declaration: an empty list is not an object; expected { cluster: …, pods: … }'],
  ['a function', () => 1, 'declaration: a function is not an object; expected { cluster: …, pods: … }'],
  ['a Map', new Map(), 'declaration: is not plain data, but object Map'],
  ['a megabyte of bytes', new Uint8Array(1e6), 'declaration: is not plain data, but object Uint8Array'],
])('fails on %s in the place of a declaration', (_, input, mistake) => {
  expect(mistakesIn(input)).toEqual([mistake]);
});

test('fails on a cycle', () => {
  const declaration: Record<string, unknown> = exampleDeclaration();
  declaration['cluster'] = { name: 'home', self: declaration };
  expect(mistakesIn(declaration)).toEqual(['cluster.self: contains itself']);
});

test('fails on a getter, without running it', () => {
  const run = jest.fn();
  const cluster = Object.defineProperty({}, 'name', { enumerable: true, get: run });
  expect(mistakesIn(exampleWith({ cluster }))).toEqual([
    'cluster.name: is computed by a getter: write the value itself',
  ]);
  expect(run).not.toHaveBeenCalled();
});

test('fails on a proxy that throws', () => {
  const cluster = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('no');
      },
    },
  );
  expect(mistakesIn(exampleWith({ cluster }))).toEqual(['cluster: cannot be read']);
});

test('fails on a proxy that never ends', () => {
  const handler: ProxyHandler<object> = {
    ownKeys: () => ['a'],
    getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: new Proxy({}, handler) }),
  };
  expect(mistakesIn(exampleWith({ cluster: new Proxy({}, handler) }))).toEqual([
    expect.stringMatching(/^cluster\.a: unknown key/),
    expect.stringMatching(/^cluster(\.a)+: is nested more than 16 deep$/),
    'cluster.name: missing; expected a name',
  ]);
});

test('fails on a prototype written as a key', () => {
  const declaration = JSON.parse('{"__proto__": {"pods": []}, "cluster": {"name": "home"}}');
  expect(mistakesIn(declaration)).toEqual(['__proto__: unknown key', 'pods: missing; expected a list']);
});

test('fails on names of Object.prototype like on any other', () => {
  const vpn = { provider: 'constructor', type: 'toString', credentials: { secret: 'x' }, hasOwnProperty: 1 };
  expect(mistakesIn(exampleWith({ 'pods.0.vpn': vpn }))).toEqual([
    expect.stringMatching(
      /^pods\[0\]\.vpn\.provider: "constructor" is no provider that gluetun v3\.41\.3 knows: allowed are "airvpn"/,
    ),
  ]);
});

test.each([
  ['a list of a billion', { pods: new Array(1e9) }, /^pods: has 1000000000 items: allowed are at most 10000$/],
  [
    'a list without content',
    { 'pods.0.vpn.addresses': new Array(3) },
    /^pods\[0\]\.vpn\.addresses\[0\]: missing; expected an address with a prefix length$/,
  ],
  [
    'a thousand keys',
    { cluster: Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, i])) },
    /^cluster: has 1000 keys: allowed are at most 200$/,
  ],
  [
    'a text of ten megabytes',
    { 'pods.0.client.image': 'a'.repeat(1e7) },
    /^pods\[0\]\.client\.image: a text of 10000000 characters \(not shown, it may hold a secret\) is not the reference of an image/,
  ],
])('fails on %s', (_, changes, mistake) => {
  expect(mistakesIn(exampleWith(changes))[0]).toMatch(mistake);
});

test('fails on lists that hold each other, which stand for more values than there are', () => {
  const level = (inner: unknown): unknown[] => new Array(1000).fill(inner);
  const lines = mistakesIn(exampleWith({ pods: level(level(level(1))) }));
  expect(lines[0]).toBe('declaration: holds more than 1000000 values');
});

test('fails on anything at all with mistakes, never by another way', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }), (input) => {
      expect(mistakesIn(input)).not.toEqual([]);
    }),
    { numRuns: runs(80) },
  );
});

test('fails on long texts that would make a careless regular expression hang', () => {
  const slow = ['a-', 'a.', 'a_', 'a/', '-', '1e', 'A', '0.', 'a:', '@', ' '].map((part) => part.repeat(50_000));
  for (const text of slow) {
    const values = [
      'cluster.name',
      'gitOps.repository',
      'gitOps.branch',
      'gitOps.path',
      'pods.0.client.image',
      'pods.0.client.timezone',
      'pods.0.gluetun.image',
      'pods.0.vpn.provider',
    ].map((path) => [path, text]);
    const declaration = exampleWith({
      ...Object.fromEntries(values),
      'pods.0.vpn.addresses': [text],
      'pods.0.storage': { config: { hostPath: text }, downloads: { claim: { size: text } } },
    });
    expect(mistakesIn(declaration).length).toBeGreaterThanOrEqual(11);
  }
});
