/** Where Argo CD and Flux find dist/, and what they need to read it. */
export interface GitOpsDeclaration {
  readonly source: ManifestSource;
  /** The folder that holds the manifests, relative to the source's root; empty where it is the root. */
  readonly path: string;
  /** The Secret in Flux's namespace with the key that opens what SOPS encrypted. */
  readonly sopsKeySecret: string;
  /** `undefined`: it is public, or only Argo CD reads it. */
  readonly credentialsSecret: string | undefined;
}

/**
 * - `git`: a URL with a scheme that Argo CD and Flux both take (https, http, ssh), without a password.
 * - `artifact`: an `oci://` URL without tag, which Flux alone takes.
 */
type ManifestSource =
  | { readonly kind: 'git'; readonly repository: string; readonly branch: string }
  | { readonly kind: 'artifact'; readonly url: string; readonly tag: string };
