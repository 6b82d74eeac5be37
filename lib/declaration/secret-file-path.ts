import { ValueError } from '../network/value-error';

/** In characters. */
const LONGEST = 200;
const FILE = /^[\w][\w.-]*(\/[\w][\w.-]*)*\.(ya?ml|json)$/;

/**
 * A file of the user's repository with a Secret in it, relative to the folder of main.ts.
 * @throws ValueError
 */
export function parseSecretFile(value: unknown): string {
  const problem = 'is not a file beside main.ts: allowed are such as "secrets/airvpn.yaml"';
  if (typeof value !== 'string' || value.length > LONGEST || !FILE.test(value)) throw new ValueError(value, problem);
  // cdk8s synth and a publish replace these folders.
  if (/^(?:dist|node_modules)\//.test(value)) {
    throw new ValueError(value, 'lies in a folder that programs write: put it elsewhere, such as into "secrets/"');
  }
  return value;
}
