import type { Severity } from '../locks/lock';
import type { ObjectReference } from '../manifest/kubernetes';

/** One open lock of one object, or something that nobody could check, with its place in the source. */
export interface Finding {
  /** The lock's id, or the id of a note (notes.ts) where no lock could be judged. */
  readonly lock: string;
  readonly severity: Severity;
  /** `unknown`: the input lacks what would tell. */
  readonly state: 'open' | 'unknown';
  /** The workload that the lock is about, whichever document the fault stands in. */
  readonly object: ObjectReference;
  /** Such as `spec.template.spec.hostNetwork`, in the document that `file` and `line` name. */
  readonly path: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** What is: lower case, no final period. */
  readonly message: string;
  /** What to do: one sentence. */
  readonly remedy: string;
  /** Somebody left the lock open on purpose, and wrote down why. It is open all the same. */
  readonly suppressed?: Suppressed;
}

interface Suppressed {
  readonly because: string;
  /** The one port of one private host that is open: `192.168.1.7:2049/TCP`. @default - something wider */
  readonly hole?: string;
}

/** The worst first. */
export const severities: readonly Severity[] = ['leak', 'risk', 'advice'];

/** The order of findings in every report: by place in the source, then by severity, lock and text. */
export function compareFindings(left: Finding, right: Finding): number {
  return (
    compare(left.file, right.file) ||
    compare(formatObject(left.object), formatObject(right.object)) ||
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    compare(left.lock, right.lock) ||
    left.line - right.line ||
    left.column - right.column ||
    compare(left.path, right.path) ||
    compare(left.message, right.message)
  );
}

/** Whether a finding is as bad as the threshold, or worse. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}

/** An object as people call it: `Deployment downloads/qbittorrent`. */
export function formatObject({ kind, namespace, name }: ObjectReference): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`.trim();
}

/** By code units, so that the order is the same under every locale. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
