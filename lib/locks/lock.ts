import type { ManifestDocument, Path } from '../manifest/document';
import type { VpnPod } from '../manifest/vpn-pod';
import type { PodDraft } from '../pod/draft';

/**
 * How bad an open lock is.
 * - `leak`: traffic can leave outside the tunnel.
 * - `risk`: one fault away from a leak.
 * - `advice`: no way out by itself.
 */
export type Severity = 'leak' | 'risk' | 'advice';

/** What a lock is, in words: the same text in findings, `podlock explain` and docs. */
export interface About {
  readonly id: string;
  /** The way out that this lock closes, in one sentence. */
  readonly leak: string;
  readonly severity: Severity;
  /** What to do when it is open, in one sentence that ends in a period. */
  readonly remedy: string;
}

/** A way in which a lock is open in one workload. */
export interface OpenLock {
  /**
   * - `open`: the manifest shows it.
   * - `unknown`: the manifest refers to something that the input lacks, so nobody can tell.
   */
  readonly state: 'open' | 'unknown';
  /** What is, not what should be: lower case, no final period. */
  readonly message: string;
  readonly path: Path;
  /** @default - the workload's own document */
  readonly document?: ManifestDocument;
  /** @default - the lock's own severity */
  readonly severity?: Severity;
  /** @default - the lock's own remedy */
  readonly remedy?: string;
}

/** Finds a lock open in a workload of any origin. Pure; knows nothing of how Podlock renders its own Pods. */
export type Check = (pod: VpnPod, manifests: readonly ManifestDocument[]) => readonly OpenLock[];

/** Closes a lock on a Pod that Podlock renders. */
export type Apply = (draft: PodDraft) => void;

/**
 * The part of a lock that the API server can hold, as a CEL expression over a Pod: `object` is the Pod and
 * `variables.containers` are all its containers, ephemeral ones too.
 */
export interface AdmissionRule {
  /** True when the lock is closed. */
  readonly expression: string;
  /** What is wrong when it is false: lower case, no final period. */
  readonly message: string;
}

/** One way out of the Pod, and everything that Podlock does about it. */
export interface Lock {
  readonly about: About;
  readonly apply: Apply;
  readonly check: Check;
  /** Empty where the lock is not to be seen in a Pod's specification. */
  readonly admission: readonly AdmissionRule[];
}
