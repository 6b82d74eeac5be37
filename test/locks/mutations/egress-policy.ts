import { drop, type LockedManifests, type Loose, set } from '../locked-manifests';
import type { Mutation } from './mutation';

export const mutations: readonly Mutation[] = [
  {
    name: 'the policy restricts ingress only',
    change: ({ policy }) => set(policy.spec, 'policyTypes', ['Ingress']),
    findings: ['risk : no NetworkPolicy in the input selects this Pod and restricts its egress'],
  },
  {
    name: 'the policy has a version that Kubernetes serves no more',
    change: (all) => set(all.policy, 'apiVersion', 'extensions/v1beta1'),
    also: ['inbound'],
    findings: ['risk : no NetworkPolicy in the input selects this Pod and restricts its egress'],
  },
  {
    name: 'a rule has no addresses',
    change: ({ policy }) => drop(policy.spec.egress[0], 'to'),
    findings: ['risk spec.egress[0]: lets the Pod reach every address on UDP 1637, private ones too'],
  },
  {
    name: 'a rule has no ports',
    change: ({ policy }) => drop(policy.spec.egress[0], 'ports'),
    findings: ['risk spec.egress[0]: lets the Pod reach public addresses on every port'],
  },
  {
    name: 'a rule is empty',
    change: ({ policy }) => void policy.spec.egress.push({}),
    findings: ['risk spec.egress[1]: lets the Pod reach every address on every port, private ones too'],
  },
  {
    name: 'a rule names a whole protocol',
    change: ({ policy }) => set(policy.spec.egress[0], 'ports', [{ protocol: 'UDP' }]),
    findings: ["risk spec.egress[0].ports: lets the Pod reach every UDP port, which is not the VPN endpoint's"],
  },
  {
    name: 'a rule names a range of ports',
    change: ({ policy }) => set(policy.spec.egress[0].ports[0], 'endPort', 65535),
    findings: ["risk spec.egress[0].ports: lets the Pod reach UDP 1637-65535, which is not the VPN endpoint's"],
  },
  {
    name: 'a rule names a port that is not the endpoint’s',
    change: ({ policy }) => void policy.spec.egress[0].ports.push({ protocol: 'TCP', port: 443 }),
    findings: ["risk spec.egress[0].ports: lets the Pod reach TCP 443, which is not the VPN endpoint's"],
  },
  {
    name: 'a rule lets private addresses through',
    change: ({ policy }) => void policy.spec.egress[0].to[0].ipBlock.except.splice(0, 2),
    findings: ['risk spec.egress[0].to[0].ipBlock: lets the Pod reach private addresses (10.0.0.0/8) on UDP 1637'],
  },
  {
    name: 'a rule lets every IPv6 address through',
    change: ({ policy }) => void policy.spec.egress[0].to.push({ ipBlock: { cidr: '::/0' } }),
    findings: ['risk spec.egress[0].to[1].ipBlock: lets the Pod reach private addresses (fc00::/7) on UDP 1637'],
  },
  {
    name: "a rule leads to the cluster's DNS",
    change: ({ policy }) => {
      const to = [{ namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }];
      policy.spec.egress.push({ to, ports: [{ protocol: 'UDP', port: 53 }] });
    },
    findings: ['risk spec.egress[1].to[0]: lets the Pod reach other Pods on UDP 53'],
  },
  {
    name: 'a rule leads to the home network',
    change: ({ policy }) =>
      void policy.spec.egress.push({ to: [{ ipBlock: { cidr: '192.168.1.0/24' } }], ports: [{ port: 445 }] }),
    findings: ['risk spec.egress[1].to[0].ipBlock: lets the Pod reach private addresses (192.168.0.0/16) on TCP 445'],
  },
  {
    name: 'a second policy adds everything',
    change: (all) =>
      all.add(`
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: everything, namespace: downloads}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{}]}`),
    findings: ['risk spec.egress[0]: lets the Pod reach every address on every port, private ones too'],
  },
  {
    name: 'Cilium may restrict what no NetworkPolicy does',
    change: (all) => {
      all.policy.spec.policyTypes = ['Ingress'];
      all.add(
        '{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: egress, namespace: downloads}, spec: {}}',
      );
    },
    findings: [
      'risk unknown spec: CiliumNetworkPolicy "egress" may restrict egress; Podlock reads NetworkPolicies of networking.k8s.io alone',
    ],
  },
  {
    name: 'a later policy of the same name selects nobody',
    change: (all) => {
      splitEgress(all);
      all.add(
        '{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: egress, namespace: downloads}, spec: {podSelector: {matchLabels: {app: nobody}}, policyTypes: [Egress]}}',
      );
    },
    findings: ['risk : no NetworkPolicy in the input selects this Pod and restricts its egress'],
  },
  ...[
    ['argocd.argoproj.io/hook', 'Skip'],
    ['argocd.argoproj.io/hook', 'PostDelete'],
    ['argocd.argoproj.io/hook-delete-policy', 'HookSucceeded'],
    ['helm.sh/hook', 'pre-delete'],
    ['kustomize.toolkit.fluxcd.io/reconcile', 'disabled'],
    ['config.kubernetes.io/local-config', 'true'],
  ].map(
    ([annotation = '', value = '']): Mutation => ({
      name: `the policy has the annotation ${annotation}: ${value}`,
      change: (all) => set(splitEgress(all).metadata, 'annotations', { [annotation]: value }),
      findings: [
        `risk metadata.annotations."${annotation}": restricts the egress of this Pod, but ${annotation}: ${value} keeps it out of the cluster, or takes it away`,
      ],
    }),
  ),
  {
    name: 'a policy without a namespace adds everything',
    change: (all) =>
      all.add(
        '{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: everything}, spec: {podSelector: {}, policyTypes: [Egress], egress: [{}]}}',
      ),
    findings: [
      "risk unknown spec.egress[0]: lets the Pod reach every address on every port, private ones too, if it is applied to this Pod's namespace",
    ],
  },
  {
    name: 'the policy is of an API that no cluster knows',
    change: (all) => set(splitEgress(all), 'apiVersion', 'networking.k8s.io/v9'),
    findings: ['risk : no NetworkPolicy in the input selects this Pod and restricts its egress'],
  },
  {
    name: 'a rule leads to a NAT64 gateway',
    change: ({ policy }) => void policy.spec.egress[0].to.push({ ipBlock: { cidr: '64:ff9b::/96' } }),
    findings: ['risk spec.egress[0].to[1].ipBlock: lets the Pod reach private addresses (64:ff9b::/96) on UDP 1637'],
  },
  {
    name: 'a private range comes in the clothes of IPv6',
    change: ({ policy }) => void policy.spec.egress[0].to.push({ ipBlock: { cidr: '::ffff:10.0.0.0/104' } }),
    findings: ['risk spec.egress[0].to[1].ipBlock: lets the Pod reach private addresses (10.0.0.0/8) on UDP 1637'],
  },
  {
    name: 'Cilium allows the world beside the NetworkPolicy',
    change: (all) =>
      all.add(
        '{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: world, namespace: downloads}, spec: {endpointSelector: {}, egress: [{toEntities: [all]}]}}',
      ),
    findings: [
      'risk unknown spec.egress: CiliumNetworkPolicy "world" allows egress, perhaps this Pod\'s too; Podlock reads NetworkPolicies of networking.k8s.io alone',
    ],
  },
  {
    name: 'Argo CD applies the policy after the Pod',
    change: ({ policy }) => set(policy.metadata, 'annotations', { 'argocd.argoproj.io/sync-wave': '5' }),
    findings: [
      'risk metadata.annotations."argocd.argoproj.io/sync-wave": is applied in wave 5, after the Pod, which runs without it until then',
    ],
  },
];

/** Two policies, one for each direction, so that the other lock stays closed. */
function splitEgress(all: LockedManifests): Loose {
  const { spec } = all.policy;
  all.add(
    JSON.stringify({
      ...all.policy,
      metadata: { name: 'egress', namespace: 'downloads' },
      spec: { ...spec, policyTypes: ['Egress'] },
    }),
  );
  spec.policyTypes = ['Ingress'];
  return all.documents.at(-1)?.object;
}
