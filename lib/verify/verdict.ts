import { checkManifests } from '../check/check-manifests';
import type { Finding } from '../check/finding';
import { isAtLeast } from '../check/finding';
import { type Suppressions, suppressionsOf } from '../check/suppression';
import { type Evidence, note, open, type Probe, unknown } from '../live/evidence';
import type { LivePod, Unread } from '../live/live-pod';
import type { Survey } from '../live/survey';
import type { Lock, Severity } from '../locks/lock';

/** How one lock stands on a running Pod. */
export interface LockVerdict {
  readonly lock: string;
  readonly leak: string;
  readonly remedy: string;
  readonly severity: Severity;
  /** `loosened`: open on purpose, with a reason on the workload. It is open all the same. */
  readonly state: 'closed' | 'open' | 'unknown' | 'loosened';
  readonly because?: string;
  readonly evidence: readonly Evidence[];
}

/** A whole verify of one Pod. */
export interface PodVerdict {
  readonly pod: LivePod;
  readonly survey: Survey;
  readonly locks: readonly LockVerdict[];
  /** What this user may not read. */
  readonly unread: readonly Unread[];
}

/** Judges every lock by the objects that are in the cluster, and by what was seen of the running Pod. Pure. */
export function judgeLocks(survey: Survey, locks: readonly Lock[], probes: ReadonlyMap<string, Probe>): PodVerdict {
  const { pod, unread } = survey;
  const { findings } = checkManifests([pod.vpnPod.document, ...documentsBeside(pod)], locks);
  const suppressions = suppressionsOf(
    pod.vpnPod,
    locks.map(({ about }) => about.id),
  );
  return {
    pod,
    survey,
    unread,
    locks: locks.map(({ about }) => {
      const probe = probes.get(about.id);
      const own = findings.filter(({ lock }) => lock === about.id);
      const missing = unread.filter((each) => each.locks.includes(about.id));
      const evidence = [
        ...own.flatMap((finding) => fromFinding(finding, missing)),
        ...missing.map(({ what, why }) => unknown(`${what} could not be read: ${why}`)),
        ...(probe === undefined ? [unknown('this lock has no probe')] : probe(survey)),
      ].map((each) => withReason(each, about.id, suppressions));
      const state = stateOf(evidence);
      const because = state === 'loosened' ? evidence.find((each) => each.because !== undefined)?.because : undefined;
      return {
        lock: about.id,
        leak: about.leak,
        remedy: own[0]?.remedy ?? about.remedy,
        severity: about.severity,
        state,
        ...(because !== undefined && { because }),
        evidence,
      };
    }),
  };
}

function documentsBeside({ vpnPod }: LivePod) {
  const kinds = [
    ...['NetworkPolicy', 'Service', 'ConfigMap', 'Namespace'],
    ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
  ];
  return kinds.flatMap((kind) => vpnPod.index.everywhere(kind));
}

/** What is missing because nobody may read it is not open: nobody knows. */
function fromFinding(
  { severity, state, path, message, suppressed }: Finding,
  missing: readonly Unread[],
): readonly Evidence[] {
  const text = `the ${path === '' ? 'objects' : path} in the cluster: ${message}`;
  if (!isAtLeast(severity, 'risk')) return [note(text)];
  if (path === '' && missing.length > 0) return [];
  return [state === 'open' ? { ...open(text), because: suppressed?.because } : unknown(text)];
}

/** A reason for a lock stands for all of it, one for a hole for that hole alone. */
function withReason(evidence: Evidence, lock: string, { reasons, holes }: Suppressions): Evidence {
  if (evidence.state !== 'open' || evidence.because !== undefined) return evidence;
  const because = reasons.get(lock) ?? (evidence.hole === undefined ? undefined : holes.get(evidence.hole));
  return because === undefined ? evidence : { ...evidence, because };
}

/** A lock that nobody saw closed is not closed. */
function stateOf(evidence: readonly Evidence[]): LockVerdict['state'] {
  if (evidence.some(({ state, because }) => state === 'open' && because === undefined)) return 'open';
  const states = evidence.map(({ state }) => state);
  if (states.includes('open')) return 'loosened';
  if (states.includes('unknown') || !states.includes('closed')) return 'unknown';
  return 'closed';
}
