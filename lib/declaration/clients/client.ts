import type { SecretSource } from '../secret-source';

/** Kubernetes quantities. No CPU limit: it would throttle the tunnel. */
export interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly memory: string };
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

export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer';

/** A client's port for people. */
export interface Web {
  readonly port: number;
  readonly service: { readonly type: ServiceType };
}

/** The WebUI of a client that Podlock gives a password. */
export interface WebUi extends Web {
  /** The Secret that holds the password's hash. */
  readonly passwordSecret: SecretSource;
  /** The Secret that holds the password itself, for port-sync alone. `undefined`: there is no port-sync. */
  readonly loginSecret: SecretSource | undefined;
}

/** What every client is declared with. */
export interface CommonClient {
  readonly image: string;
  readonly runAs: RunAs;
  /** A time zone of the IANA database. */
  readonly timezone: string;
  /** Further variables, none of those that Podlock sets itself. */
  readonly environment: Readonly<Record<string, string>>;
  readonly terminationGracePeriodSeconds: number;
  readonly resources: Resources;
}
