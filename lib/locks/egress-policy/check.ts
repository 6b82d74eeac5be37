import type { ManifestDocument } from '../../manifest/document';
import { gluetunSettings } from '../../manifest/gluetun-settings';
import {
  formatPort,
  type Isolation,
  isolationOf,
  type PolicyPeer,
  type PolicyPort,
  type PolicyRule,
} from '../../manifest/network-policy';
import { fieldsOf, itemsOf, wholeNumberOf } from '../../manifest/plain-value';
import { describeExclusion } from '../../manifest/unapplied';
import type { VpnPod } from '../../manifest/vpn-pod';
import { namespaceOf } from '../../manifest/workload';
import { ownHost } from '../../network/single-host';
import type { Check, OpenLock } from '../lock';
import { privateReach } from './reach';
import { type EndpointPort, endpointPorts } from './vpn-ports';

/** Kinds that restrict egress in a language of their own. */
const otherKinds = [
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'GlobalNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
];

export const check: Check = (pod) => {
  const { policies, rules, excluded } = isolationOf(pod, 'Egress');
  if (policies.length === 0) return excluded.length > 0 ? excluded.map(notApplied) : [withoutPolicy(pod)];
  const expected = endpointPorts(gluetunSettings(pod));
  return [
    ...rules.flatMap((rule) => judge(rule, expected)),
    ...policies.flatMap((policy) => appliedLater(policy, pod)),
    ...otherAllowances(pod),
  ];
};

function notApplied({ document, exclusion }: Isolation['excluded'][number]): OpenLock {
  const message = `restricts the egress of this Pod, but ${describeExclusion(exclusion)}`;
  return { state: 'open', message, path: [...exclusion.path], document };
}

const wave = 'argocd.argoproj.io/sync-wave';

/** Argo CD waits until a wave is healthy before it applies the next one (a wave that is not stated is 0). */
function appliedLater(policy: ManifestDocument, { document }: VpnPod): OpenLock[] {
  const waveOf = ({ object }: ManifestDocument) =>
    wholeNumberOf(fieldsOf(fieldsOf(object.metadata)['annotations'])[wave]) ?? 0;
  const own = waveOf(policy);
  if (own <= waveOf(document)) return [];
  const message = `is applied in wave ${own}, after the Pod, which runs without it until then`;
  return [{ state: 'open', message, path: ['metadata', 'annotations', wave], document: policy }];
}

function withoutPolicy(pod: VpnPod): OpenLock {
  const other = otherKinds.flatMap((kind) => pod.index.everywhere(kind))[0];
  if (other !== undefined) {
    return {
      state: 'unknown',
      message: `${other.object.kind} "${other.object.metadata.name}" may restrict egress; Podlock reads NetworkPolicies of networking.k8s.io alone`,
      path: ['spec'],
      document: other,
    };
  }
  return {
    state: 'open',
    message: 'no NetworkPolicy in the input selects this Pod and restricts its egress',
    path: [],
  };
}

/** What other kinds allow adds up with the NetworkPolicies (Cilium), or comes before them (AdminNetworkPolicy). */
function otherAllowances(pod: VpnPod): OpenLock[] {
  return otherKinds.flatMap((kind) =>
    pod.index
      .everywhere(kind)
      .filter((document) => namespaceOf(document) === undefined || namespaceOf(document) === pod.namespace)
      .filter(({ object }) => allowsEgress(fieldsOf(object['spec'])))
      .map((document) => ({
        state: 'unknown',
        message: `${kind} "${document.object.metadata.name}" allows egress, perhaps this Pod's too; Podlock reads NetworkPolicies of networking.k8s.io alone`,
        path: ['spec', 'egress'],
        document,
      })),
  );
}

function allowsEgress(spec: ReturnType<typeof fieldsOf>): boolean {
  return itemsOf(spec['egress']).some((item) => !/^deny$/i.test(String(fieldsOf(item)['action'] ?? 'Allow')));
}

function judge(rule: PolicyRule, expected: readonly EndpointPort[] | undefined): OpenLock[] {
  const { document, path, peers, ports, isCertain } = rule;
  const found: Found = (message, place = path) =>
    isCertain
      ? { state: 'open', message, path: place, document }
      : { state: 'unknown', message: `${message}, if it is applied to this Pod's namespace`, path: place, document };
  const through = ports === undefined ? 'on every port' : `on ${ports.map(formatPort).join(', ')}`;
  if (peers === undefined) return [found(`lets the Pod reach every address ${through}, private ones too`)];

  const [narrow, wide] = [peers.filter(isNarrow), peers.filter((peer) => !isNarrow(peer))];
  const holes = narrow.flatMap((peer) => judgeNarrow(peer, ports, found));
  if (wide.length === 0) return holes;
  const wrong = wide.flatMap((peer) => judgePeer(peer, through).map((message) => found(message, [...peer.path])));
  if (wrong.length > 0) return [...holes, ...wrong];
  if (ports === undefined) return [...holes, found('lets the Pod reach public addresses on every port')];
  return [
    ...holes,
    ...ports
      .filter((port) => !isEndpoint(port, expected))
      .map((port) =>
        found(`lets the Pod reach ${formatPort(port)}, which is not the VPN endpoint's`, [...path, 'ports']),
      ),
  ];
}

function isNarrow(peer: PolicyPeer): boolean {
  return hostOf(peer) !== undefined;
}

/** One host, as `podlock/loosened-hosts` names it: a private address, or the Pods of one namespace with some labels. */
function hostOf(peer: PolicyPeer): string | undefined {
  if (peer.kind === 'block') {
    const host = ownHost(peer.cidr);
    if (host === undefined) return undefined;
    return host.family === 'IPv6' ? `[${host.text}]` : host.text;
  }
  if (peer.chosen === undefined) return undefined;
  const { namespace, labels } = peer.chosen;
  const pairs = [...labels].map(([name, value]) => `${name}=${value}`);
  return `${namespace}/${pairs.sort().join(',')}`;
}

function judgeNarrow(peer: PolicyPeer, ports: PolicyRule['ports'], found: Found): OpenLock[] {
  const host = hostOf(peer);
  const path = [...peer.path];
  if (ports === undefined) return [found(`lets the Pod reach ${host} on every port`, path)];
  return ports.map((port) => {
    const open = found(`lets the Pod reach ${host} on ${formatPort(port)}`, path);
    const isOne = typeof port.port === 'number' && (port.endPort === undefined || port.endPort === port.port);
    return isOne ? { ...open, hole: `${host}:${port.port}/${port.protocol}` } : open;
  });
}

type Found = (message: string, place?: OpenLock['path']) => OpenLock;

function judgePeer(peer: PolicyPeer, through: string): readonly string[] {
  if (peer.kind === 'pods') return [`lets the Pod reach other Pods ${through}`];
  const reached = privateReach(peer);
  if (reached === undefined) return [];
  if (reached === 'unreadable') return [`has a block that is no IP range: ${peer.cidr}`];
  return [`lets the Pod reach private addresses (${reached}) ${through}`];
}

/** Where the input does not tell the endpoint's port, any one port may be it, but for that of DNS. */
function isEndpoint({ protocol, port, endPort }: PolicyPort, expected: readonly EndpointPort[] | undefined): boolean {
  if (typeof port !== 'number' || (endPort !== undefined && endPort !== port)) return false;
  if (expected === undefined) return port !== 53;
  return expected.some((each) => each.protocol === protocol && each.port === port);
}
