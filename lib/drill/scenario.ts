import type { Cluster } from '../live/cluster';
import type { LivePod } from '../live/live-pod';
import type { Journal } from './journal';

/** One thing that happened in a drill. */
export interface Moment {
  /** Seconds since the scenario began. */
  readonly at: number;
  readonly what: string;
}

/**
 * What came of a scenario.
 * - `held`: nothing could leave past the tunnel, and what had to come back came back.
 * - `failed`: packets passed, or it did not come back.
 * - `unknown`: it could not be tried, or not be watched.
 */
export interface ScenarioResult {
  readonly id: string;
  readonly title: string;
  readonly state: 'held' | 'failed' | 'unknown';
  /** The reasons for the state: lower case, no final period. */
  readonly reasons: readonly string[];
  readonly timeline: readonly Moment[];
}

/** Where a scenario plays. */
export interface Stage {
  readonly cluster: Cluster;
  readonly journal: Journal;
  readonly pod: LivePod;
  /** Where the client's test traffic goes, by UDP. */
  readonly flow: { readonly host: string; readonly port: number };
  /** How long to wait for the Pod to notice, and how long for it to recover, in seconds. */
  readonly patience: number;
  /** Writes a line into the timeline. */
  readonly tell: (what: string) => void;
}

/** One thing that goes wrong in the life of a Pod, made to happen. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** What will happen to the Pod, for the consent. */
  readonly warning: string;
  /** @returns why it failed; empty when the Pod held. Throws ClusterError when it cannot be tried or watched. */
  play(stage: Stage): Promise<readonly string[]>;
}
