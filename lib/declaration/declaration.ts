import type { Exposure } from './exposure';
import type { GluetunSettings } from './gluetun/gluetun-settings';
import type { Vpn } from './vpn';

/** What the user declared, parsed: every default filled in, every value in its one written form. */
export interface Declaration {
  readonly cluster: ClusterDeclaration;
  /** `undefined`: the user applies dist/ by other means than Argo CD or Flux. */
  readonly gitOps: GitOpsDeclaration | undefined;
  readonly pods: readonly PodDeclaration[];
}

interface ClusterDeclaration {
  readonly name: string;
  /** Whether the nodes and the Pods have IPv6. */
  readonly ipv6: boolean;
  /** `undefined`: the API server refuses Pods with an open lock. */
  readonly admitUnlockedPods: { readonly because: string } | undefined;
}

interface GitOpsDeclaration {
  /** A URL with a scheme that Argo CD and Flux both take (https, http, ssh), without a password. */
  readonly repository: string;
  readonly branch: string;
  /** The folder of the repository that holds the manifests, relative to its root. */
  readonly path: string;
  /** `undefined`: the repository is public, or only Argo CD reads it. */
  readonly credentialsSecret: string | undefined;
}

export interface PodDeclaration {
  readonly name: string;
  readonly namespace: string;
  /** The port that the VPN provider forwards: the client listens on it, the tunnel lets it in. */
  readonly torrentPort: number;
  readonly gluetun: GluetunDeclaration;
  readonly vpn: Vpn;
  readonly client: ClientDeclaration;
  /** `undefined`: by its Service, from within the cluster. */
  readonly expose: Exposure | undefined;
  readonly storage: StorageDeclaration;
}

interface GluetunDeclaration {
  readonly image: string;
  readonly startupWindowSeconds: number;
  /** The same name reaches gluetun's VPN_INTERFACE and the client's settings. */
  readonly tunnelInterface: string;
  readonly resources: Resources;
  readonly settings: GluetunSettings;
}

interface ClientDeclaration {
  readonly application: 'qbittorrent';
  readonly image: string;
  readonly runAs: RunAs;
  readonly timezone: string;
  readonly webUi: WebUiDeclaration;
  readonly terminationGracePeriodSeconds: number;
  readonly resources: Resources;
}

/**
 * How the client's container runs.
 * - `user`: as this user and group from the start, without a capability.
 * - `root`: as root, dropping to this user and group by itself (PUID and PGID).
 */
export interface RunAs {
  readonly mode: 'user' | 'root';
  readonly user: number;
  readonly group: number;
}

interface WebUiDeclaration {
  readonly port: number;
  /** The name of the Secret that holds the WebUI's password. */
  readonly passwordSecret: string;
  readonly service: { readonly type: ServiceType };
}

type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer';

interface StorageDeclaration {
  readonly config: VolumeSource;
  readonly downloads: VolumeSource;
}

export type VolumeSource =
  | { readonly kind: 'claim'; readonly size: string; readonly storageClass: string | undefined }
  | { readonly kind: 'existingClaim'; readonly name: string }
  | { readonly kind: 'hostPath'; readonly path: string }
  | { readonly kind: 'nfs'; readonly server: string; readonly path: string };

/** Kubernetes quantities. No CPU limit: it would throttle the tunnel. */
interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly memory: string };
}
