import type { Declaration } from '../declaration/declaration';
import { DeclarationError, type PathMistake, sortedMistakes } from '../declaration/mistake';
import { secretFileOf } from '../declaration/secret-source';
import { type DeclaredSecret, declaredSecrets } from '../declaration/secret-uses';
import { secretManifest } from '../secrets';
import { secretCommand } from '../secrets/secret-command';
import { SecretFileError, type SecretManifest } from '../secrets/secret-manifest';

/** A Secret of the declaration, and what stands in dist/ for it. */
export interface RenderedSecret {
  readonly secret: DeclaredSecret;
  /** Relative to dist/. */
  readonly path: string;
  readonly manifest: SecretManifest;
}

/**
 * What stands in dist/ for the Secrets of a declaration. A Secret that two Pods share stands there once, beside the
 * Pods' own folders: Flux refuses a folder in which an object stands twice.
 *
 * @param texts the files that the declaration names
 * @throws DeclarationError when a file is missing, or does not hold what the Pods mount
 */
export function renderSecrets(
  { cluster, pods }: Declaration,
  texts: ReadonlyMap<string, string>,
): readonly RenderedSecret[] {
  const mistakes: PathMistake[] = [];
  const rendered = declaredSecrets(pods).secrets.flatMap((secret): RenderedSecret[] => {
    const manifest = manifestOf(secret, texts, mistakes);
    return manifest === undefined ? [] : [{ secret, path: `${cluster.name}/${fileName(secret)}`, manifest }];
  });
  if (mistakes.length > 0) throw new DeclarationError(sortedMistakes(mistakes));
  return rendered;
}

/** A namespace has no dot: no two Secrets have one name. SOPS and ksops tell the format by the ending. */
function fileName({ name, namespace, source }: DeclaredSecret): string {
  const format = secretFileOf(source)?.endsWith('.json') ? 'json' : 'yaml';
  return `secret-${namespace}.${name}.${source.kind === 'sopsSecret' ? 'sops.' : ''}${format}`;
}

function manifestOf(
  secret: DeclaredSecret,
  texts: ReadonlyMap<string, string>,
  mistakes: PathMistake[],
): SecretManifest | undefined {
  const file = secretFileOf(secret.source);
  const text = file === undefined ? '' : texts.get(file);
  if (text === undefined) {
    mistakes.push({ path: secret.path, message: missing(secret) });
    return undefined;
  }
  try {
    return secretManifest(secret, text);
  } catch (error) {
    if (!(error instanceof SecretFileError)) throw error;
    mistakes.push(...error.problems.map((problem) => ({ path: secret.path, message: `${file} ${problem}` })));
    return undefined;
  }
}

function missing(secret: DeclaredSecret): string {
  return `${secretFileOf(secret.source)} does not exist; make it with: ${secretCommand(secret)}`;
}
