import type { About, Check, OpenLock } from '../locks/lock';
import { formatPath, type ManifestDocument } from '../manifest/document';
import type { ObjectReference } from '../manifest/kubernetes';
import { findVpnPods, type VpnPod } from '../manifest/vpn-pod';
import { compareFindings, type Finding } from './finding';

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

/** Asks every lock about every workload with gluetun. Pure; never throws, whatever the manifests hold. */
export function checkManifests(documents: readonly ManifestDocument[], locks: readonly CheckedLock[]): CheckResult {
  const pods = findVpnPods(documents);
  const findings = pods.flatMap((pod) => locks.flatMap((lock) => ask(lock, pod, documents)));
  return {
    workloads: pods.map(({ workload }) => workload.reference),
    findings: findings.sort(compareFindings),
    errors: findings.filter(({ lock }) => lock === crashed).map(({ message }) => message),
  };
}

const crashed = 'rule-crashed';

function ask({ about, check }: CheckedLock, pod: VpnPod, documents: readonly ManifestDocument[]): readonly Finding[] {
  try {
    return check(pod, documents).map((openLock) => findingOf(openLock, about, pod));
  } catch (error) {
    const message = `the check of "${about.id}" crashed: ${error instanceof Error ? error.message : String(error)}`;
    const openLock: OpenLock = { state: 'unknown', message, path: [], remedy: 'Report this as a fault of Podlock.' };
    return [findingOf(openLock, { ...about, id: crashed }, pod)];
  }
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
