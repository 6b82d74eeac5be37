import type { About, Check, OpenLock } from '../locks/lock';
import { formatPath, type ManifestDocument } from '../manifest/document';
import type { ObjectReference } from '../manifest/kubernetes';
import { findVpnPods, type VpnPod } from '../manifest/vpn-pod';
import { compareFindings, type Finding } from './finding';
import { suppressionsOf } from './suppression';

/** What the engine needs of a lock. */
export interface CheckedLock {
  readonly about: About;
  readonly check: Check;
}

/** What a check found out about an input. */
export interface CheckResult {
  /** The workloads with gluetun, in the order of the input. Without one, nothing was checked. */
  readonly workloads: readonly ObjectReference[];
  /** Sorted, so that the same input gives the same list. */
  readonly findings: readonly Finding[];
  /** Why something could not be told although the input is whole: checks that crashed. Each is a finding too. */
  readonly errors: readonly string[];
}

/**
 * Asks every lock about every workload with gluetun. Pure; never throws, whatever the manifests hold.
 *
 * @param isChosen which of them to ask about. @default - all
 */
export function checkManifests(
  documents: readonly ManifestDocument[],
  locks: readonly CheckedLock[],
  isChosen: (workload: ObjectReference) => boolean = () => true,
): CheckResult {
  const pods = findVpnPods(documents).filter(({ workload }) => isChosen(workload.reference));
  const findings = once(pods.flatMap((pod) => askAll(locks, pod, documents)).sort(compareFindings));
  return {
    workloads: pods.map(({ workload }) => workload.reference),
    findings,
    errors: findings.filter(({ lock }) => lock === 'rule-crashed').map(({ message }) => message),
  };
}

function askAll(locks: readonly CheckedLock[], pod: VpnPod, documents: readonly ManifestDocument[]): Finding[] {
  const { reasons, holes, faults } = suppressionsOf(
    pod,
    locks.map(({ about }) => about.id),
  );
  return [
    ...locks
      .flatMap((lock) => ask(lock, pod, documents))
      .map(({ finding, hole }): Finding => {
        const because = reasons.get(finding.lock) ?? (hole === undefined ? undefined : holes.get(hole));
        if (because === undefined) return finding;
        return { ...finding, suppressed: { because, ...(hole !== undefined && { hole }) } };
      }),
    ...faults.map((fault) => findingOf(fault, suppression, pod)),
  ];
}

const suppression = { id: 'suppression', leak: '', severity: 'advice', remedy: '' } as const;

interface Answer {
  readonly finding: Finding;
  readonly hole?: string | undefined;
}

function ask({ about, check }: CheckedLock, pod: VpnPod, documents: readonly ManifestDocument[]): readonly Answer[] {
  try {
    return check(pod, documents).map((openLock) => ({
      finding: findingOf(openLock, about, pod),
      hole: openLock.state === 'open' ? openLock.hole : undefined,
    }));
  } catch (error) {
    const message = `the check of "${about.id}" crashed: ${error instanceof Error ? error.message : String(error)}`;
    const openLock: OpenLock = { state: 'unknown', message, path: [], remedy: 'Report this as a fault of Podlock.' };
    return [{ finding: findingOf(openLock, { ...about, id: 'rule-crashed' }, pod) }];
  }
}

/** A document with equal keys is read twice, and what both readings show is one finding. */
function once(sorted: readonly Finding[]): readonly Finding[] {
  return sorted.filter((finding, index) => {
    const before = sorted[index - 1];
    return before === undefined || compareFindings(before, finding) !== 0;
  });
}

function findingOf(openLock: OpenLock, about: About, pod: VpnPod): Finding {
  const { state, message, path, severity = about.severity, remedy = about.remedy } = openLock;
  const document = openLock.document ?? pod.document;
  return {
    lock: about.id,
    severity,
    state,
    object: pod.workload.reference,
    path: formatPath(path),
    file: document.file,
    ...document.position(path),
    message,
    remedy,
  };
}
