import type { Cluster } from '../live/cluster';
import { ClusterError } from '../live/cluster-error';
import { findLivePods, type PodChoice } from '../live/find-live-pods';
import { type SurveyOptions, survey } from '../live/survey';
import { locks } from '../locks';
import { probes } from '../locks/probes';
import type { VerifyReport } from './json-report';
import { judgeLocks, type PodVerdict } from './verdict';

/** Which Pods, and how to look at them. */
export interface VerifyOptions extends PodChoice, SurveyOptions {}

/**
 * Proves every lock on every chosen Pod. What fails for one Pod is an error of the report; the others go on.
 * @throws ClusterError when the cluster cannot be asked at all
 */
export async function verify(cluster: Cluster, options: VerifyOptions): Promise<VerifyReport> {
  const { context } = cluster;
  const pods = await findLivePods(cluster, options);
  if (pods.length === 0) return { context, pods: [], errors: [noPod(options, cluster)] };
  const verdicts: PodVerdict[] = [];
  const errors: string[] = [];
  for (const pod of pods) {
    try {
      verdicts.push(judgeLocks(await survey(cluster, pod, options), locks, probes));
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      errors.push(`${pod.namespace}/${pod.name}: ${error.message}`);
      if (error.trouble === 'stopped') break;
    }
  }
  return { context, pods: verdicts, errors };
}

function noPod({ namespace, name }: PodChoice, { context }: Cluster): string {
  const where = namespace === undefined ? 'in no namespace' : `not in the namespace ${namespace}`;
  const what = name === undefined ? 'there is no Pod with gluetun' : `there is no Pod with gluetun called "${name}"`;
  return `${what}, ${where} of ${context}; -n names another namespace, --all looks into every one`;
}
