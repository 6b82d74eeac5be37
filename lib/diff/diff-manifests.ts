import type { CheckedLock } from '../check/check-manifests';
import { formatObject } from '../check/finding';
import { formatPath, type ManifestDocument } from '../manifest/document';
import type { ObjectReference } from '../manifest/kubernetes';
import type { Effect } from './effect';
import { effectsOf } from './effects';
import { lockChanges } from './lock-changes';
import { objectChanges } from './object-change';
import { sideOf } from './sides';

/** What becomes of one object, and what that does. */
export interface DiffEntry {
  readonly reference: ObjectReference;
  /** `unchanged`: the object itself is the same, but one of its locks is not. */
  readonly change: 'created' | 'removed' | 'changed' | 'unchanged';
  readonly effects: readonly Effect[];
  /** Of a changed object, the fields that differ: `spec.ports.webui.port`. */
  readonly fields: readonly string[];
}

/**
 * What new manifests do in a cluster that has the old ones: object by object, in words. Pure. Empty when nothing that
 * counts is different.
 */
export function diffManifests(
  before: readonly ManifestDocument[],
  after: readonly ManifestDocument[],
  locks: readonly CheckedLock[],
): readonly DiffEntry[] {
  const sides = { before: sideOf(before), after: sideOf(after) };
  const entries = objectChanges(before, after).map(
    (change): DiffEntry => ({
      reference: change.reference,
      change: change.kind,
      effects: effectsOf(change, sides),
      fields: change.kind === 'changed' ? change.fields.map(formatPath) : [],
    }),
  );
  const byName = new Map(entries.map((entry) => [formatObject(entry.reference), entry]));
  for (const { effect, reference } of lockChanges(before, after, locks)) {
    const name = formatObject(reference);
    const entry = byName.get(name) ?? { reference, change: 'unchanged', effects: [], fields: [] };
    byName.set(name, { ...entry, effects: [...entry.effects, effect] });
  }
  return [...byName.values()].sort((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
}

/** What runs first, then the rest by kind and name. */
function sortKey({ reference, effects }: DiffEntry): string {
  const runs = effects.some(({ kind }) => ['restart', 'start', 'stop', 'lock', 'refused'].includes(kind));
  return `${runs ? 0 : 1} ${formatObject(reference)}`;
}
