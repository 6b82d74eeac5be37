import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { checkSources } from '../../lib/check/check-sources';
import { decodeText } from '../../lib/check/decode-text';
import { locks } from '../../lib/locks';
import { runs } from '../runs';

/** Whatever comes in: a verdict about some workload, or a reason why there is none; each with its place. */
function verdictOn(bytes: Uint8Array): void {
  // One comparison for each of thousands of inputs: an assertion costs more than a check.
  expect(faultsOf(bytes)).toEqual([]);
}

function faultsOf(bytes: Uint8Array): readonly string[] {
  const text = decodeText(bytes);
  if (typeof text !== 'string') return text.line >= 1 && text.column >= 1 ? [] : ['binary without a place'];
  const { workloads, findings, errors } = checkSources([{ file: 'fuzz.yaml', text }], locks);
  const lines = text.split('\n').length;
  return [
    ...(workloads.length + errors.length > 0 ? [] : ['a silent pass']),
    ...[...findings, ...errors].flatMap(({ line }) =>
      line === undefined || (line >= 1 && line <= lines) ? [] : [`line ${line} of ${lines}`],
    ),
    ...errors.flatMap(({ reason, message }) => (reason === 'rule-crashed' ? [message] : [])),
  ];
}

const original = `apiVersion: apps/v1
kind: Deployment
metadata: {name: torrent, namespace: media}
spec:
  template:
    metadata:
      labels: &labels
        app: "torrent"
    spec:
      hostNetwork: true
      initContainers:
      - name: guard
        image: qmcgaw/gluetun
        command:
        - sh
        - -c
        - |
          iptables -t mangle -P OUTPUT DROP
      containers:
        - {name: gluetun, image: 'qmcgaw/gluetun:v3', env: [{name: FIREWALL, value: "off"}]}
        - name: qbittorrent # the client
          image: qbittorrent
---
kind: Service
apiVersion: v1
metadata: {name: torrent, namespace: media}
spec: {type: NodePort, selector: *labels, ports: [{port: 6881, name: torrent}]}
`;

test('byte strings: no crash, no hang, no silent pass', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300, size: 'max' }), verdictOn), { numRuns: runs(250) });
});

test('texts made of what YAML means something by', () => {
  const piece = fc.constantFrom(
    ...[
      '---\n',
      '...\n',
      '%YAML 1.1\n',
      '\n',
      '\r\n',
      '\t',
      ' ',
      '  ',
      '- ',
      '? ',
      ': ',
      ', ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
    ],
    ...[
      '&a ',
      '*a',
      '<<: ',
      '!!binary ',
      '!x ',
      '|\n',
      '>-\n',
      '# ',
      '\uFEFF',
      '\0',
      '\x07',
      '{{ ',
      '~',
      '0x',
      '\uD800',
    ],
    ...[
      'kind: Pod\n',
      'apiVersion: v1\n',
      'metadata: ',
      'name: a\n',
      'items: ',
      'spec:\n',
      '  containers:\n',
      '    - image: gluetun\n',
    ],
  );
  const text = fc.array(piece, { maxLength: 40, size: 'max' }).map((pieces) => Buffer.from(pieces.join('')));
  fc.assert(fc.property(text, verdictOn), { numRuns: runs(250) });
});

test('a manifest that was cut, mixed up or written over', () => {
  const at = fc.nat(original.length);
  const change = fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), from: at, to: at }),
    fc.record({ kind: fc.constant('copy' as const), from: at, to: at, into: at }),
    fc.record({
      kind: fc.constant('write' as const),
      into: at,
      text: fc.oneof(fc.string(), fc.constantFrom(': ', '\n', '\t', '*labels', '- ', '"')),
    }),
  );
  const apply = (text: string, edit: typeof change extends fc.Arbitrary<infer Edit> ? Edit : never): string => {
    if (edit.kind === 'write') return text.slice(0, edit.into) + edit.text + text.slice(edit.into);
    const [from, to] = [Math.min(edit.from, edit.to), Math.max(edit.from, edit.to)];
    if (edit.kind === 'cut') return text.slice(0, from) + text.slice(to);
    return text.slice(0, edit.into) + text.slice(from, to) + text.slice(edit.into);
  };
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      verdictOn(Buffer.from(changes.reduce(apply, original)));
    }),
    { numRuns: runs(200) },
  );
});

test('a manifest that ends anywhere', () => {
  const locked = readFileSync(join(__dirname, '../fixtures/locked-pod.yaml'), 'utf8');
  fc.assert(
    fc.property(fc.nat(locked.length), (end) => verdictOn(Buffer.from(locked.slice(0, end)))),
    { numRuns: runs(50) },
  );
});

const merge = `a: &a {${Array.from({ length: 3_000 }, (_, index) => `k${index}: 1`).join(', ')}}\n`;

/** How long twenty ordinary manifests take on this machine, now. */
function ordinary(): number {
  const start = performance.now();
  for (let round = 0; round < 20; round++) verdictOn(Buffer.from(original));
  return performance.now() - start;
}

/** Each was slow for some parser or some search; a quadratic one takes thousands of times as long. */
test.each([
  ['empty lines', '\n'.repeat(200_000)],
  ['blanks', ' '.repeat(200_000)],
  ['document markers', '---\n'.repeat(50_000)],
  ['directives', '%\n---\n'.repeat(1_000)],
  ['open lists', '['.repeat(100_000)],
  ['open mappings', '{'.repeat(100_000)],
  ['items in items', '- '.repeat(50_000)],
  ['keys of keys', '? '.repeat(50_000)],
  ['quotes', '"'.repeat(20_000)],
  ['anchors', '&a '.repeat(50_000)],
  ['colons', 'a: '.repeat(50_000)],
  ['many keys', Array.from({ length: 30_000 }, (_, index) => `k${index}: 1\n`).join('')],
  ['one key over and over', 'a: b\n'.repeat(10_000)],
  ['an error after many keys', `${Array.from({ length: 30_000 }, (_, index) => `k${index}: 1\n`).join('')}\t: : x`],
  [
    'merges of merges',
    merge + Array.from({ length: 3_000 }, (_, index) => `m${index}: {<<: [${'*a,'.repeat(10)}]}\n`).join(''),
  ],
  [
    'aliases of aliases',
    Array.from({ length: 40 }, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]\n`)
      .join('')
      .replace(/^/, 'a0: &a0 x\n'),
  ],
  ['a value within itself', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: &a {containers: [*a, *a]}\n'],
  [
    'containers by alias',
    `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\ne: &e [${'{name: X, value: y},'.repeat(3_000)}]\nc: &c {image: gluetun, env: *e}\nspec: {containers: [${'*c,'.repeat(3_000)}]}\n`,
  ],
  ['half a template', '{{if '.repeat(50_000)],
  ['a long line', `a: ${'x'.repeat(1_000_000)}`],
])('%s: a verdict in no time', (_, text) => {
  const allowed = 100 * ordinary();
  const start = performance.now();
  verdictOn(Buffer.from(text));
  expect(performance.now() - start).toBeLessThan(allowed);
});
