import { checkManifests } from '../../../lib/check/check-manifests';
import { locks } from '../../../lib/locks';
import type { KubernetesObject } from '../../../lib/manifest/kubernetes';
import { handWritten, renderedExample, renderedMedia } from '../../locks/closed-manifests';
import type { LockedManifests } from '../../locks/locked-manifests';
import type { Change } from './change';

const bases = { 'hand-written': handWritten, rendered: renderedExample, media: renderedMedia };
export type Base = keyof typeof bases;
export const baseNames = Object.keys(bases) as Base[];

/** A changed workload, and what `podlock check` says about it. */
export interface Sample {
  readonly workload: KubernetesObject;
  /** Locks with a finding that is a leak or a risk. */
  readonly open: ReadonlySet<string>;
  /** Locks with any finding. */
  readonly mentioned: ReadonlySet<string>;
}

/** Locks that no Pod shows: a NetworkPolicy, and the policy itself. */
const elsewhere = new Set(['egress-policy', 'admission']);

/**
 * The base after the changes, or undefined where they do not fit: a change that is about another document than the
 * workload, or that finds nothing left to change.
 */
export function sample(base: Base, changes: readonly Change[]): Sample | undefined {
  const manifests = bases[base]();
  const workload: KubernetesObject = manifests.deployment;
  for (const { change } of changes) {
    const before = JSON.stringify(workload);
    try {
      change(manifests);
    } catch {
      return undefined;
    }
    if (JSON.stringify(workload) === before) return undefined;
  }
  const { findings } = checkManifests(withUnchangedOthers(base, manifests, workload), locks);
  const own = findings.filter(({ lock, suppressed }) => !elsewhere.has(lock) && suppressed === undefined);
  return {
    workload,
    open: new Set(own.filter(({ severity }) => severity !== 'advice').map(({ lock }) => lock)),
    mentioned: new Set(own.map(({ lock }) => lock)),
  };
}

/** The workload with what was added beside it, among the other documents as they were. */
function withUnchangedOthers(base: Base, manifests: LockedManifests, workload: KubernetesObject) {
  const others = bases[base]().documents.filter(({ object }) => object.kind !== 'Deployment');
  const kept = manifests.documents.filter(({ object, file }) => object === workload || file === 'added.yaml');
  return [...kept, ...others];
}
