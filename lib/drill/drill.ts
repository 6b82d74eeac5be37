import type { Cluster } from '../live/cluster';
import { ClusterError } from '../live/cluster-error';
import { findLivePods } from '../live/find-live-pods';
import type { LivePod } from '../live/live-pod';
import { Journal } from './journal';
import { describeChange, putBack } from './put-back';
import type { Moment, Scenario, ScenarioResult, Stage } from './scenario';

/** How to drill. */
export interface DrillOptions {
  readonly scenarios: readonly Scenario[];
  readonly flow: Stage['flow'];
  readonly patience: number;
  /** Works after an interruption too. */
  readonly cleaner: Cluster;
  /** Is told every moment of every scenario as it happens. */
  readonly progress: (scenario: string, what: string) => void;
}

/** What a drill of one Pod showed. */
export interface DrillReport {
  readonly namespace: string;
  readonly pod: string;
  readonly results: readonly ScenarioResult[];
  /** What a killed drill had left, and what was put back. */
  readonly repaired: readonly string[];
  /** What could not be put back. */
  readonly left: readonly string[];
}

/**
 * Plays the scenarios one after another, and puts everything back, whatever happens.
 * @throws ClusterError `refused` while another drill has the namespace
 */
export async function drill(cluster: Cluster, pod: LivePod, options: DrillOptions): Promise<DrillReport> {
  const { cleaner, progress, flow, patience } = options;
  const { journal, left: fromBefore } = await Journal.open(cleaner, pod.namespace);
  const left: string[] = [];
  const repaired: string[] = [];
  const results: ScenarioResult[] = [];
  try {
    for (const change of fromBefore) {
      progress('', `putting back what a killed drill left: ${describeChange(change)}`);
      if ((await putBack(cleaner, pod.namespace, change)) !== undefined) continue; // it is tried again at the end
      journal.forget(change);
      repaired.push(describeChange(change));
    }
    let current: LivePod | undefined = pod;
    for (const scenario of options.scenarios) {
      const result: ScenarioResult = await play(scenario, { cluster, journal, pod: current, flow, patience }, options);
      results.push(result);
      await putAllBack(journal, cleaner, pod.namespace);
      if (result.reasons.includes(interrupted)) break;
      current = await successor(cluster, current);
      if (current === undefined) break;
    }
  } finally {
    left.push(...(await putAllBack(journal, cleaner, pod.namespace)));
    if (left.length === 0) await journal.close().catch(() => undefined);
    else journal.abandon();
  }
  return { namespace: pod.namespace, pod: pod.name, results, repaired, left };
}

const interrupted = 'interrupted';

async function play(
  scenario: Scenario,
  stage: Omit<Stage, 'tell'>,
  { progress }: DrillOptions,
): Promise<ScenarioResult> {
  const { id, title } = scenario;
  const began = Date.now();
  const timeline: Moment[] = [];
  const tell = (what: string) => {
    timeline.push({ at: (Date.now() - began) / 1000, what });
    progress(`${id}: ${title}`, what);
  };
  try {
    const reasons = await scenario.play({ ...stage, tell });
    return { id, title, state: reasons.length === 0 ? 'held' : 'failed', reasons, timeline };
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    tell(error.message);
    return { id, title, state: 'unknown', reasons: [error.message], timeline };
  }
}

async function putAllBack(journal: Journal, cleaner: Cluster, namespace: string): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const change of journal.pending) {
    const failure = await putBack(cleaner, namespace, change).catch((error: unknown) => String(error));
    if (failure === undefined) journal.forget(change);
    else failures.push(failure);
  }
  return failures;
}

/** The same Pod, or the one that its controller made in its place. */
async function successor(cluster: Cluster, pod: LivePod): Promise<LivePod | undefined> {
  const { name } = pod.vpnPod.workload.reference;
  const found = await findLivePods(cluster, { namespace: pod.namespace, name }).catch(() => []);
  return found.find(({ uid }) => uid === pod.uid) ?? found[0];
}
