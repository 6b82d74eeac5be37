import type { Resources, ServiceType } from './clients/client';
import type { SecretSource } from './secret-source';
import type { MountedVolume } from './volume';

/** A container beside the client, behind the same locks. */
export interface Companion {
  readonly name: string;
  readonly image: string;
  readonly runAs: { readonly user: number; readonly group: number };
  /** `undefined`: nobody connects to it. */
  readonly webUi: { readonly port: number; readonly service: { readonly type: ServiceType } } | undefined;
  /** Where Prometheus asks it, at /metrics; `undefined`: nowhere. */
  readonly metrics: { readonly port: number } | undefined;
  readonly timezone: string | undefined;
  /** Plain values. */
  readonly environment: Readonly<Record<string, string>>;
  /** By the variable's name: the key of a Secret. */
  readonly secretEnvironment: Readonly<Record<string, SecretKey>>;
  /** Empty: the image's own. */
  readonly command: readonly string[];
  /** Empty: the image's own. */
  readonly arguments: readonly string[];
  /** `undefined`: it is ready once it runs. */
  readonly probe: Probe | undefined;
  /** Its own volumes, sorted by name. */
  readonly storage: readonly MountedVolume[];
  /** What it shares with the client. */
  readonly shared: readonly SharedVolume[];
  /** Folders that are empty at each start and belong to the user. */
  readonly scratch: readonly string[];
  readonly readOnlyRoot: boolean;
  readonly resources: Resources;
}

export interface SecretKey {
  readonly secret: SecretSource;
  readonly key: string;
}

/** How the kubelet finds out whether it is ready, at the port of its WebUI or by a command in it. */
export type Probe =
  | { readonly kind: 'http'; readonly path: string }
  | { readonly kind: 'tcp' }
  | { readonly kind: 'command'; readonly command: readonly string[] };

interface SharedVolume {
  /** `downloads`, or the name of one of `storage.volumes`. */
  readonly volume: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
}
