import type { PodDeclaration } from './declaration';
import { exposedProxies, proxyProtocols } from './gluetun/gluetun-settings';

/** A port of the Pod that private addresses may reach without the tunnel. Never the torrent port: it is for the tunnel. */
export interface InboundPort {
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
}

/**
 * Every such port, in ascending order. The guard answers on these, gluetun's firewall lets them in, the NetworkPolicy
 * admits them: nothing else.
 */
export function inboundPorts({ client, companions, gluetun, metrics }: PodDeclaration): readonly InboundPort[] {
  const ofCompanions = companions.flatMap((companion) => [companion.webUi, companion.metrics]);
  const served = [client.webUi, metrics, ...ofCompanions].flatMap((each) => each?.port ?? []);
  return [
    // A companion may tell its metrics at the port of its WebUI.
    ...[...new Set(served)].map((port) => ({ protocol: 'TCP', port }) as const),
    ...exposedProxies(gluetun.settings).flatMap((proxy) =>
      proxyProtocols(proxy).map((protocol) => ({ protocol, port: proxy.port })),
    ),
  ].toSorted((one, other) => one.port - other.port);
}
