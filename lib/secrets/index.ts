import type { DeclaredSecret } from '../declaration/secret-uses';
import { externalSecret } from './external-secret';
import { sealedSecret } from './sealed-secret';
import type { SecretManifest } from './secret-manifest';
import { sopsSecret } from './sops-secret';

/**
 * What stands in dist/ for a Secret; `undefined` for one that is in the cluster already.
 * @param text of the file that the source names
 * @throws SecretFileError
 */
export function secretManifest({ source, ...secret }: DeclaredSecret, text: string): SecretManifest | undefined {
  switch (source.kind) {
    case 'existing':
      return undefined;
    case 'externalSecret':
      return externalSecret({ ...secret, source });
    case 'sealedSecret':
      return sealedSecret({ ...secret, source }, text);
    case 'sopsSecret':
      return sopsSecret({ ...secret, source }, text);
  }
}
