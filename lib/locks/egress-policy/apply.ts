import { type Host, singleAddress } from '../../declaration/host';
import { vpnEndpoint } from '../../declaration/vpn';
import type { NetworkPolicySpec } from '../../manifest/kubernetes';
import { publicExceptions } from '../../network/public-address';
import type { Apply } from '../lock';

type Peers = NonNullable<NonNullable<NetworkPolicySpec['egress']>[number]['to']>;

export const apply: Apply = ({ declaration, cluster, networkPolicy }) => {
  const { address, protocol, ports } = vpnEndpoint(declaration.vpn);
  networkPolicy.policyTypes.push('Egress');
  networkPolicy.egress.push({
    to: address === undefined ? publicAddresses(cluster.ipv6) : [{ ipBlock: { cidr: singleAddress(address) } }],
    ports: ports.map((port) => ({ protocol, port })),
  });
  networkPolicy.egress.push(...declaration.hosts.map(toHost));
};

/**
 * Behind a Service: kube-proxy has put a Pod's address in the place of the Service's before k3s' and most others'
 * enforcers look.
 */
function toHost({ address, backend, port, protocol }: Host): NonNullable<NetworkPolicySpec['egress']>[number] {
  if (backend === undefined) {
    return { to: [{ ipBlock: { cidr: singleAddress(address) } }], ports: [{ protocol, port }] };
  }
  const { namespace, podLabels, targetPort } = backend;
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  return {
    to: [{ namespaceSelector, podSelector: { matchLabels: { ...podLabels } } }],
    ports: [{ protocol, port: targetPort }],
  };
}

/** Without an IPv6 rule the policy denies all IPv6, which is right where the cluster has none. */
function publicAddresses(ipv6: boolean): Peers {
  const ipv4: Peers = [{ ipBlock: { cidr: '0.0.0.0/0', except: [...publicExceptions('IPv4')] } }];
  return ipv6 ? [...ipv4, { ipBlock: { cidr: '::/0', except: [...publicExceptions('IPv6')] } }] : ipv4;
}
