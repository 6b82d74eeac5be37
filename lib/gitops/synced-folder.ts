import type { Kinds } from './argo-cd-project';

/** A folder of a git repository that a GitOps controller keeps the cluster equal to. */
export interface SyncedFolder {
  /** The name of the controller's own objects. */
  readonly name: string;
  /** The cluster's name in the declaration. */
  readonly cluster: string;
  /** The repository's URL as the controller reaches it. */
  readonly repository: string;
  readonly branch: string;
  /** The Secret beside Flux's objects with what it needs to read the repository. @default - it is public */
  readonly credentialsSecret?: string;
  /** From the repository's root, without a leading slash. */
  readonly folder: string;
  /** The namespaces that it has objects in, sorted. */
  readonly namespaces: readonly string[];
  readonly kinds: Kinds;
  /** How long the slowest Pod may take to be ready before the controller reports a failure. */
  readonly readySeconds: number;
}
