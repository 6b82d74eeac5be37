import { ClusterError, refusalOf } from '../../live/cluster-error';
import { findLivePods } from '../../live/find-live-pods';
import type { LivePod } from '../../live/live-pod';
import { survey } from '../../live/survey';
import { probes } from '../../locks/probes';
import { beforeGluetun } from '../../manifest/vpn-pod';
import type { Scenario } from '../scenario';
import { clientOf, secondsUntil } from '../watching';

/**
 * The API has no word for making a sandbox anew in place, which is what a reboot does. A new Pod has a new sandbox, and goes
 * through the same order of starts.
 */
export const newSandbox: Scenario = {
  id: 'D',
  title: 'the Pod is made anew, with its sandbox',
  warning: 'the Pod is deleted, and its controller makes another one; the client is stopped and started',
  async play(stage) {
    const { cluster, pod, tell, patience } = stage;
    const owner = pod.vpnPod.workload.reference;
    if (owner.kind === 'Pod')
      throw new ClusterError('refused', 'nothing would make this Pod again, so it is left alone');
    const answer = await cluster.request('DELETE', `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}`);
    if (answer.status >= 300) throw refusalOf(answer, 'deleting the Pod');
    tell(`${pod.name} is deleted`);
    let next: LivePod | undefined;
    const back = await secondsUntil(patience, async () => {
      const found = await findLivePods(cluster, { namespace: pod.namespace, name: owner.name });
      next = found.find((each) => each.uid !== pod.uid);
      return next?.statuses.get(clientOf(next))?.isRunning === true;
    });
    if (next === undefined || back === undefined) return [`the client did not run again in ${patience} s`];
    tell(`${next.name} runs, with its client, after ${back.toFixed(0)} s`);
    const seen = await survey(cluster, next, { askUrl: '', question: '', canary: undefined, cleaner: cluster });
    const evidence = ['startup-gate', 'uplink'].flatMap((lock) => probes.get(lock)?.(seen) ?? []);
    const open = evidence.filter(({ state }) => state === 'open').map(({ saw }) => saw);
    if (beforeGluetun(next.vpnPod).length > 0)
      tell('what comes before gluetun ended before gluetun started, by the kubelet');
    tell(
      `${evidence.filter(({ state }) => state === 'closed').length} of ${evidence.filter(({ state }) => state !== 'note').length} sightings of startup-gate and uplink are closed`,
    );
    return open;
  },
};
