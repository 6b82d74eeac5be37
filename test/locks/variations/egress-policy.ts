import { set, setVariable } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: 'the endpoint is pinned',
    change: ({ policy }) => set(policy.spec.egress[0], 'to', [{ ipBlock: { cidr: '185.10.10.10/32' } }]),
  },
  {
    name: 'IPv6 is allowed with its private ranges excepted',
    change: ({ policy }) =>
      policy.spec.egress[0].to.push({
        ipBlock: { cidr: '::/0', except: ['fc00::/7', 'fe80::/10', '64:ff9b::/96', '64:ff9b:1::/48'] },
      }),
  },
  {
    name: 'a second policy denies everything',
    change: (all) =>
      all.add(
        '{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: downloads}, spec: {podSelector: {}, policyTypes: [Egress, Ingress]}}',
      ),
  },
  {
    name: 'a wide policy selects other Pods',
    change: (all) =>
      all.add(
        '{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web, namespace: downloads}, spec: {podSelector: {matchLabels: {app: web}}, egress: [{}]}}',
      ),
  },
  {
    name: 'a wide policy is in another namespace',
    change: (all) =>
      all.add(
        '{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web, namespace: media}, spec: {podSelector: {}, egress: [{}]}}',
      ),
  },
  {
    name: 'the policy selects by expression and leaves its types to Kubernetes',
    change: ({ policy }) => {
      policy.spec.podSelector = { matchExpressions: [{ key: 'app', operator: 'In', values: ['qbittorrent'] }] };
      delete policy.spec.policyTypes;
    },
  },
  {
    name: 'the endpoint has a port of its own',
    change: ({ gluetun, policy }) => {
      setVariable(gluetun, 'WIREGUARD_ENDPOINT_PORT', '47107');
      policy.spec.egress[0].ports[0].port = 47107;
    },
  },
  {
    name: 'Argo CD applies the policy before the Pod',
    change: ({ policy }) => set(policy.metadata, 'annotations', { 'argocd.argoproj.io/hook': 'PreSync' }),
  },
  {
    name: 'Cilium denies more beside the NetworkPolicy',
    change: (all) =>
      all.add(
        '{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: deny, namespace: downloads}, spec: {endpointSelector: {}, egressDeny: [{toEntities: [cluster]}]}}',
      ),
  },
];
