import { singleAddress } from '../../declaration/host';
import { inboundPorts } from '../../declaration/inbound-ports';
import type { Apply } from '../lock';

export const apply: Apply = ({ declaration, gluetun: { container } }) => {
  container.environment['FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT'] = 'on';
  // gluetun accepts what is addressed to the subnet of eth0; Cilium's and Calico's Pods have none (a /32).
  const ports = new Set(inboundPorts(declaration).map(({ port }) => port));
  if (ports.size > 0) container.environment['FIREWALL_INPUT_PORTS'] = [...ports].join(',');
  const hosts = [...new Set(declaration.hosts.map(({ address }) => singleAddress(address)))];
  // It routes them past the tunnel too; of their ports the guard lets one through.
  if (hosts.length > 0) container.environment['FIREWALL_OUTBOUND_SUBNETS'] = hosts.join(',');
};
