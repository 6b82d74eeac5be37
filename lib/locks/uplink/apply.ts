import type { GluetunSettings } from '../../declaration/gluetun/gluetun-settings';
import { inboundPorts } from '../../declaration/inbound-ports';
import { draftContainer } from '../../pod/draft';
import { guardScript, tunnelMark } from '../../pod/guard';
import type { Apply } from '../lock';

/** iptables' names of Kubernetes' protocols. */
const iptablesName = { TCP: 'tcp', UDP: 'udp' } as const;

export const apply: Apply = ({ declaration, beforeGluetun, gluetun }) => {
  const script = guardScript({
    tunnelInterface: declaration.gluetun.tunnelInterface,
    inbound: inboundPorts(declaration).map(({ protocol, port }) => ({ protocol: iptablesName[protocol], port })),
    hosts: declaration.hosts.map(({ address, port, protocol }) => ({
      address,
      port,
      protocol: iptablesName[protocol],
    })),
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
  if (declaration.vpn.type === 'openvpn') {
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
