import type { PodDeclaration } from './declaration';
import { exposedProxies, proxyProtocols } from './gluetun/gluetun-settings';

/** A port of the Pod that private addresses may reach without the tunnel. Never the torrent port: it is for the tunnel. */
export interface InboundPort {
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
}

/** Every such port: what the guard answers on, gluetun's firewall lets in and the NetworkPolicy admits. */
export function inboundPorts({ client, gluetun }: PodDeclaration): readonly InboundPort[] {
  const webUis = client.webUi === undefined ? [] : [client.webUi];
  return [
    ...webUis.map(({ port }) => ({ protocol: 'TCP', port }) as const),
    ...exposedProxies(gluetun.settings).flatMap((proxy) =>
      proxyProtocols(proxy).map((protocol) => ({ protocol, port: proxy.port })),
    ),
  ];
}
