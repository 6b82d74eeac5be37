import { type Host, singleAddress } from '../declaration/host';
import { groupBy } from '../manifest/group-by';
import type { PodSpec } from '../manifest/kubernetes';

/** The names of the hosts, in the place of the cluster's DNS. Two ports of one address share its names. */
export function hostAliases(hosts: readonly Host[]): Pick<PodSpec, 'hostAliases'> {
  const aliases = [...groupBy(hosts, ({ address }) => address)].map(([ip, same]) => ({
    ip,
    hostnames: [...new Set(same.flatMap(({ names }) => names))].sort(),
  }));
  return aliases.length === 0 ? {} : { hostAliases: aliases };
}

/**
 * What the declaration opens on purpose, each hole with its reason, so that the check can tell it from every other: the
 * address in gluetun's firewall, address and port in the guard, and in the NetworkPolicy what stands behind a Service.
 */
export function loosenedHosts(hosts: readonly Host[]): Readonly<Record<string, string>> {
  const lines = hosts.flatMap(({ address, port, protocol, backend, because }) => {
    const endpoint = `${address.includes(':') ? `[${address}]` : address}:${port}/${protocol}`;
    const behind = backend === undefined ? [] : [`${selected(backend)}:${backend.targetPort}/${protocol}`];
    return [singleAddress(address), endpoint, ...behind].map((hole) => [hole, because] as const);
  });
  if (lines.length === 0) return {};
  // Of two reasons for one address the first one stands for both.
  const reasons = new Map(lines.toReversed());
  const text = [...reasons].map(([hole, because]) => `${hole} because ${because}`).sort();
  return { 'podlock/loosened-hosts': text.join('\n') };
}

function selected({ namespace, podLabels }: NonNullable<Host['backend']>): string {
  const labels = Object.entries(podLabels).map(([name, value]) => `${name}=${value}`);
  return `${namespace}/${labels.sort().join(',')}`;
}
