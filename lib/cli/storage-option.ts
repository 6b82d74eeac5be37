import type { StorageChoice } from '../compose/conversion';
import { quote } from '../network/value-error';
import { UsageError } from './usage-error';

/**
 * The value of --storage.
 * @param folder what relative folders are below, on the node
 * @throws UsageError
 */
export function parseStorage(value: string, folder: string): StorageChoice {
  if (value === 'claim') return { kind: 'claim' };
  if (value === 'hostPath') return { kind: 'hostPath', folder };
  const [, server, path] = /^nfs=([^:]+):(\/.*)$/.exec(value) ?? [];
  if (server !== undefined && path !== undefined) return { kind: 'nfs', server, path };
  throw new UsageError(`--storage ${quote(value)}: allowed are claim, hostPath and nfs=SERVER:/PATH`);
}
