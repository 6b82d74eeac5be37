import { checkManifests } from '../../lib/check/check-manifests';
import type { Finding } from '../../lib/check/finding';
import { textReport } from '../../lib/check/text-report';
import { locks } from '../../lib/locks';
import { readManifests } from '../../lib/manifest/read-manifests';

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
  expect(textReport(findings, lines)).toBe(`Deployment media/torrent
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
