import { createHash } from 'node:crypto';
import { type SecretSource, secretFileOf } from '../declaration/secret-source';

type Annotations = Readonly<Record<string, string>>;

/**
 * The annotations, of a Deployment and of its Pod's template, by which a changed Secret reaches the Pod.
 *
 * A file in the repository is known here, so its hash makes a new Pod. The hash is of the ciphertext, which is public
 * anyway: one of the values would let anyone try out what the password may be. Of every other Secret only the cluster
 * knows when it changes: stakater/reloader, where it runs, restarts the Deployment then, and nobody else does.
 */
export function changeAnnotations(
  sources: readonly SecretSource[],
  texts: ReadonlyMap<string, string>,
): { readonly workload: Annotations; readonly template: Annotations } {
  const known = sources.filter((source) => secretFileOf(source) !== undefined);
  const names = [...new Set(sources.filter((source) => !known.includes(source)).map(({ name }) => name))].sort();
  return {
    workload: names.length === 0 ? {} : { 'secret.reloader.stakater.com/reload': names.join(',') },
    template: known.length === 0 ? {} : { 'podlock/secret-files': `sha256:${hash(known, texts)}` },
  };
}

function hash(sources: readonly SecretSource[], texts: ReadonlyMap<string, string>): string {
  const sums = sources.map((source) => `${source.name} ${sha256(texts.get(secretFileOf(source) ?? '') ?? '')}`);
  return sha256([...new Set(sums)].sort().join('\n'));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
