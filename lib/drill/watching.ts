import { ClusterError } from '../live/cluster-error';
import { statusesOf } from '../live/find-live-pods';
import { type ContainerStatus, type LivePod, placeIn } from '../live/live-pod';
import { pause } from '../live/pause';
import { tunnelInterfaceOf } from '../manifest/gluetun-settings';
import { fieldsOf } from '../manifest/plain-value';
import { clientsOf } from '../manifest/torrent-client';
import { readCount, startCounting } from './rules';
import type { Stage } from './scenario';

/** gluetun's container. */
export function gluetunOf(pod: LivePod) {
  return placeIn(pod, pod.vpnPod.gluetun.name);
}

/** The client that the traffic is the client's of. */
export function clientOf({ vpnPod }: LivePod): string {
  const [client] = clientsOf(vpnPod);
  if (client === undefined) throw new ClusterError('not-found', 'the Pod has no client beside gluetun');
  return client.name;
}

/** Counts what passes the Pod's rules until `work` has ended. @returns how many packets passed */
export async function counting({ cluster, journal, pod }: Stage, work: () => Promise<void>): Promise<number> {
  const place = gluetunOf(pod);
  await journal.note({ kind: 'rules', pod: pod.name, container: place.container });
  await startCounting(cluster, place, tunnelInterfaceOf(pod.vpnPod) ?? 'tun0');
  await work();
  return readCount(cluster, place);
}

/** Whether gluetun calls itself healthy. A container that is not there is not healthy; a Pod that is gone is an error. */
export async function isHealthy(stage: Stage): Promise<boolean> {
  const { cluster, pod } = stage;
  try {
    const { code } = await cluster.exec(gluetunOf(pod), ['/gluetun-entrypoint', 'healthcheck'], 10);
    return code === 0;
  } catch (error) {
    if (!(error instanceof ClusterError) || error.trouble === 'stopped') throw error;
    // A broken exec may be the container that was just killed; whether the API server is there shows the next question.
    await statusNow(stage, pod.vpnPod.gluetun.name);
    return false;
  }
}

/** Asks every second. @returns the seconds that it took, or undefined when the time was over */
export async function secondsUntil(limit: number, ask: () => Promise<boolean>): Promise<number | undefined> {
  const began = Date.now();
  for (;;) {
    if (await ask()) return (Date.now() - began) / 1000;
    if ((Date.now() - began) / 1000 > limit) return undefined;
    await pause(1);
  }
}

/**
 * What the kubelet says of a container now.
 * @throws ClusterError `not-found` when the Pod is gone
 */
export async function statusNow({ cluster, pod }: Stage, container: string): Promise<ContainerStatus | undefined> {
  const path = `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}`;
  const { status, body } = await cluster.request('GET', path);
  const metadata = fieldsOf(body['metadata']);
  if (status === 404 || metadata['uid'] !== pod.uid || metadata['deletionTimestamp'] !== undefined) {
    throw new ClusterError('not-found', `the Pod ${pod.namespace}/${pod.name} was deleted meanwhile`);
  }
  return statusesOf(fieldsOf(body['status'])).get(container);
}

/** What is said of a count. */
export function passed(count: number, when: string): readonly string[] {
  return count === 0 ? [] : [`${count} packets passed every rule on their way out past the tunnel ${when}`];
}
