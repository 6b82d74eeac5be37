import type { LockedManifests } from '../locked-manifests';

/** Another way to close a lock than that of test/fixtures/locked-pod.yaml. */
export interface Variation {
  /** A fact about the changed manifests. */
  readonly name: string;
  change(manifests: LockedManifests): void;
}
