import { formatPath, type ManifestDocument } from '../manifest/document';
import type { ObjectReference } from '../manifest/kubernetes';
import { indexOf, type ManifestIndex } from '../manifest/manifest-index';
import { containersOf } from '../manifest/pod-container';
import { readManifests } from '../manifest/read-manifests';
import { torrentClientOf } from '../manifest/torrent-client';
import { findVpnPods, vpnPodOf } from '../manifest/vpn-pod';
import { type Workload, workloadOf } from '../manifest/workload';
import { nearest } from '../network/nearest';
import { didYouMean } from '../network/value-error';
import { type CheckedLock, checkManifests } from './check-manifests';
import { compareFindings, type Finding, formatObject } from './finding';
import type { InputError, Source } from './source';
import { templateError, unrenderedDocuments } from './unrendered';

/** Everything that a check of some files found out. */
export interface CheckReport {
  /** The workloads that were checked. */
  readonly workloads: readonly ObjectReference[];
  readonly findings: readonly Finding[];
  /** What keeps the check from telling. */
  readonly errors: readonly InputError[];
}

/** What to check. */
export interface CheckOptions {
  /** `name`, `namespace/name` or `Kind/name`. @default - every workload with gluetun */
  readonly workload?: string;
  /** What could not even be read. @default - nothing */
  readonly errors?: readonly InputError[];
}

/** Reads manifests and asks every lock about every workload with gluetun in them. Never throws, whatever they hold. */
export function checkSources(
  sources: readonly Source[],
  locks: readonly CheckedLock[],
  { workload, errors = [] }: CheckOptions = {},
): CheckReport {
  const read = sources.map((source) => readSource(source));
  const documents = read.flatMap((each) => each.documents);
  const isChosen = (reference: ObjectReference) => isNamed(reference, workload);
  const checked = checkManifests(documents, locks, isChosen);
  const without = labelledWithoutGluetun(documents, locks).filter(({ object }) => isChosen(object));
  const workloads = [...checked.workloads, ...without.map(({ object }) => object)];
  const unrendered = unrenderedDocuments(documents);
  const notes = [...unrendered, ...read.flatMap((each) => each.notes)].sort(compareFindings);
  return {
    workloads,
    findings: [...[...checked.findings, ...without].sort(compareFindings), ...notes],
    errors: [
      ...errors,
      ...read.flatMap((each) => each.errors),
      ...unrendered.filter(({ severity }) => severity === 'risk').map((finding) => errorOf(finding, 'not-rendered')),
      ...checked.findings
        .filter(({ lock }) => lock === 'rule-crashed')
        .map((finding) => errorOf(finding, 'rule-crashed')),
      ...(workloads.length > 0 ? [] : [noVpnPod(documents, sources, workload)]),
    ],
  };
}

function readSource(source: Source) {
  const { documents, problems } = readManifests(source.text, source.file);
  const template = templateError(source);
  const notes = problems.filter(({ lock }) => lock === 'not-kubernetes').map(asKustomization);
  const unreadable = problems.filter(({ lock }) => lock === 'unreadable-document');
  // What else is wrong with a template follows from its being one.
  const errors = template ? [template] : unreadable.map((problem) => errorOf(problem, 'unreadable-document'));
  return { documents, notes, errors };
}

/** kustomize lets a kustomization.yaml do without kind and apiVersion. */
function asKustomization(note: Finding): Finding {
  if (!/(?:^|\/)kustomization\.ya?ml$|(?:^|\/)Kustomization$/.test(note.file)) return note;
  return {
    ...note,
    lock: 'not-rendered',
    message: 'a kustomization is not rendered: the manifests that it stands for were not checked',
    remedy: 'Render it first: kubectl kustomize FOLDER | npx podlock check -.',
  };
}

function errorOf({ message, remedy, file, line, column }: Finding, reason: InputError['reason']): InputError {
  return { reason, message, remedy, file, line, column };
}

function isNamed(reference: ObjectReference, wanted: string | undefined): boolean {
  return wanted === undefined || namesOf(reference).includes(wanted.toLowerCase());
}

function namesOf({ kind, namespace, name }: ObjectReference): readonly string[] {
  const names = [name, `${kind}/${name}`];
  if (namespace !== undefined)
    names.push(`${namespace}/${name}`, `${kind}/${namespace}/${name}`, `${kind} ${namespace}/${name}`);
  return names.map((each) => each.toLowerCase());
}

/** Workloads that call themselves Podlock's, and from whose Pods gluetun is gone. */
function labelledWithoutGluetun(
  documents: readonly ManifestDocument[],
  locks: readonly CheckedLock[],
): readonly Finding[] {
  const lock = locks.find(({ about }) => about.id === 'shared-namespace');
  if (lock === undefined) return [];
  return documents.flatMap((document): Finding[] => {
    const workload = workloadOf(document);
    if (workload?.podLabels.get('app.kubernetes.io/managed-by') !== 'podlock') return [];
    if (vpnPodOf(workload, indexOf(documents)) !== undefined) return [];
    return [
      {
        lock: lock.about.id,
        severity: lock.about.severity,
        state: 'open',
        object: workload.reference,
        path: formatPath(workload.podSpecPath),
        file: document.file,
        ...document.position(workload.podSpecPath),
        message: "is labelled as Podlock's, but none of its containers is gluetun",
        remedy: lock.about.remedy,
      },
    ];
  });
}

/** Nothing was checked, which is no proof of anything; why, as far as the input tells. */
function noVpnPod(
  documents: readonly ManifestDocument[],
  sources: readonly Source[],
  wanted: string | undefined,
): InputError {
  const known = findVpnPods(documents).map(({ workload }) => workload.reference);
  const remedy =
    'Name the files with the Pod that runs gluetun; what a chart or an overlay makes has to be rendered first.';
  if (wanted !== undefined && known.length > 0) {
    const guess = nearest(
      wanted,
      known.map(({ name }) => name),
    );
    const message = `no workload with gluetun is called "${wanted}"${didYouMean(guess)}`;
    return { reason: 'no-vpn-pod', message, remedy: `Choose one of: ${known.map(formatObject).join(', ')}.` };
  }
  const clients = torrentClients(documents);
  const input = `${count(documents.length, 'object')} in ${count(sources.length, 'file')}`;
  const message = `no Pod with gluetun among ${input}`;
  if (clients.length === 0) return { reason: 'no-vpn-pod', message, remedy };
  const alone = `${message}, but ${clients.join(', ')} without it: whatever runs there has the home address`;
  return { reason: 'no-vpn-pod', message: alone, remedy };
}

function torrentClients(documents: readonly ManifestDocument[]): readonly string[] {
  return documents.flatMap((document) => {
    const workload = workloadOf(document);
    return workload !== undefined && hasTorrentClient(workload, indexOf(documents))
      ? [formatObject(workload.reference)]
      : [];
  });
}

function hasTorrentClient({ podSpec, podSpecPath, reference: { namespace } }: Workload, index: ManifestIndex): boolean {
  const sources = {
    configMap: (name: string) => index.configMap(name, namespace),
    secret: (name: string) => index.secret(name, namespace),
  };
  return containersOf(podSpec, podSpecPath, sources).some((container) => torrentClientOf(container) !== undefined);
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
