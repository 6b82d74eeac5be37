import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckOptions, checkSources } from '../../lib/check/check-sources';
import { formatObject } from '../../lib/check/finding';
import { locks } from '../../lib/locks';

const locked = readFileSync(join(__dirname, '../fixtures/locked-pod.yaml'), 'utf8');

function check(text: string, options: CheckOptions = {}, file = 'input.yaml') {
  const { workloads, findings, errors } = checkSources([{ file, text }], locks, options);
  return {
    workloads: workloads.map(formatObject),
    findings: findings.map(({ lock, severity, line, message }) => `${line} ${lock} ${severity}: ${message}`),
    errors: errors.map(({ reason, file: at, line, message }) => `${reason} ${at ?? ''}:${line ?? ''} ${message}`),
  };
}

const clean = { workloads: ['Deployment downloads/qbittorrent'], findings: [], errors: [] };

test('a Pod with every lock closed has no findings and no errors', () => {
  expect(check(locked)).toEqual(clean);
});

test.each([
  ['nothing', '', 'no Pod with gluetun among 0 objects in 1 file'],
  [
    'a Pod of something else',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{image: nginx}]}',
    'no Pod with gluetun among 1 object in 1 file',
  ],
  [
    'a torrent client alone',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{image: "linuxserver/qbittorrent:5"}]}',
    'no Pod with gluetun among 1 object in 1 file, but Pod a without it: whatever runs there has the home address',
  ],
])('fails to tell on %s', (_, text, message) => {
  expect(check(text)).toEqual({ workloads: [], findings: [], errors: [`no-vpn-pod : ${message}`] });
});

describe('what is not rendered', () => {
  const release = (apiVersion: string, kind: string, text: string) =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: torrent, namespace: media}\nspec: {text: ${text}}\n`;

  test.each([
    ['helm.toolkit.fluxcd.io/v2', 'HelmRelease'],
    ['helm.cattle.io/v1', 'HelmChart'],
    ['argoproj.io/v1alpha1', 'Application'],
    ['argoproj.io/v1alpha1', 'ApplicationSet'],
    ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization'],
    ['kustomize.config.k8s.io/v1beta1', 'Kustomization'],
  ])('%s %s is named, and where it names gluetun the check cannot tell', (apiVersion, kind) => {
    const message = `${kind} is not rendered: the manifests that it stands for were not checked`;
    expect(check(`${release(apiVersion, kind, 'gluetun')}---\n${locked}`)).toEqual({
      ...clean,
      findings: [`1 not-rendered risk: ${message}`],
      errors: [`not-rendered input.yaml:1 ${message}`],
    });
    expect(check(`${release(apiVersion, kind, 'nginx')}---\n${locked}`)).toEqual({
      ...clean,
      findings: [`1 not-rendered advice: ${message}`],
    });
  });

  test('a kustomization.yaml may lack kind and apiVersion', () => {
    expect(check('resources: [a.yaml]\n', {}, 'home/kustomization.yaml').findings).toEqual([
      '1 not-rendered advice: a kustomization is not rendered: the manifests that it stands for were not checked',
    ]);
  });

  test.each([
    ['a value', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n', 4],
    ['a block', 'apiVersion: v1\n{{- if .Values.vpn.enabled }}\nkind: Pod\n{{- end }}\n', 2],
    ['an include', 'kind: Pod\nmetadata:\n  labels: {{- include "torrent.labels" . | nindent 4 }}\n', 3],
    ['a default', 'image: "{{ default "qmcgaw/gluetun" .Values.image }}"\n', 1],
  ])('a Helm template is named, by %s', (_, text, line) => {
    expect(check(text).errors).toEqual([
      `not-rendered input.yaml:${line} is a Helm template: what it becomes depends on its values`,
      expect.stringContaining('no-vpn-pod'),
    ]);
  });

  test("gluetun's own {{PORT}} and Prometheus's {{ $labels }} are no Helm template", () => {
    const data = '{PORT: "{{PORT}} {{ $labels.pod }} {{ .Names }} {{ range .items }}"}';
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: ${data}\n---\n${locked}`;
    expect(check(text)).toEqual(clean);
  });
});

describe('one workload by its name', () => {
  test.each(['qbittorrent', 'downloads/qbittorrent', 'Deployment/qbittorrent', 'deployment/downloads/qbittorrent'])(
    '%s',
    (workload) => {
      expect(check(locked, { workload })).toEqual(clean);
    },
  );

  test('fails to tell where none is called so, with the name that was probably meant', () => {
    expect(check(locked, { workload: 'qbitorrent' })).toEqual({
      workloads: [],
      findings: [],
      errors: ['no-vpn-pod : no workload with gluetun is called "qbitorrent"; did you mean "qbittorrent"?'],
    });
  });
});

test("a workload with Podlock's labels and without gluetun is a leak", () => {
  const text =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app.kubernetes.io/managed-by: podlock}}\nspec: {containers: [{image: qbittorrent}]}\n';
  expect(check(text)).toEqual({
    workloads: ['Pod a'],
    findings: ["4 shared-namespace leak: is labelled as Podlock's, but none of its containers is gluetun"],
    errors: [],
  });
});

test('where a key stands twice, both readings are checked and the check cannot tell', () => {
  const twice = locked.replace('dnsPolicy: None', 'dnsPolicy: None\n      hostNetwork: true\n      hostNetwork: false');
  const { findings, errors } = check(twice);
  expect(findings).toEqual([expect.stringMatching(/^\d+ shared-namespace leak: hostNetwork puts the Pod/)]);
  expect(errors).toEqual([
    expect.stringMatching(
      /^unreadable-document .*key "hostNetwork" stands 2 times in one mapping: line \d+ \(true\), line \d+ \(false\);/,
    ),
  ]);
  const other = locked.replace('dnsPolicy: None', 'dnsPolicy: None\n      hostNetwork: false\n      hostNetwork: true');
  expect(check(other).findings).toEqual([
    expect.stringMatching(/^\d+ shared-namespace leak: hostNetwork puts the Pod/),
  ]);
});

test('what could not be read is an error beside the findings', () => {
  const error = { reason: 'unreadable-file', message: 'is gone', remedy: 'Look.', file: 'b.yaml' } as const;
  expect(check(locked, { errors: [error] })).toEqual({ ...clean, errors: ['unreadable-file b.yaml: is gone'] });
  expect(check(`${locked}---\na: [\n`).errors).toEqual([
    expect.stringMatching(/^unreadable-document input.yaml:\d+ is not YAML/),
  ]);
});
