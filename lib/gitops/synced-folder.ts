import type { Kinds } from './argo-cd-project';

/** Where a controller reads the folder: a branch of a git repository, or an OCI artifact (`oci://…`) by its tag. */
type FolderSource =
  | { readonly kind: 'git'; readonly repository: string; readonly branch: string }
  | { readonly kind: 'artifact'; readonly url: string; readonly tag: string };

/** A folder that a GitOps controller keeps the cluster equal to. */
export interface SyncedFolder<Source extends FolderSource = FolderSource> {
  /** The name of the controller's own objects. */
  readonly name: string;
  /** The cluster's name in the declaration. */
  readonly cluster: string;
  /** As the controller reaches it. */
  readonly source: Source;
  /** The Secret beside Flux's objects with what it needs to read the source. @default - it is public */
  readonly credentialsSecret?: string;
  /** The folder that holds all of dist/, from the source's root, without a leading slash; empty where it is the root. */
  readonly path: string;
  /** From the source's root, without a leading slash. */
  readonly folder: string;
  /** The namespaces that it has objects in, sorted. */
  readonly namespaces: readonly string[];
  readonly kinds: Kinds;
  /** The files in it that SOPS encrypted. @default - none */
  readonly sops?: SopsFiles;
  /** How long the slowest Pod may take to be ready before the controller reports a failure. */
  readonly readySeconds: number;
}

/** What Argo CD syncs too. */
export type GitFolder = SyncedFolder<FolderSource & { readonly kind: 'git' }>;

export function isInGit(folder: SyncedFolder): folder is GitFolder {
  return folder.source.kind === 'git';
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
