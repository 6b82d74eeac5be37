import type { NamespaceRule } from '../admission/rule';
import type { Declaration, PodDeclaration } from '../declaration/declaration';
import type { Exposed } from '../exposure/exposed';
import type {
  Container,
  DeploymentSpec,
  KubernetesObject,
  NetworkPolicySpec,
  PodSpec,
  ServiceSpec,
  Volume,
} from '../manifest/kubernetes';

/** A container while it is being put together: its environment by name, so that no name is set twice. */
export interface ContainerDraft extends Omit<Container, 'env' | 'volumeMounts'> {
  environment: Record<string, string>;
  /** Variables from keys of Secrets, by name. @default - none */
  secretEnvironment?: Readonly<Record<string, { readonly secret: string; readonly key: string }>>;
  volumeMounts: NonNullable<Container['volumeMounts']>;
}

/** gluetun's container, its place in the Pod and what its shell does before it becomes gluetun. */
export interface GluetunDraft {
  readonly container: ContainerDraft;
  /** Shell lines that run as root before `exec /gluetun-entrypoint`, in order. */
  readonly startLines: string[];
  /** Whether it runs before the client (init container) or beside it. */
  place: 'sidecar' | 'beside the client';
}

/** What the torrent client is told by its own settings, whatever its configuration file says. */
export interface ClientSettings {
  /** The only network interface that it may use. @default - any */
  interface?: string;
  /** How the WebUI is asked for from outside. @default - as the client's file says */
  webUiWay?: {
    /** The names that browsers ask for; none: by any. */
    readonly hosts: readonly string[];
    /** Whether all that comes is passed on by a proxy, which says who asked. */
    readonly isProxied: boolean;
  };
  /** The port that peers connect to. @default - the client's own choice */
  torrentPort?: number;
}

/** The torrent client: its container, and the init container that prepares its files. */
export interface ClientDraft {
  readonly container: ContainerDraft;
  readonly configure: ContainerDraft;
  readonly settings: ClientSettings;
  /** Hands the settings to the client in its own words, once all locks have had their say. */
  writeSettings(): void;
  /**
   * What its sockets are bound to, measured with a tunnel that was made anew (docs/reconnect.md).
   * - `interface`: they are deaf on every new one.
   * - `address`: they hear again as soon as the address is there, and are deaf where it is another one.
   */
  readonly boundTo: 'interface' | 'address';
  /** Why a lock cannot be closed on this client, by the lock's id: it is then reported as loosened. */
  readonly loosened: Readonly<Record<string, string>>;
}

/** What makes a new Pod when a Secret changes: gluetun and the clients read their keys only when they start. */
export interface ChangeAnnotations {
  /** Of the Deployment. */
  readonly workload: Readonly<Record<string, string>>;
  /** Of the Pod's template: a new value makes a new Pod. */
  readonly template: Readonly<Record<string, string>>;
}

/** A Pod, and what stands beside it, before it becomes manifests. Each lock adds its part; nothing reads it back. */
export interface PodDraft {
  readonly declaration: PodDeclaration;
  readonly cluster: Declaration['cluster'];
  /** The labels that every selector of this Pod uses. They never change: a changed selector breaks a sync. */
  readonly selector: Readonly<Record<string, string>>;
  readonly gluetun: GluetunDraft;
  readonly client: ClientDraft;
  /** What tells the client its port and makes it listen again, among `sidecars`. @default - nobody does */
  readonly portSync: ContainerDraft | undefined;
  /** Containers that run beside the client, so after the tunnel is up. */
  readonly sidecars: ContainerDraft[];
  /** Containers that run, one after the other, before gluetun. */
  readonly beforeGluetun: ContainerDraft[];
  /** Containers that run, one after the other, after the tunnel is up and before the client. */
  readonly beforeClient: ContainerDraft[];
  readonly volumes: Volume[];
  /** Of the Deployment. What loosens a lock says so here. */
  readonly annotations: Record<string, string>;
  /** Of the Pod's template: a change makes a new Pod. */
  readonly templateAnnotations: Record<string, string>;
  /** Fields of the Pod's spec beside containers and volumes. */
  readonly podSpec: Partial<Omit<PodSpec, 'containers' | 'initContainers' | 'volumes'>>;
  /** Fields of the Deployment's spec beside selector and template. */
  readonly deploymentSpec: Partial<Omit<DeploymentSpec, 'selector' | 'template'>>;
  readonly service: ServiceSpec & { ports: NonNullable<ServiceSpec['ports']> };
  /** Who reaches the WebUI, and by which names. */
  readonly webUi: Pick<Exposed, 'from' | 'hosts'>;
  readonly networkPolicy: {
    readonly policyTypes: ('Ingress' | 'Egress')[];
    readonly ingress: NonNullable<NetworkPolicySpec['ingress']>;
    readonly egress: NonNullable<NetworkPolicySpec['egress']>;
  };
  /** Further objects of this Pod alone: claims, Services. */
  readonly objects: KubernetesObject[];
  /** What the API server is to refuse in this namespace, by lock. */
  readonly admissionRules: NamespaceRule[];
  /** Objects that all Pods of one namespace share; the same object from two Pods is written once. */
  readonly namespaceObjects: KubernetesObject[];
}

/** A container with nothing set but its name and image. */
export function draftContainer(name: string, image: string): ContainerDraft {
  return { name, image, environment: {}, volumeMounts: [] };
}
