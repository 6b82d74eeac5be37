import type { LockedManifests } from '../locked-manifests';

/** How far one lock reads: a change that may open other locks too, or none, and what this one then finds. */
export interface Detail {
  /** A fact about the changed manifests. */
  readonly name: string;
  change(manifests: LockedManifests): void;
  /** Every finding of this lock on test/fixtures/locked-pod.yaml after the change: severity, path, message. */
  readonly findings: readonly string[];
}
