import { ClusterError } from '../live/cluster-error';
import type { ConnectOptions } from '../live/connect';
import type { PodChoice } from '../live/find-live-pods';
import { UsageError } from './usage-error';

/** The options of every command that asks a cluster, for parseArgs. */
export const clusterOptions = {
  all: { type: 'boolean' },
  namespace: { type: 'string', short: 'n' },
  context: { type: 'string' },
  kubeconfig: { type: 'string' },
} as const;

export const clusterHelp = `  -n, --namespace NAME     (default: the context's)
  --context NAME           (default: the kubeconfig's current context)
  --kubeconfig FILE        (default: $KUBECONFIG, else ~/.kube/config, else the Pod's own token)
`;

export interface ClusterValues {
  readonly all?: boolean;
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** Which cluster, as which user. */
export function accessOf({ context, kubeconfig }: ClusterValues): ConnectOptions {
  return { ...(context !== undefined && { context }), ...(kubeconfig !== undefined && { kubeconfig }) };
}

/**
 * Which Pods.
 * @param ownNamespace that of the context
 * @throws UsageError
 */
export function choiceOf(
  { all = false, namespace }: ClusterValues,
  positionals: readonly string[],
  ownNamespace: string,
): PodChoice {
  const [name, ...more] = positionals;
  if (more.length > 0) throw new UsageError('one Pod at a time, or --all');
  if (all && (name !== undefined || namespace !== undefined)) {
    throw new UsageError('--all is every Pod of every namespace: give either it, or a Pod and a namespace');
  }
  return { ...(!all && { namespace: namespace ?? ownNamespace }), ...(name !== undefined && { name }) };
}

/** A cluster that does not answer, or says no, is no fault of Podlock: shown without a stack trace, exit code 2. */
export async function withClusterErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ClusterError) throw new UsageError(error.message);
    throw error;
  }
}
