import { vpnEndpoint } from '../../declaration/vpn';
import type { NetworkPolicySpec } from '../../manifest/kubernetes';
import { publicExceptions } from '../../network/public-address';
import type { Apply } from '../lock';

type Peers = NonNullable<NonNullable<NetworkPolicySpec['egress']>[number]['to']>;

export const apply: Apply = ({ declaration, cluster, networkPolicy }) => {
  const { address, protocol, ports } = vpnEndpoint(declaration.vpn);
  networkPolicy.policyTypes.push('Egress');
  networkPolicy.egress.push({
    to: address === undefined ? publicAddresses(cluster.ipv6) : [{ ipBlock: { cidr: single(address) } }],
    ports: ports.map((port) => ({ protocol, port })),
  });
};

function single(address: string): string {
  return address.includes(':') ? `${address}/128` : `${address}/32`;
}

/** Without an IPv6 rule the policy denies all IPv6, which is right where the cluster has none. */
function publicAddresses(ipv6: boolean): Peers {
  const ipv4: Peers = [{ ipBlock: { cidr: '0.0.0.0/0', except: [...publicExceptions('IPv4')] } }];
  return ipv6 ? [...ipv4, { ipBlock: { cidr: '::/0', except: [...publicExceptions('IPv6')] } }] : ipv4;
}
