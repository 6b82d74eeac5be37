import type { PodVerdict } from './verdict';

/** What a whole run of verify found out. */
export interface VerifyReport {
  readonly context: string;
  readonly pods: readonly PodVerdict[];
  /** What kept it from telling more. */
  readonly errors: readonly string[];
}

/** A verify as JSON, for programs. The shape is versioned: fields are added, never changed, within version 1. */
export function verifyJson({ context, pods, errors }: VerifyReport): string {
  const report = {
    version: 1,
    context,
    pods: pods.map(({ pod, locks, unread }) => ({
      namespace: pod.namespace,
      name: pod.name,
      node: pod.node,
      workload: pod.vpnPod.workload.reference,
      locks: locks.map(({ lock, severity, state, because, evidence }) => ({
        ...{ lock, severity, state, evidence },
        ...(because !== undefined && { because }),
      })),
      unread: unread.map(({ what, why }) => ({ what, why })),
    })),
    errors,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
