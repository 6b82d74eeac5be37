import type { ManifestDocument, Path } from './document';
import { selects } from './label-selector';
import { type Fields, fieldsOf, isFields, itemsOf, textEntriesOf, textOf, wholeNumberOf } from './plain-value';
import { type Exclusion, exclusionOf } from './unapplied';
import type { VpnPod } from './vpn-pod';
import { namespaceOf } from './workload';

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
  | {
      readonly kind: 'pods';
      /** The one namespace that they are in and labels that they have; `undefined` where a selector says otherwise. */
      readonly chosen: ChosenPods | undefined;
      readonly path: Path;
    };

/** Pods of one namespace with these labels, at least one. */
interface ChosenPods {
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
}

/** One rule of a NetworkPolicy. */
export interface PolicyRule {
  readonly document: ManifestDocument;
  readonly path: Path;
  /** @default - undefined: everybody */
  readonly peers: readonly PolicyPeer[] | undefined;
  /** @default - undefined: every port of every protocol */
  readonly ports: readonly PolicyPort[] | undefined;
  /** Whether the policy is certainly one of the Pod's namespace. One that states none goes wherever it is applied to. */
  readonly isCertain: boolean;
}

/** What every NetworkPolicy that selects a Pod says about one direction, added up. */
export interface Isolation {
  /** The policies that restrict the direction. Without one, everything is allowed. */
  readonly policies: readonly ManifestDocument[];
  readonly rules: readonly PolicyRule[];
  /** Policies that would restrict the direction, if an annotation did not keep them out of the cluster. */
  readonly excluded: readonly { readonly document: ManifestDocument; readonly exclusion: Exclusion }[];
}

export type PolicyDirection = 'Ingress' | 'Egress';

/** The NetworkPolicies of the Pod's namespace that select it and restrict a direction. Their rules add up. */
export function isolationOf(pod: VpnPod, direction: PolicyDirection): Isolation {
  const own = policiesIn(pod, pod.namespace, direction);
  const policies = own.filter((document) => exclusionOf(document) === undefined);
  const homeless = pod.namespace === undefined ? [] : policiesIn(pod, undefined, direction);
  return {
    policies,
    rules: [
      ...policies.flatMap((document) => rulesOf(document, direction, true)),
      ...homeless.flatMap((document) => rulesOf(document, direction, false)),
    ],
    excluded: own.flatMap((document) => {
      const exclusion = exclusionOf(document);
      return exclusion === undefined ? [] : [{ document, exclusion }];
    }),
  };
}

function policiesIn(pod: VpnPod, namespace: string | undefined, direction: PolicyDirection) {
  const { podLabels } = pod.workload;
  return pod.index
    .selecting('NetworkPolicy', namespace, podLabels)
    .filter((document) => isNetworkPolicy(document.object.apiVersion) && !isReplaced(pod, document))
    .filter(({ object }) => restricts(fieldsOf(object['spec']), direction))
    .filter(({ object }) => selects(fieldsOf(object['spec'])['podSelector'], podLabels));
}

/** Of several policies of one name the last one stays. */
function isReplaced({ index }: VpnPod, document: ManifestDocument): boolean {
  const name = textOf(fieldsOf(document.object.metadata)['name']);
  if (name === undefined) return false;
  const last = index.named('NetworkPolicy', name, namespaceOf(document));
  return last !== undefined && last !== document && isNetworkPolicy(last.object.apiVersion);
}

/** calico's own policies have the same kind and another group; Kubernetes since 1.22 serves no older version. */
function isNetworkPolicy(apiVersion: unknown): boolean {
  return apiVersion === 'networking.k8s.io/v1';
}

/** Without policyTypes a policy restricts ingress, and egress too where it has egress rules. */
function restricts(spec: Fields, direction: PolicyDirection): boolean {
  const types = itemsOf(spec['policyTypes']);
  if (types.length > 0) return types.includes(direction);
  return direction === 'Ingress' || itemsOf(spec['egress']).length > 0;
}

function rulesOf(document: ManifestDocument, direction: PolicyDirection, isCertain: boolean): readonly PolicyRule[] {
  return rulesIn(document.object, direction).map((rule) => ({ ...rule, document, isCertain }));
}

/** The rules of one NetworkPolicy. */
export function rulesIn(
  { spec }: Fields,
  direction: PolicyDirection,
): readonly Pick<PolicyRule, 'path' | 'peers' | 'ports'>[] {
  const [list, peers] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
  return itemsOf(fieldsOf(spec)[list]).map((item, index) => {
    const path = ['spec', list, index];
    const rule = fieldsOf(item);
    return { path, peers: peersOf(rule[peers], [...path, peers]), ports: portsOf(rule['ports']) };
  });
}

/** An empty list is the same as none: everybody. */
function peersOf(peers: unknown, path: Path): readonly PolicyPeer[] | undefined {
  const items = itemsOf(peers);
  if (items.length === 0) return undefined;
  return items.map((item, index): PolicyPeer => {
    const place = [...path, index];
    const { ipBlock } = fieldsOf(item);
    if (!isFields(ipBlock)) return { kind: 'pods', chosen: chosenPods(fieldsOf(item)), path: place };
    const except = itemsOf(ipBlock['except']).flatMap((range) => textOf(range) ?? []);
    return { kind: 'block', cidr: textOf(ipBlock['cidr']) ?? '', except, path: [...place, 'ipBlock'] };
  });
}

function chosenPods({ namespaceSelector, podSelector }: Fields): ChosenPods | undefined {
  const [namespaces, labels] = [plainLabels(namespaceSelector), plainLabels(podSelector)];
  // The API server puts this label on every namespace.
  const namespace = namespaces?.get('kubernetes.io/metadata.name');
  return namespace === undefined || labels === undefined ? undefined : { namespace, labels };
}

/** The labels that a selector asks for, where it asks for nothing else and for one at least. */
function plainLabels(selector: unknown): ReadonlyMap<string, string> | undefined {
  const { matchLabels, ...others } = fieldsOf(selector);
  const labels = textEntriesOf(matchLabels);
  return labels.size > 0 && Object.keys(others).length === 0 ? labels : undefined;
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
