import { secretFileOf } from '../declaration/secret-source';
import type { DeclaredSecret } from '../declaration/secret-uses';

/** The command that makes the file of a Secret. */
export function secretCommand({ keys, name, namespace, source }: DeclaredSecret): string {
  const form = source.kind === 'sopsSecret' ? '--sops' : '--sealed';
  const output = secretFileOf(source) ?? '';
  return `npx podlock secret --namespace ${namespace} --name ${name} --keys ${keys.join(',')} ${form} --output ${output}`;
}
