import type { AdmissionRule } from '../admission/rule';
import type { ManifestDocument, Path } from '../manifest/document';
import type { VpnPod } from '../manifest/vpn-pod';
import type { PodDraft } from '../pod/draft';

export type { AdmissionRule } from '../admission/rule';

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

/** A lock explained at length: the text of `podlock explain` and of docs/locks.md. */
export interface Explanation extends About {
  /** A real way in which the leak happens: what was counted or measured. */
  readonly story: string;
  /** What closes it, as YAML: the decisive fields only. */
  readonly example: string;
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
  /**
   * What exactly is open, where it is one port of one private host and no more: `192.168.1.7:2049/TCP`. The annotation
   * `podlock/loosened-hosts` loosens such a hole alone, and never the rest of the lock.
   * @default - something wider
   */
  readonly hole?: string;
  /** @default - the lock's own remedy */
  readonly remedy?: string;
}

/** Finds a lock open in a workload of any origin. Pure; knows nothing of how Podlock renders its own Pods. */
export type Check = (pod: VpnPod, manifests: readonly ManifestDocument[]) => readonly OpenLock[];

/** Closes a lock on a Pod that Podlock renders. */
export type Apply = (draft: PodDraft) => void;

/** One way out of the Pod, and everything that Podlock does about it. */
export interface Lock {
  readonly about: Explanation;
  readonly apply: Apply;
  readonly check: Check;
  /** What the API server refuses. Empty where no Pod and no workload shows the lock. */
  readonly admission: readonly AdmissionRule[];
}
