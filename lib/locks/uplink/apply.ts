import type { PodDeclaration } from '../../declaration/declaration';
import { exposedProxies, type GluetunSettings, proxyProtocols } from '../../declaration/gluetun/gluetun-settings';
import { draftContainer } from '../../pod/draft';
import { type GuardOptions, guardScript, tunnelMark } from '../../pod/guard';
import type { Apply } from '../lock';

export const apply: Apply = ({ declaration, beforeGluetun, gluetun }) => {
  const { client, vpn } = declaration;
  const script = guardScript({
    tunnelInterface: declaration.gluetun.tunnelInterface,
    inbound: [{ protocol: 'tcp', port: client.webUi.port }, ...proxyPorts(declaration)],
  });
  beforeGluetun.push({
    ...draftContainer('guard', declaration.gluetun.image),
    command: ['/bin/sh', '-c', script],
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    securityContext: {
      runAsUser: 0,
      runAsGroup: 0,
      readOnlyRootFilesystem: true,
      capabilities: { add: ['NET_ADMIN'] },
    },
  });
  if (vpn.type === 'openvpn') {
    gluetun.container.environment['OPENVPN_FLAGS'] = openvpnFlags(declaration.gluetun.settings).join(' ');
  }
};

/**
 * gluetun marks the packets of WireGuard by itself, those of OpenVPN only when told to. Of an option that is given twice
 * OpenVPN takes the last, and gluetun puts these behind `--config`: whatever a custom .ovpn file says of the mark, and of
 * scripts that it wants run, does not count.
 */
function openvpnFlags({ openvpnFlags: declared }: GluetunSettings): readonly string[] {
  return [...declared, '--script-security 1', `--mark ${tunnelMark}`];
}

function proxyPorts({ gluetun }: PodDeclaration): GuardOptions['inbound'] {
  return exposedProxies(gluetun.settings).flatMap((proxy) =>
    proxyProtocols(proxy).map(
      (protocol) => ({ protocol: protocol === 'UDP' ? 'udp' : 'tcp', port: proxy.port }) as const,
    ),
  );
}
