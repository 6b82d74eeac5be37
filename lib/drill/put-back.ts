import type { Cluster } from '../live/cluster';
import { ClusterError, type ClusterTrouble, refusalOf } from '../live/cluster-error';
import { pause } from '../live/pause';
import type { Change } from './journal';
import { removeRules } from './rules';
import { stopTraffic } from './traffic';

const patienceSeconds = 90;

/** Errors that no patience cures. */
const neverAgain: ReadonlySet<ClusterTrouble> = new Set(['forbidden', 'kubeconfig', 'stopped']);

/** Puts one change back. What is gone by itself, with its Pod, is put back too. @returns what could not be done */
export async function putBack(cluster: Cluster, namespace: string, change: Change): Promise<string | undefined> {
  try {
    if (change.kind === 'copy') await removeCopy(cluster, namespace, change.name);
    if (change.kind === 'rules') await removeWhenItRuns(cluster, namespace, change);
    if (change.kind === 'traffic') await stopTraffic(cluster, { namespace, ...change });
    return undefined;
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    return `${describeChange(change)} could not be put back: ${error.message}`;
  }
}

export function describeChange(change: Change): string {
  switch (change.kind) {
    case 'rules':
      return `the drill's rules in the network of ${change.pod}`;
    case 'copy':
      return `the copy ${change.name}, and its Secret`;
    case 'traffic':
      return `the test traffic of ${change.pod}`;
  }
}

/** Removes the copy of a Pod and its Secret, and returns when both are gone: a Pod takes a moment to end. */
export async function removeCopy(cluster: Cluster, namespace: string, name: string): Promise<void> {
  const path = (kind: string) => `/api/v1/namespaces/${namespace}/${kind}/${name}`;
  for (const kind of ['pods', 'secrets']) {
    const answer = await cluster.request('DELETE', `${path(kind)}?gracePeriodSeconds=1`);
    if (answer.status >= 300 && answer.status !== 404) throw refusalOf(answer, `removing the copy ${name} (${kind})`);
  }
  for (const end = Date.now() + patienceSeconds * 1000; ; await pause(1)) {
    if ((await cluster.request('GET', path('pods'))).status === 404) return;
    if (Date.now() > end)
      throw new ClusterError('refused', `the Pod ${name} is not gone ${patienceSeconds} s after it was deleted`);
  }
}

/** gluetun may be on its way back from the dead, and only its container may change the rules. */
async function removeWhenItRuns(
  cluster: Cluster,
  namespace: string,
  { pod, container }: Extract<Change, { kind: 'rules' }>,
): Promise<void> {
  for (const end = Date.now() + patienceSeconds * 1000; ; await pause(1)) {
    const { status } = await cluster.request('GET', `/api/v1/namespaces/${namespace}/pods/${pod}`);
    if (status === 404) return;
    try {
      await removeRules(cluster, { namespace, pod, container });
      return;
    } catch (error) {
      if (Date.now() > end || !(error instanceof ClusterError) || neverAgain.has(error.trouble)) throw error;
    }
  }
}
