import type { LockedManifests } from '../locked-manifests';

/** One way to open one lock in manifests in which every lock is closed. */
export interface Mutation {
  /** A fact about the changed manifests. */
  readonly name: string;
  change(manifests: LockedManifests): void;
  /** Other locks that are open with it. @default - none */
  readonly also?: readonly string[];
  /** Every finding on test/fixtures/locked-pod.yaml after the change: severity, path, message. */
  readonly findings: readonly string[];
}
