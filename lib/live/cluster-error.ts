import { textOf } from '../manifest/plain-value';
import type { Answer } from './cluster';

/**
 * Why the cluster did not do what it was asked.
 * - `kubeconfig`: there is none, it cannot be read, or it names no such context.
 * - `unreachable`: nobody answers.
 * - `forbidden`: the user lacks the permission.
 * - `not-found`: there is no such object, or no such kind.
 * - `refused`: the API server or the kubelet says no for another reason.
 * - `timeout`: a program in a container did not end in time.
 * - `stopped`: somebody interrupted Podlock.
 */
export type ClusterTrouble =
  | 'kubeconfig'
  | 'unreachable'
  | 'forbidden'
  | 'not-found'
  | 'refused'
  | 'timeout'
  | 'stopped';

/** The message is for a person: what was tried and what came of it, without a secret. */
export class ClusterError extends Error {
  constructor(
    readonly trouble: ClusterTrouble,
    message: string,
  ) {
    super(message);
    this.name = 'ClusterError';
  }
}

/** Whether nothing more can be learnt from the cluster after it. */
export function endsEverything(error: unknown): boolean {
  return error instanceof ClusterError && ['kubeconfig', 'unreachable', 'stopped'].includes(error.trouble);
}

/** What an answer other than success means. */
export function refusalOf({ status, body }: Answer, what: string): ClusterError {
  const message = textOf(body['message']) ?? '';
  if (status === 401) return new ClusterError('forbidden', `${what}: the API server does not know this user (401)`);
  if (status === 403) return new ClusterError('forbidden', `${what}: ${message || 'forbidden (403)'}`);
  if (status === 404) return new ClusterError('not-found', `${what}: ${message || 'not found (404)'}`);
  return new ClusterError('refused', `${what}: ${message} (${status})`);
}
