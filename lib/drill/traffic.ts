import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, ContainerPlace } from '../live/cluster';
import { ClusterError } from '../live/cluster-error';
import { placeIn } from '../live/live-pod';
import { pause } from '../live/pause';
import type { Stage } from './scenario';
import { clientOf } from './watching';

const script = readFileSync(join(__dirname, 'traffic.sh'), 'utf8');

/** The flow's processes bear this name. Written so that whoever looks for it does not find itself. */
const stop = `for each in /proc/[0-9]*; do
  grep -q 'podlock-[f]low' "$each/cmdline" 2>/dev/null && kill "\${each#/proc/}"
done
:`;

/**
 * Starts a live flow of the client that ends by itself, when nobody ends it before.
 * @throws ClusterError when no program of the client can send
 */
export async function startTraffic({ cluster, journal, pod, flow }: Stage, seconds: number): Promise<void> {
  const place = placeIn(pod, clientOf(pod));
  await journal.note({ kind: 'traffic', pod: pod.name, container: place.container });
  const args = ['/bin/sh', '-c', script, 'podlock-flow', flow.host, `${flow.port}`, `${seconds}`];
  // It dies with the client's container, which some drills restart.
  const running = cluster.exec(place, args, seconds + 20).then(
    ({ code }) => code,
    () => undefined,
  );
  const early = await Promise.race([running, pause(2).then(() => 'running' as const)]);
  if (early === 127)
    throw new ClusterError('refused', `${place.container} has no program that sends (bash, python3, nc)`);
  if (early !== 'running') {
    throw new ClusterError('refused', `the traffic of ${place.container} ended at once (exit ${early ?? 'unknown'})`);
  }
}

/** Ends the flow. In a container that is gone it has ended. */
export async function stopTraffic(cluster: Cluster, place: ContainerPlace): Promise<void> {
  try {
    await cluster.exec(place, ['/bin/sh', '-c', stop], 10);
  } catch (error) {
    if (!(error instanceof ClusterError) || error.trouble === 'unreachable') throw error;
  }
}
