import type { ManifestDocument, Path } from './document';
import { selects } from './label-selector';
import { fieldsOf, isFields, itemsOf, textOf, wholeNumberOf } from './plain-value';
import type { VpnPod } from './vpn-pod';

/** A port of a NetworkPolicy's rule. */
export interface PolicyPort {
  /** @default - TCP where the manifest leaves it out, as in Kubernetes */
  readonly protocol: string;
  /** The first port, or the name of a container's port. @default - every port of the protocol */
  readonly port: number | string | undefined;
  /** The last port of a range. @default - the same as `port` */
  readonly endPort: number | undefined;
}

/** Whom a rule lets in or out. */
export type PolicyPeer =
  | { readonly kind: 'block'; readonly cidr: string; readonly except: readonly string[]; readonly path: Path }
  /** Pods, chosen by label and namespace. */
  | { readonly kind: 'pods'; readonly path: Path };

/** One rule of a NetworkPolicy. */
export interface PolicyRule {
  readonly document: ManifestDocument;
  readonly path: Path;
  /** @default - undefined: everybody */
  readonly peers: readonly PolicyPeer[] | undefined;
  /** @default - undefined: every port of every protocol */
  readonly ports: readonly PolicyPort[] | undefined;
}

/** What every NetworkPolicy that selects a Pod says about one direction, added up. */
export interface Isolation {
  /** The policies that restrict the direction. Without one, everything is allowed. */
  readonly policies: readonly ManifestDocument[];
  readonly rules: readonly PolicyRule[];
}

export type PolicyDirection = 'Ingress' | 'Egress';

/** The NetworkPolicies of the Pod's namespace that select it and restrict a direction. Their rules add up. */
export function isolationOf(pod: VpnPod, direction: PolicyDirection): Isolation {
  const policies = pod.index
    .selecting('NetworkPolicy', pod.namespace, pod.workload.podLabels)
    .filter(({ object }) => isNetworkPolicy(object.apiVersion))
    .filter(({ object }) => restricts(fieldsOf(object['spec']), direction))
    .filter(({ object }) => selects(fieldsOf(object['spec'])['podSelector'], pod.workload.podLabels));
  return { policies, rules: policies.flatMap((document) => rulesOf(document, direction)) };
}

/** calico's own policies have the same kind and another group. */
function isNetworkPolicy(apiVersion: string): boolean {
  return apiVersion.startsWith('networking.k8s.io/') || apiVersion.startsWith('extensions/');
}

/** Without policyTypes a policy restricts ingress, and egress too where it has egress rules. */
function restricts(spec: Readonly<Record<string, unknown>>, direction: PolicyDirection): boolean {
  const types = itemsOf(spec['policyTypes']);
  if (types.length > 0) return types.includes(direction);
  return direction === 'Ingress' || itemsOf(spec['egress']).length > 0;
}

function rulesOf(document: ManifestDocument, direction: PolicyDirection): readonly PolicyRule[] {
  const [list, peers] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
  return itemsOf(fieldsOf(document.object['spec'])[list]).map((item, index) => {
    const path = ['spec', list, index];
    const rule = fieldsOf(item);
    return {
      document,
      path,
      peers: peersOf(rule[peers], [...path, peers]),
      ports: portsOf(rule['ports']),
    };
  });
}

/** An empty list is the same as none: everybody. */
function peersOf(peers: unknown, path: Path): readonly PolicyPeer[] | undefined {
  const items = itemsOf(peers);
  if (items.length === 0) return undefined;
  return items.map((item, index): PolicyPeer => {
    const place = [...path, index];
    const { ipBlock } = fieldsOf(item);
    if (!isFields(ipBlock)) return { kind: 'pods', path: place };
    const except = itemsOf(ipBlock['except']).flatMap((range) => textOf(range) ?? []);
    return { kind: 'block', cidr: textOf(ipBlock['cidr']) ?? '', except, path: [...place, 'ipBlock'] };
  });
}

function portsOf(ports: unknown): readonly PolicyPort[] | undefined {
  const items = itemsOf(ports);
  if (items.length === 0) return undefined;
  return items.map((item) => {
    const { protocol, port, endPort } = fieldsOf(item);
    return {
      protocol: textOf(protocol) ?? 'TCP',
      port: wholeNumberOf(port) ?? textOf(port),
      endPort: wholeNumberOf(endPort),
    };
  });
}

/** A port as people read it: `UDP 1637`, `TCP 6881-6889`, `every UDP port`. */
export function formatPort({ protocol, port, endPort }: PolicyPort): string {
  if (port === undefined) return `every ${protocol} port`;
  return endPort === undefined || endPort === port ? `${protocol} ${port}` : `${protocol} ${port}-${endPort}`;
}
