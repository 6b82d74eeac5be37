/** Where a volume's data is. */
export type VolumeSource =
  | {
      readonly kind: 'claim';
      readonly size: string;
      readonly storageClass: string | undefined;
      /** What GitOps controllers do with it once dist/ has it no longer. */
      readonly whenRemoved: 'keep' | 'delete';
    }
  | { readonly kind: 'existingClaim'; readonly name: string }
  | { readonly kind: 'hostPath'; readonly path: string }
  | { readonly kind: 'nfs'; readonly server: string; readonly path: string };

/** A volume beside the client's own two, and where one container has it. */
export interface MountedVolume {
  readonly name: string;
  readonly source: VolumeSource;
  readonly mountPath: string;
  readonly readOnly: boolean;
}
