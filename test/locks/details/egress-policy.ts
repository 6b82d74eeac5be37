import { drop, type LockedManifests, type Loose, set, setVariable } from '../locked-manifests';
import type { Detail } from './detail';
import { details as ports } from './egress-ports';

const to = (index: number) => `spec.egress[0].to[${index}]`;

/** The only egress rule leads to these peers, by the endpoint's port. */
function leadsTo(all: LockedManifests, ...peers: readonly Loose[]): void {
  set(all.policy.spec.egress[0], 'to', peers);
}

function block(cidr: string, ...except: readonly string[]): Loose {
  return { ipBlock: { cidr, except } };
}

function reaches(range: string, index = 0): string {
  return `risk ${to(index)}.ipBlock: lets the Pod reach private addresses (${range}) on UDP 1637`;
}

const ranges: readonly Detail[] = [
  ...[
    ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', 'fc00::/7', 'fe80::/10'],
    ...['64:ff9b::/96', '64:ff9b:1::/48'],
  ].map(
    (range): Detail => ({
      name: `a rule leads to ${range}`,
      change: (all) => leadsTo(all, block('8.8.8.0/24'), block(range)),
      findings: [reaches(range, 1)],
    }),
  ),
  ...(
    [
      [['10.0.0.0/8', '10.128.0.0/9', '10.0.0.0/9'], undefined],
      [['10.0.0.0/8', '10.192.0.0/10', '10.0.0.0/9', '10.128.0.0/10'], undefined],
      [['10.0.0.0/8', '10.0.0.0/8', '10.1.0.0/16', '10.2.0.0/16'], undefined],
      [['10.0.0.0/8', '10.0.0.0/9'], '10.0.0.0/8'],
      [['10.0.0.0/8', '10.128.0.0/9'], '10.0.0.0/8'],
      [['10.0.0.0/8', '10.0.0.0/10', '10.128.0.0/9'], '10.0.0.0/8'],
      [['10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/10', '10.192.0.1/32'], '10.0.0.0/8'],
      [['10.0.0.0/8', 'nonsense', '10.0.0.0/8'], undefined],
      [['10.1.0.0/16', '10.0.0.0/8'], undefined],
      [['::/0', 'fe80::/10', 'fc00::/7', '64:ff9b:1::/48'], '64:ff9b::/96'],
      [['::ffff:0:0/96'], '10.0.0.0/8'],
      [['::ffff:192.168.0.0/112'], '192.168.0.0/16'],
      [['::ffff:8.8.8.0/120'], undefined],
      [['::fffe:0:0/96'], undefined],
    ] as const
  ).map(
    ([[cidr, ...except], range]): Detail => ({
      name: `a rule leads to ${cidr} but for ${except.join(' and ') || 'nothing'}`,
      change: (all) => leadsTo(all, block(cidr, ...except)),
      findings: range === undefined ? [] : [reaches(range)],
    }),
  ),
  {
    name: 'a block is no range of addresses',
    change: (all) => leadsTo(all, block('nonsense'), {}),
    findings: [
      'risk spec.egress[0].to[0].ipBlock: has a block that is no IP range: nonsense',
      'risk spec.egress[0].to[1]: lets the Pod reach other Pods on UDP 1637',
    ],
  },
];

const database = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'databases' } },
  podSelector: { matchLabels: { tier: 'db', app: 'postgres' } },
};

const hosts: readonly Detail[] = [
  {
    name: 'a rule leads to single hosts, and to a whole network',
    change: (all) => leadsTo(all, block('192.168.1.7/32'), block('fd00::7/128'), database, block('10.0.0.0/8')),
    findings: [
      reaches('10.0.0.0/8', 3),
      `risk ${to(0)}.ipBlock: lets the Pod reach 192.168.1.7 on UDP 1637`,
      `risk ${to(1)}.ipBlock: lets the Pod reach [fd00::7] on UDP 1637`,
      `risk ${to(2)}: lets the Pod reach databases/app=postgres,tier=db on UDP 1637`,
    ],
  },
  {
    name: 'a rule leads to a host on every port',
    change: (all) => {
      leadsTo(all, block('192.168.1.7/32'));
      drop(all.policy.spec.egress[0], 'ports');
    },
    findings: [`risk ${to(0)}.ipBlock: lets the Pod reach 192.168.1.7 on every port`],
  },
  {
    name: 'a rule leads to public addresses and a host, on the wrong port',
    change: (all) => {
      leadsTo(all, block('192.168.1.7/32'), block('8.8.8.0/24'));
      set(all.policy.spec.egress[0], 'ports', [{ port: 443 }]);
    },
    findings: [
      "risk spec.egress[0].ports: lets the Pod reach TCP 443, which is not the VPN endpoint's",
      `risk ${to(0)}.ipBlock: lets the Pod reach 192.168.1.7 on TCP 443`,
    ],
  },
  {
    name: 'a rule leads to public addresses and a host, on every port',
    change: (all) => {
      leadsTo(all, block('192.168.1.7/32'), block('8.8.8.0/24'));
      drop(all.policy.spec.egress[0], 'ports');
    },
    findings: [
      'risk spec.egress[0]: lets the Pod reach public addresses on every port',
      `risk ${to(0)}.ipBlock: lets the Pod reach 192.168.1.7 on every port`,
    ],
  },
];

const waves =
  (own: string | undefined, pods: string | undefined): Detail['change'] =>
  (all) => {
    const wave = (text: string | undefined) => (text === undefined ? {} : { 'argocd.argoproj.io/sync-wave': text });
    set(all.policy.metadata, 'annotations', wave(own));
    set(all.deployment.metadata, 'annotations', wave(pods));
  };
const late = (wave: number) => [
  `risk metadata.annotations."argocd.argoproj.io/sync-wave": is applied in wave ${wave}, after the Pod, which runs without it until then`,
];

const order: readonly Detail[] = [
  { name: 'the policy is of the wave of the Pod', change: waves('2', '2'), findings: [] },
  { name: 'the policy is of an earlier wave', change: waves('-1', undefined), findings: [] },
  { name: 'the policy is of a later wave', change: waves('3', '2'), findings: late(3) },
  {
    name: 'the policy is of the usual wave, and the Pod of an earlier one',
    change: waves(undefined, '-1'),
    findings: late(0),
  },
  { name: 'the Pod is of a later wave than usual', change: waves(undefined, '1'), findings: [] },
];

const kinds = [
  ...['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy', 'GlobalNetworkPolicy', 'AdminNetworkPolicy'],
  'BaselineAdminNetworkPolicy',
];
const other = (kind: string, egress: Loose, namespace?: string): Loose => ({
  apiVersion: 'example.org/v1',
  kind,
  metadata: { name: 'any', ...(namespace && { namespace }) },
  spec: { egress },
});
const allows = (kind: string) =>
  `risk unknown spec.egress: ${kind} "any" allows egress, perhaps this Pod's too; Podlock reads NetworkPolicies of networking.k8s.io alone`;

const others: readonly Detail[] = [
  ...kinds.map(
    (kind): Detail => ({
      name: `only a ${kind} restricts egress`,
      change: (all) => {
        all.policy.spec.policyTypes = ['Ingress'];
        all.addObject(other(kind, []));
      },
      findings: [
        `risk unknown spec: ${kind} "any" may restrict egress; Podlock reads NetworkPolicies of networking.k8s.io alone`,
      ],
    }),
  ),
  ...kinds.map(
    (kind): Detail => ({
      name: `a ${kind} allows egress too`,
      change: (all) => all.addObject(other(kind, [{ action: 'Deny' }, {}])),
      findings: [allows(kind)],
    }),
  ),
  ...(
    [
      [[{ action: 'Deny' }, { action: 'deny' }], undefined, false],
      [[{ action: 'Denying' }], undefined, true],
      [[{ action: 'NoDeny' }], undefined, true],
      [[], undefined, false],
      [[{}], 'downloads', true],
      [[{}], 'elsewhere', false],
    ] as const
  ).map(
    ([egress, namespace, isOpen]): Detail => ({
      name: `an AdminNetworkPolicy of namespace ${namespace ?? '(none)'} says ${JSON.stringify(egress)}`,
      change: (all) => all.addObject(other('AdminNetworkPolicy', egress, namespace)),
      findings: isOpen ? [allows('AdminNetworkPolicy')] : [],
    }),
  ),
  {
    name: 'a rule of a policy without a namespace leads to a host',
    change: (all) => {
      setVariable(all.gluetun, 'TZ', 'UTC');
      all.addObject({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'host' },
        spec: { podSelector: {}, egress: [{ to: [block('192.168.1.7/32')], ports: [{ port: 80, endPort: 80 }] }] },
      });
    },
    findings: [
      `risk unknown ${to(0)}.ipBlock: lets the Pod reach 192.168.1.7 on TCP 80, if it is applied to this Pod's namespace`,
    ],
  },
];

export const details: readonly Detail[] = [...ranges, ...hosts, ...order, ...others, ...ports];
