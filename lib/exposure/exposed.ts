import type { KubernetesObject, NetworkPolicySpec } from '../manifest/kubernetes';

/** The WebUI that is to be reached, and its Service, which has the Pod's name. */
export interface WebUi {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
  readonly port: number;
  /** How changed Secrets reach a proxy that is made for it. @default - not at all */
  readonly proxyChanges?: { readonly workload: Annotations; readonly template: Annotations } | undefined;
}

type Annotations = Readonly<Record<string, string>>;

type Peers = NonNullable<NonNullable<NetworkPolicySpec['ingress']>[number]['from']>;

/** What a way in takes. */
export interface Exposed {
  readonly objects: readonly KubernetesObject[];
  /** Whom the NetworkPolicy lets in. `undefined`: anybody, since who comes by a node has no label. */
  readonly from: Peers | undefined;
  /** The host names by which browsers ask for it, which the client must accept. */
  readonly hosts: readonly string[];
}
