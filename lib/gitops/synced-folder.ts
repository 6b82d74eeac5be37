/** A folder of a git repository that a GitOps controller keeps the cluster equal to. */
export interface SyncedFolder {
  /** The name of the controller's own objects. */
  readonly name: string;
  /** The repository's URL as the controller reaches it. */
  readonly repository: string;
  readonly branch: string;
  /** From the repository's root, without a leading slash. */
  readonly folder: string;
  /** How long the slowest Pod may take to be ready before the controller reports a failure. */
  readonly readySeconds: number;
}
