import type { KubernetesObject } from '../../lib/manifest/kubernetes';
import { attempt, type Outcome, run } from './command';

/** Runs kubectl on the cluster of KUBECONFIG. */
export function kubectl(args: readonly string[], input?: string): Promise<string> {
  return run('kubectl', args, input === undefined ? {} : { input });
}

/** Server-side apply, as Argo CD and Flux do, with unknown fields refused. */
export function apply(objects: readonly KubernetesObject[], ...options: string[]): Promise<string> {
  const args = ['apply', '--server-side', '--validate=strict', '--field-manager=podlock-e2e', ...options, '-f', '-'];
  return kubectl(args, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
}

/** Removes objects and waits until they are gone; those that never were do not matter. */
export async function remove(...args: string[]): Promise<void> {
  await kubectl(['delete', '--ignore-not-found', '--wait', '--timeout=90s', ...args]);
}

/** Runs a program in a container. Its exit code is the program's. */
export function execute(target: ExecTarget, ...command: string[]): Promise<Outcome> {
  const { namespace, pod, container } = target;
  return attempt('kubectl', ['exec', '-n', namespace, pod, '-c', container, '--', ...command], { timeoutSeconds: 60 });
}

export interface ExecTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** The part of a Pod's status that the tests read. */
export interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: {
    readonly initContainers?: readonly { readonly name: string }[];
    readonly containers: readonly { readonly name: string }[];
  };
  readonly status: {
    readonly podIP?: string;
    readonly phase: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

export interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly started?: boolean;
  readonly restartCount: number;
  readonly containerID?: string;
  readonly state: {
    readonly running?: { readonly startedAt: string };
    readonly waiting?: { readonly reason: string };
    readonly terminated?: { readonly exitCode: number; readonly startedAt: string; readonly finishedAt: string };
  };
}

/** The Pods of a selector, those that are being deleted left out. */
export async function podsOf(namespace: string, selector: string): Promise<readonly Pod[]> {
  const list = JSON.parse(await kubectl(['get', 'pods', '-n', namespace, '-l', selector, '-o', 'json'])) as {
    items: Pod[];
  };
  return list.items.filter((pod) => pod.metadata.deletionTimestamp === undefined);
}

/** One container's status, init containers included. */
export function statusOf(pod: Pod, container: string): ContainerStatus | undefined {
  const all = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  return all.find(({ name }) => name === container);
}

export function isReady(pod: Pod): boolean {
  return pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
