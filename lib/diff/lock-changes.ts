import { type CheckedLock, checkManifests } from '../check/check-manifests';
import { type Finding, formatObject } from '../check/finding';
import type { ManifestDocument } from '../manifest/document';
import type { ObjectReference } from '../manifest/kubernetes';
import type { Effect } from './effect';

/** What a check says of a lock of a workload that is in both manifests, or in the new ones alone. */
type LockState = 'closed' | 'loosened' | 'unknown' | 'open';

/** A lock that is not what it was. */
export interface LockChange {
  readonly reference: ObjectReference;
  readonly lock: string;
  /** @default - undefined: the workload is new */
  readonly before: LockState | undefined;
  readonly after: LockState;
  readonly because?: string;
}

/** The locks of every workload in `after` that are not what they were; of a new workload those that are not closed. */
export function lockChanges(
  before: readonly ManifestDocument[],
  after: readonly ManifestDocument[],
  locks: readonly CheckedLock[],
): readonly LockChange[] {
  const [old, young] = [checkManifests(before, locks), checkManifests(after, locks)];
  return young.workloads.flatMap((reference) => {
    const name = formatObject(reference);
    const isOld = old.workloads.some((each) => formatObject(each) === name);
    return locks.flatMap(({ about: { id } }): LockChange[] => {
      const now = stateOf(young.findings, name, id);
      const was = isOld ? stateOf(old.findings, name, id).state : undefined;
      if (now.state === (was ?? 'closed')) return [];
      return [
        {
          reference,
          lock: id,
          before: was,
          after: now.state,
          ...(now.because !== undefined && { because: now.because }),
        },
      ];
    });
  });
}

function stateOf(findings: readonly Finding[], name: string, lock: string): { state: LockState; because?: string } {
  const own = findings.filter((finding) => finding.lock === lock && formatObject(finding.object) === name);
  const counting = own.filter(({ suppressed }) => suppressed === undefined);
  if (counting.length > 0) return { state: counting.some(({ state }) => state === 'open') ? 'open' : 'unknown' };
  const because = own.at(0)?.suppressed?.because;
  return because === undefined ? { state: 'closed' } : { state: 'loosened', because };
}

const words: Readonly<Record<LockState, string>> = {
  closed: 'closed',
  loosened: 'loosened',
  unknown: 'can no longer be judged',
  open: 'opened',
};

/** A change of a lock as a consequence: `lock loosened: image-pin, because …`. */
export function lockEffect({ lock, after, because }: LockChange): Effect {
  return { kind: 'lock', text: `lock ${words[after]}: ${lock}${because === undefined ? '' : `, because ${because}`}` };
}
