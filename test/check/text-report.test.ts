import { checkManifests } from '../../lib/check/check-manifests';
import type { Finding } from '../../lib/check/finding';
import { paintFor } from '../../lib/check/paint';
import { sourceLinesOf } from '../../lib/check/source-lines';
import { checkText, textReport } from '../../lib/check/text-report';
import { locks } from '../../lib/locks';
import { readManifests } from '../../lib/manifest/read-manifests';
import { exampleReport } from './example-report';

const finding: Finding = {
  lock: 'dns',
  severity: 'leak',
  state: 'open',
  object: { kind: 'Deployment', namespace: 'media', name: 'torrent' },
  path: 'spec.template.spec.dnsPolicy',
  file: 'torrent.yaml',
  line: 12,
  column: 7,
  message: 'names go elsewhere',
  remedy: 'Set dnsPolicy None.',
};

test('findings are grouped by object and lock, with the offending line and what to do once', () => {
  const findings = [
    finding,
    { ...finding, line: 14, path: '', message: 'names go further', severity: 'risk' as const },
    { ...finding, lock: 'firewall', state: 'unknown' as const, message: 'nobody knows' },
    { ...finding, object: { kind: 'Pod', name: 'other' } },
  ];
  const lines = (_: string, line: number) => (line === 12 ? '      dnsPolicy: ClusterFirst' : undefined);
  expect(textReport(findings, { sourceLine: lines })).toBe(`Deployment media/torrent
  dns (leak; risk)
    names go elsewhere
      at torrent.yaml:12:7 spec.template.spec.dnsPolicy
      > dnsPolicy: ClusterFirst
    names go further
      at torrent.yaml:14:7
    fix: Set dnsPolicy None.
  firewall (leak, unknown)
    nobody knows
      at torrent.yaml:12:7 spec.template.spec.dnsPolicy
      > dnsPolicy: ClusterFirst
    fix: Set dnsPolicy None.

Pod other
  dns (leak)
    names go elsewhere
      at torrent.yaml:12:7 spec.template.spec.dnsPolicy
      > dnsPolicy: ClusterFirst
    fix: Set dnsPolicy None.
`);
});

test('what is no Kubernetes object is reported under its file', () => {
  const { problems } = readManifests('replicas: 1\n', 'values.yaml');
  expect(textReport(problems)).toBe(`values.yaml
  not-kubernetes (advice, unknown)
    is not a Kubernetes object: kind is missing
      at values.yaml:1:1
    fix: Leave it out of the input, or render it to Kubernetes manifests first.
`);
});

test('no findings are no text', () => {
  expect(textReport([])).toBe('');
});

test('an input without gluetun has no workloads and no findings', () => {
  const { documents } = readManifests(
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{image: nginx}]}',
    'a',
  );
  expect(checkManifests(documents, locks)).toEqual({ workloads: [], findings: [], errors: [] });
});

test('a whole check ends with what was loosened, skipped, not to be told, and the count', () => {
  expect(checkText(exampleReport)).toBe(`Deployment media/torrent
  dns (leak)
    names go elsewhere
      at home/torrent pod.yaml:12:7 spec.template.spec.dnsPolicy
    fix: Set dnsPolicy None.

Pod other
  firewall (risk, unknown)
    names go elsewhere
      at home/torrent pod.yaml:12:7 spec.template.spec.dnsPolicy
    fix: Set dnsPolicy None.

Loosened on purpose, not closed
  Deployment media/torrent: image-pin (advice) is open: names go elsewhere
    because: the node rebuilds it

Skipped, because they are no Kubernetes objects: home/torrent pod.yaml:12

Could not tell
  b.yaml:3:1: is not YAML
    fix: Correct it.
  no Pod with gluetun
    fix: Look again.

2 workloads with gluetun checked; 1 leak, 1 risk, 0 advice; 1 loosened on purpose; 2 could not be told. npx podlock explain LOCK tells more.
`);
});

test('a check that found nothing says so', () => {
  const { workloads } = exampleReport;
  expect(checkText({ workloads, findings: [], errors: [] })).toBe('2 workloads with gluetun checked; nothing open.\n');
});

test('a manifest cannot steer the terminal', () => {
  const hostile = {
    ...finding,
    message: 'a\u001B[31mred\nfix: all is well\u202E',
    object: { kind: 'Pod', name: '\u009B2J' },
  };
  expect(checkText({ workloads: [], findings: [hostile], errors: [] })).toContain(`Pod \\u{9b}2J
  dns (leak)
    a\\u{1b}[31mred\\u{a}fix: all is well\\u{202e}
`);
});

test('nothing that may be a secret is shown with the offending line', () => {
  const secret = 'kJ3n9QmVtY2xlbnRpdHkgc2VjcmV0IGtleSBmb3Ige';
  const lines = [
    `- {name: WIREGUARD_PRIVATE_KEY, value: ${secret}}`,
    `- {name: OPENVPN_PASSWORD, value: "hunter2"}`,
    `value: hunter2`,
    `"value": "hunter2",`,
    `password: hunter2`,
    `args: [--token=hunter2]`,
    `command: [curl, -u, ${secret}, host]`,
    `  wireguard_private_key: hunter2`,
    `  apikey = "hunter2"`,
    `WebUI\\Password_PBKDF2=hunter2`,
  ];
  const show = sourceLinesOf([{ file: 'a', text: lines.join('\r\n') }]);
  const shown = lines.map((_, index) => show('a', index + 1)).join('\n');
  expect(shown).not.toMatch(/hunter2|kJ3n9Qm/);
  expect(shown.split('…')).toHaveLength(lines.length + 1);
});

test.each([
  '- {name: FIREWALL_OUTBOUND_SUBNETS, value: "0.0.0.0/1,128.0.0.0/1"}',
  '- name: FIREWALL',
  'value: "off"',
  'image: docker.io/qmcgaw/gluetun:v3.41.3',
  'hostNetwork: true',
  'dnsPolicy: ClusterFirst',
])('the line %s is shown as it is', (line) => {
  expect(sourceLinesOf([{ file: 'a', text: `\n${line}\n` }])('a', 2)).toBe(line);
});

test('a file that is not there has no lines', () => {
  const show = sourceLinesOf([{ file: 'a', text: 'x' }]);
  expect([show('b', 1), show('a', 2)]).toEqual([undefined, undefined]);
});

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '0' }, false],
])('colours on a terminal: %s, with %j: %s', (isTerminal, environment, expected) => {
  const painted = paintFor(isTerminal, environment)('leak', 'dns');
  expect(painted).toBe(expected ? '\u001B[31mdns\u001B[39m' : 'dns');
});
