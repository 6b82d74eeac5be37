import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, ContainerPlace } from '../live/cluster';
import { ClusterError } from '../live/cluster-error';

const script = readFileSync(join(__dirname, 'rules.sh'), 'utf8');

async function run(cluster: Cluster, place: ContainerPlace, ...args: readonly string[]): Promise<string> {
  const { code, output, errors } = await cluster.exec(place, ['/bin/sh', '-c', script, 'rules', ...args], 15);
  if (code === 0) return output;
  const why = errors.trim().replace(/\s+/g, ' ').slice(0, 200);
  throw new ClusterError('refused', `rules of the drill in ${place.pod} (${args[0]}): exit ${code}: ${why}`);
}

/** Counts, from now on, what passes every rule on its way out and is not the tunnel's. */
export async function startCounting(cluster: Cluster, place: ContainerPlace, tunnel: string): Promise<void> {
  await run(cluster, place, 'count', tunnel);
}

/** How many packets have passed since. */
export async function readCount(cluster: Cluster, place: ContainerPlace): Promise<number> {
  const counts = [...(await run(cluster, place, 'read')).matchAll(/^passed (\d+)$/gm)].map(([, count]) =>
    Number(count),
  );
  if (counts.length === 0) throw new ClusterError('refused', `the counters of the drill in ${place.pod} are gone`);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Drops what comes from the endpoint: the tunnel falls silent. Nothing can leave by it. */
export async function silenceEndpoint(cluster: Cluster, place: ContainerPlace): Promise<void> {
  await run(cluster, place, 'silence');
}

export async function hearEndpoint(cluster: Cluster, place: ContainerPlace): Promise<void> {
  await run(cluster, place, 'speak');
}

/** Removes whatever a drill set, this one or an earlier one. */
export async function removeRules(cluster: Cluster, place: ContainerPlace): Promise<void> {
  await run(cluster, place, 'remove');
}
