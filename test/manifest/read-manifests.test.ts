import fc from 'fast-check';
import { dump } from 'js-yaml';
import { formatPath } from '../../lib/manifest/document';
import { readManifests } from '../../lib/manifest/read-manifests';
import { runs } from '../runs';

/** What came out: `kind/name line:column`, the place being that of the name; then every problem. */
function summary(text: string): readonly string[] {
  const { documents, problems } = readManifests(text, 'pod.yaml');
  return [
    ...documents.map((document) => {
      const { line, column } = document.position(['metadata', 'name']);
      return `${document.object.kind}/${document.object.metadata.name} ${line}:${column}`;
    }),
    ...problems.map(({ lock, line, column, message }) => `${lock} ${line}:${column} ${message}`),
  ];
}

const first = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: first\n';
const second = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: second\n';

test.each([
  ['one document', first, ['Pod/first 4:9']],
  ['several documents', `${first}---\n${second}`, ['Pod/first 4:9', 'Pod/second 9:9']],
  [
    'markers at both ends, comments and empty documents',
    `---\n${first}---\n# nothing\n---\n---\n${second}...\n`,
    ['Pod/first 5:9', 'Pod/second 13:9'],
  ],
  ['a directive', `%YAML 1.1\n---\n${first}`, ['Pod/first 6:9']],
  ['a byte order mark', `\uFEFF${first}`, ['Pod/first 4:9']],
  ['CRLF', `${first}---\n${second}`.replaceAll('\n', '\r\n'), ['Pod/first 4:9', 'Pod/second 9:9']],
  [
    'JSON with tabs',
    '{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"metadata": {"name": "first"}\n}',
    ['Pod/first 4:23'],
  ],
  ['a generated name', 'apiVersion: v1\nkind: Pod\nmetadata: {generateName: first-}\n', ['Pod/first- 3:11']],
  ['nothing', '', []],
  ['comments only', '# Source: nothing.yaml\n---\n', []],
])('%s is read', (_, text, expected) => {
  expect(summary(text)).toEqual(expected);
});

test('a List is taken apart, with the places of its items', () => {
  const list = 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: first}\n- 3\n';
  expect(summary(list)).toEqual(['Pod/first 6:20', 'not-kubernetes 7:3 is a single value, not a Kubernetes object']);
});

test.each([
  [
    'a duplicate key',
    `${first}  name: again\n---\n${second}`,
    [
      'Pod/again 5:9',
      'Pod/first 4:9',
      'Pod/second 10:9',
      'unreadable-document 5:3 is not YAML: key "name" stands 2 times in one mapping: line 4, line 5; parsers disagree which one counts, so the first and the last were both checked',
    ],
  ],
  [
    'a tab as indentation',
    `a:\n\tb: 1\n---\n${second}`,
    ['Pod/second 7:9', 'unreadable-document 2:1 is not YAML: tabs are not allowed as indentation'],
  ],
  [
    'an unknown anchor',
    `a: *nobody\n---\n${second}`,
    ['Pod/second 6:9', 'unreadable-document 1:11 is not YAML: unidentified alias "nobody"'],
  ],
  [
    'a tag of another language',
    'a: !!js/function x',
    ['unreadable-document 1:19 is not YAML: unknown tag !<tag:yaml.org,2002:js/function>'],
  ],
  ['a null byte', 'a: \0', ['unreadable-document 1:4 is not YAML: null byte is not allowed in input']],
  ['deep nesting', '['.repeat(20_000), ['unreadable-document 1:1 is not YAML: nested too deeply']],
  ['Helm values', 'replicas: 1\n', ['not-kubernetes 1:1 is not a Kubernetes object: kind is missing']],
  ['a list', '- 1\n', ['not-kubernetes 1:1 is a list, not a Kubernetes object']],
])('%s is a problem with its place, and the other documents are read', (_, text, expected) => {
  expect(summary(text)).toEqual(expected);
});

test('scalars are what the API server reads: YAML 1.1', () => {
  const { documents } = readManifests(
    'apiVersion: v1\nkind: X\nmetadata: {name: x}\nspec: {mode: 0400, hex: 0x10, switch: off, text: "off", day: 2026-01-01, empty: ~, ratio: 1.5}\n',
    'x.yaml',
  );
  expect(documents[0]?.object['spec']).toEqual({
    mode: 256,
    hex: 16,
    switch: false,
    text: 'off',

    day: '2026-01-01',
    empty: null,
    ratio: 1.5,
  });
});

test('a place that does not exist is that of its nearest parent', () => {
  const { documents } = readManifests(`${first}spec:\n  containers:\n    - name: a\n`, 'pod.yaml');
  expect(documents[0]?.position(['spec', 'containers', 0, 'securityContext', 'privileged'])).toEqual({
    line: 7,
    column: 7,
  });
  expect(documents[0]?.position(['status'])).toEqual({ line: 1, column: 1 });
});

test('aliases that stand for millions of values are refused at once', () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join()}]`,
  );
  const text = `apiVersion: v1\nkind: Bomb\nmetadata: {name: bomb}\na0: &a0 [x]\n${levels.join('\n')}\n`;
  expect(summary(text)).toEqual(['unreadable-document 1:1 is not YAML: its aliases stand for too many values']);
});

test('what is written as JSON comes back as it was', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), value)), (specs) => {
      const objects = specs.map((spec, index) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `n${index}` },
        spec,
      }));
      const { documents, problems } = readManifests(
        objects.map((object) => JSON.stringify(object)).join('\n---\n'),
        'x',
      );
      expect(problems).toEqual([]);
      expect(documents.map(({ object }) => object)).toEqual(JSON.parse(JSON.stringify(objects)));
    }),
    { numRuns: runs(100) },
  );
});

test('no text makes the reader throw or hang', () => {
  const piece = fc.constantFrom(
    '---\n',
    '...\n',
    'a: b\n',
    '  - ',
    '[',
    '{',
    '"',
    "'",
    '|\n',
    '&a ',
    '*a',
    '%YAML 1.1\n',
    '\t',
    '\0',
    ': ',
    '<<: ',
    '# x\n',
    dump({ kind: 'List', items: [1] }),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
      const { documents, problems } = readManifests(pieces.join(''), 'x');
      expect(documents.every((document) => document.position(['metadata', 'name']).line > 0)).toBe(true);
      expect(problems.every(({ line }) => line > 0)).toBe(true);
    }),
    { numRuns: runs(150) },
  );
});

test('a path is written as people write it', () => {
  expect(formatPath(['spec', 'containers', 0, 'env', 'app.kubernetes.io/name'])).toBe(
    'spec.containers[0].env."app.kubernetes.io/name"',
  );
});
