import type { Fields } from '../manifest/plain-value';

/** One container of a running Pod. */
export interface ContainerPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** What a program in a container left behind. */
export interface ExecOutcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** What the API server said to a request that it was not bound to grant. */
export interface Answer {
  readonly status: number;
  readonly body: Fields;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A cluster, as far as one user may see and change it. Every method throws ClusterError. */
export interface Cluster {
  /** The context of the kubeconfig, or `in the cluster` where a Pod's own token was used. */
  readonly context: string;
  /** The context's own namespace. @default 'default' */
  readonly namespace: string;
  /** An object or a list, by its path: `/api/v1/namespaces/downloads/pods`. */
  get(path: string): Promise<Fields>;
  /** Any request, whatever the answer; it throws only where there was none. A PATCH is a JSON merge patch. */
  request(method: Method, path: string, body?: unknown): Promise<Answer>;
  /**
   * Runs a program in a container, as `kubectl exec` does.
   * @param timeoutSeconds how long to wait for its end
   */
  exec(place: ContainerPlace, command: readonly string[], timeoutSeconds: number): Promise<ExecOutcome>;
}
