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
  /** The repository's folder that holds all of dist/, from its root, without a leading slash. */
  readonly path: string;
  /** From the repository's root, without a leading slash. */
  readonly folder: string;
  /** The namespaces that it has objects in, sorted. */
  readonly namespaces: readonly string[];
  readonly kinds: Kinds;
  /** The files in it that SOPS encrypted. @default - none */
  readonly sops?: SopsFiles;
  /** How long the slowest Pod may take to be ready before the controller reports a failure. */
  readonly readySeconds: number;
}

/** Files that a controller has to decrypt. */
export interface SopsFiles {
  /** Relative to dist/. Each name ends as `sopsFilePattern` says. */
  readonly files: readonly string[];
  /** The folder that Argo CD builds with ksops, relative to dist/. */
  readonly ksopsFolder: string;
  /** The Secret in Flux's namespace with the key that opens them. @default - Flux knows the key by other means */
  readonly keySecret?: string;
}

/** What SOPS encrypted is called. */
export const sopsFilePattern = '*.sops.*';
