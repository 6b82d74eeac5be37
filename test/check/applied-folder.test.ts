import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSources } from '../../lib/check/check-sources';
import { checkText } from '../../lib/check/text-report';
import { locks } from '../../lib/locks';

const read = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');
const locked = { file: 'dist/home/pod.yaml', text: read('test/fixtures/locked-pod.yaml') };
const application = read('dist/gitops/home-argocd.yaml').split('---\n')[1] ?? '';
const flux = read('dist/gitops/home-flux.yaml');

const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: podlock, namespace: argocd }
spec:
  generators: [{ list: { elements: [{ folder: dist/home }, { folder: dist/cabin }] } }]
  template:
    spec:
      source: { repoURL: https://example.org/lab.git, targetRevision: main, path: '{{ .folder }}', directory: { recurse: true } }
`;

function report(...sources: readonly { file: string; text: string }[]) {
  return checkSources(sources, locks);
}

function notes(text: string, ...others: readonly { file: string; text: string }[]): readonly string[] {
  return report(locked, { file: 'dist/gitops/sync.yaml', text }, ...others).findings.map(
    ({ lock, object }) => `${lock} ${object.name}`,
  );
}

test('the folder that Argo CD and Flux apply is told in a line where it is in the input', () => {
  const text = `${application}---\n${flux}`;
  expect(checkText(report(locked, { file: 'dist/gitops/sync.yaml', text }))).toBe(
    `Checked here, if this is that repository: dist/home of https://git.example.org/you/homelab.git (applied by Application argocd/podlock-home, Kustomization flux-system/podlock-home, Kustomization flux-system/podlock-home-locks)

1 workload with gluetun checked; nothing open.
`,
  );
});

test.each([
  ['../lab/dist/home/pod.yaml', 'applies-input'],
  ['dist\\home\\pod.yaml', 'applies-input'],
  ['dist/homely/pod.yaml', 'not-rendered'],
  ['home/pod.yaml', 'not-rendered'],
])('a file %s shows it as %s', (file, lock) => {
  const sources = [
    { ...locked, file },
    { file: 'sync.yaml', text: application },
  ];
  expect(report(...sources).findings.map((finding) => finding.lock)).toEqual([lock]);
});

test('every folder of an ApplicationSet must be in the input', () => {
  expect(notes(set)).toEqual(['not-rendered podlock']);
  expect(
    notes(set, { file: 'dist/cabin/a.yaml', text: 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n' }),
  ).toEqual(['applies-input podlock']);
});

test.each([
  ['another folder', application, 'path: dist/home', 'path: dist/cabin'],
  ['the whole repository', application, 'path: dist/home', 'path: .'],
  ['only the files at the top', application, 'recurse: true', 'recurse: false'],
  ['files left out', application, 'recurse: true', 'recurse: true\n      exclude: networkpolicy.yaml'],
  ['a chart', application, 'path: dist/home', 'path: dist/home\n    chart: torrent'],
  ['what kustomize makes of it', application, 'path: dist/home', 'path: dist/home\n    kustomize: {namePrefix: a}'],
  ['further sources', application, '  project:', '  sources: []\n  project:'],
  ['a generator that looks for folders', set, '{ list:', '{ git: {}, list:'],
  ['a patch of its template', set, 'generators:', 'templatePatch: a\n  generators:'],
])('anything else is named as not rendered: Argo CD with %s', (_, text, from, to) => {
  expect(text).toContain(from);
  const [lock] = notes(text.replace(from, to));
  expect(lock).toMatch(/^not-rendered/);
});

test.each([
  ['a patch', '$patch: delete', 'spec: {replicas: 2}'],
  ['one half alone', 'labelSelector: podlock/stage=locks', 'labelSelector: podlock/stage=others'],
  [
    'a repository that is not in the input',
    'kind: GitRepository\nmetadata:\n  name: podlock-home',
    'kind: GitRepository\nmetadata:\n  name: other',
  ],
  ['files that the repository ignores', 'interval: 1m\n  ref:', 'ignore: networkpolicy.yaml\n  ref:'],
  ['values put in', 'prune: true', 'prune: true\n  postBuild: {substitute: {a: b}}'],
])('anything else is named as not rendered: Flux with %s', (_, from, to) => {
  expect(flux).toContain(from);
  expect(notes(flux.replaceAll(from, to))).toContain('not-rendered podlock-home');
});
