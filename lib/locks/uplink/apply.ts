import { webPorts } from '../../declaration/web-ports';
import { draftContainer } from '../../pod/draft';
import { guardScript, tunnelMark } from '../../pod/guard';
import type { Apply } from '../lock';

export const apply: Apply = ({ declaration, beforeGluetun, gluetun }) => {
  const script = guardScript({
    tunnelInterface: declaration.gluetun.tunnelInterface,
    inbound: webPorts(declaration).map((port) => ({ protocol: 'tcp', port })),
    hosts: declaration.hosts.map(({ address, port, protocol }) => ({
      address,
      port,
      protocol: protocol === 'TCP' ? 'tcp' : 'udp',
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
  // gluetun marks the packets of WireGuard by itself, those of OpenVPN only when told to.
  if (declaration.vpn.type === 'openvpn') gluetun.container.environment['OPENVPN_FLAGS'] = `--mark ${tunnelMark}`;
};
