import type { SecretSource } from '../declaration/secret-source';
import type { DeclaredSecret } from '../declaration/secret-uses';
import type { KubernetesObject } from '../manifest/kubernetes';

/** What stands in dist/ for a Secret. */
export type SecretManifest =
  | { readonly kind: 'object'; readonly object: KubernetesObject }
  /** A file that was made elsewhere, to be copied byte for byte. */
  | { readonly kind: 'file'; readonly text: string };

/** A Secret with a source that Podlock writes something for. */
export interface SourcedSecret<Source extends SecretSource> extends DeclaredSecret {
  readonly source: Source;
}

/** What makes a file useless or dangerous, each reason a sentence without a period. Holds no secret. */
export class SecretFileError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
