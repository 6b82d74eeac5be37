import type { Client } from './clients';
import type { Resources } from './clients/client';
import type { Companion } from './companion';
import type { Exposure } from './exposure';
import type { GitOpsDeclaration } from './gitops';
import type { GluetunSettings } from './gluetun/gluetun-settings';
import type { Host } from './host';
import type { Metrics } from './metrics';
import type { MountedVolume, VolumeSource } from './volume';
import type { Vpn } from './vpn';

export type { VolumeSource } from './volume';

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

export interface PodDeclaration {
  readonly name: string;
  readonly namespace: string;
  readonly torrentPort: TorrentPort;
  readonly gluetun: GluetunDeclaration;
  readonly vpn: Vpn;
  readonly client: Client;
  /** `undefined`: by its Service, from within the cluster. */
  readonly expose: Exposure | undefined;
  /** Sorted by name. */
  readonly companions: readonly Companion[];
  readonly storage: StorageDeclaration;
  /** What is reached without the tunnel, in the order of address, port and protocol. */
  readonly hosts: readonly Host[];
  /** `undefined`: nothing is told to Prometheus. */
  readonly metrics: Metrics | undefined;
}

interface GluetunDeclaration {
  readonly image: string;
  readonly startupWindowSeconds: number;
  /** The same name reaches gluetun's VPN_INTERFACE and the client's settings. */
  readonly tunnelInterface: string;
  readonly resources: Resources;
  readonly settings: GluetunSettings;
}

/**
 * The port that peers connect to.
 * - a number: the VPN provider forwards it for good; the client listens on it, the tunnel lets it in.
 * - `dynamic`: the provider hands one out at each start of the tunnel, and port-sync tells the client.
 * - `none`: nothing is forwarded, and peers cannot connect.
 */
export type TorrentPort = number | 'dynamic' | 'none';

interface StorageDeclaration {
  /** `undefined`: a program other than a torrent client that keeps nothing. */
  readonly config: VolumeSource | undefined;
  readonly downloads: VolumeSource | undefined;
  /** Further volumes of the client, sorted by name. */
  readonly volumes: readonly MountedVolume[];
}
