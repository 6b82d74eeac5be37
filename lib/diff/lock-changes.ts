import { type CheckedLock, checkManifests } from '../check/check-manifests';
import { type Finding, formatObject } from '../check/finding';
import type { ManifestDocument } from '../manifest/document';
import { groupBy } from '../manifest/group-by';
import type { ObjectReference } from '../manifest/kubernetes';
import type { Effect } from './effect';

/** What became of the locks of one workload. */
export interface LockChange {
  readonly reference: ObjectReference;
  /** Such as `lock loosened: uplink: 192.168.1.10:445/TCP, because …`. */
  readonly effect: Effect;
}

/** A way in which a lock is open. */
interface Opening {
  readonly lock: string;
  /** The address and port, where it is one; else what the check says. */
  readonly what: string;
  readonly state: 'loosened' | 'unknown' | 'open';
  readonly because: string | undefined;
}

/**
 * What is open now and was not before, or for another reason, in every workload of `after`; and what is closed again. Of a
 * new workload all that is open.
 */
export function lockChanges(
  before: readonly ManifestDocument[],
  after: readonly ManifestDocument[],
  locks: readonly CheckedLock[],
): readonly LockChange[] {
  const [old, young] = [checkManifests(before, locks), checkManifests(after, locks)];
  const [was, is] = [old, young].map(({ findings }) =>
    groupBy(
      findings.filter(({ lock }) => locks.some(({ about }) => about.id === lock)),
      ({ object }) => formatObject(object),
    ),
  );
  return young.workloads.flatMap((reference) => {
    const name = formatObject(reference);
    const texts = changes(openingsOf(was?.get(name) ?? []), openingsOf(is?.get(name) ?? []));
    return texts.map((text): LockChange => ({ reference, effect: { kind: 'lock', text } }));
  });
}

/** By what the check says, which is the same whether somebody gave a reason or not. */
function openingsOf(findings: readonly Finding[]): ReadonlyMap<string, Opening> {
  return new Map(
    findings.map(({ lock, message, state, suppressed }): [string, Opening] => [
      `${lock} ${message}`,
      suppressed === undefined
        ? { lock, state, what: message, because: undefined }
        : { lock, state: 'loosened', what: suppressed.hole ?? message, because: suppressed.because },
    ]),
  );
}

function changes(before: ReadonlyMap<string, Opening>, after: ReadonlyMap<string, Opening>): readonly string[] {
  const opened = [...after].flatMap(([key, opening]): Line[] => {
    const old = before.get(key);
    if (old?.state !== opening.state) return [lineOf(words[opening.state], opening)];
    return old.because === opening.because ? [] : [lineOf('loosened for another reason', opening)];
  });
  const stillOpen = new Set([...after.values()].map(({ lock }) => lock));
  const closed = [...before].flatMap(([key, { lock, what }]): Line[] => {
    if (after.has(key)) return [];
    return [{ words: 'closed', lock, rest: stillOpen.has(lock) ? `: ${what}` : '' }];
  });
  return together([...opened, ...closed]);
}

const words = { loosened: 'loosened', unknown: 'can no longer be judged', open: 'opened' } as const;

interface Line {
  readonly words: string;
  readonly lock: string;
  readonly rest: string;
}

function lineOf(verb: string, { because, lock, what }: Opening): Line {
  return { words: verb, lock, rest: `: ${what}${because === undefined ? '' : `, because ${because}`}` };
}

/** One address is open in several locks: that is one line. */
function together(lines: readonly Line[]): readonly string[] {
  return [...groupBy(lines, ({ rest, words: verb }) => `${verb} ${rest}`).values()].map((same) => {
    const locks = [...new Set(same.map(({ lock }) => lock))].sort();
    return `${locks.length === 1 ? 'lock' : 'locks'} ${same[0]?.words}: ${locks.join(', ')}${same[0]?.rest}`;
  });
}
