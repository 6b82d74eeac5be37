import { dump } from 'js-yaml';
import type { SecretSource } from '../declaration/secret-source';
import { secretManifest } from '../secrets';
import { plainSecret } from '../secrets/plain-secret';
import { SecretFileError } from '../secrets/secret-manifest';
import { encrypt, kubeseal, sops } from './encrypt-secret';
import { existingText, replaceFile } from './encrypted-output';
import { plainOutputProblem } from './plain-output';
import { UsageError } from './usage-error';

/** A Secret whose keys were read. */
interface GivenSecret {
  readonly name: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, string>>;
}

/** In which form a Secret leaves. Only what is encrypted may become a file. */
export type Delivery =
  | { readonly form: 'plain' }
  | { readonly form: 'sealed'; readonly certificate: string | undefined; readonly output: string | undefined }
  | { readonly form: 'sops'; readonly output: string | undefined };

/**
 * Writes a Secret to standard output, or, encrypted, to a file.
 *
 * @returns the file that was written
 * @throws UsageError when that would put plain keys into a repository, or the program that encrypts is missing or fails
 */
export async function deliverSecret(secret: GivenSecret, delivery: Delivery): Promise<string | undefined> {
  checkDelivery(secret, delivery);
  const text = dump(plainSecret(secret), { lineWidth: -1 });
  if (delivery.form === 'plain') {
    process.stdout.write(text);
    return undefined;
  }
  const { output } = delivery;
  const encrypter = delivery.form === 'sealed' ? kubeseal(delivery.certificate) : sops(output ?? 'secret.yaml');
  const encrypted = await encrypt(encrypter, text, Object.values(secret.values));
  // Also against a program that is not what its name says.
  const problems = problemsOf(encrypted, secret, delivery);
  if (problems.length > 0) throw new UsageError(`what ${encrypter.program} wrote ${problems.join('; ')}`);
  if (output === undefined) process.stdout.write(encrypted);
  else replaceFile(output, encrypted);
  return output;
}

/**
 * Refuses what must not be written, before anybody is asked for a key. A file is replaced only by another version of the
 * same Secret.
 * @throws UsageError
 */
export function checkDelivery(secret: Omit<GivenSecret, 'values'>, delivery: Delivery): void {
  if (delivery.form === 'plain') {
    const problem = plainOutputProblem();
    if (problem !== undefined) throw new UsageError(problem);
    return;
  }
  const { output } = delivery;
  if (output === undefined) return;
  const text = existingText(output);
  const problems = text === undefined ? [] : problemsOf(text, { ...secret, values: {} }, delivery);
  if (problems.length === 0) return;
  throw new UsageError(
    `--output: ${output} is there already and ${problems.join('; ')}; move it away, or write elsewhere`,
  );
}

function problemsOf(text: string, { name, namespace, values }: GivenSecret, { form }: Delivery): readonly string[] {
  const source: SecretSource = { kind: form === 'sealed' ? 'sealedSecret' : 'sopsSecret', name, file: '' };
  try {
    secretManifest({ namespace, name, source, keys: Object.keys(values), path: [] }, text);
    return [];
  } catch (error) {
    if (error instanceof SecretFileError) return error.problems;
    throw error;
  }
}
