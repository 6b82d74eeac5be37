import type { KubernetesObject } from '../../../lib/manifest/kubernetes';

/** Every kind that makes Pods, and the Pod itself. */
export const kinds = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'] as const;

export type Kind = (typeof kinds)[number];

type Fields = Record<string, unknown>;

/** The same Pod, made by another kind. */
export function asKind(deployment: KubernetesObject, kind: Kind): KubernetesObject {
  const { selector, template } = deployment['spec'] as { selector: unknown; template: { spec: Fields } };
  const { name } = deployment.metadata;
  const make = (apiVersion: string, spec: Fields) => ({ apiVersion, kind, metadata: { name }, spec });
  const toItsEnd = { spec: { ...template.spec, restartPolicy: 'Never' } };
  switch (kind) {
    case 'Pod':
      return make('v1', template.spec);
    case 'Deployment':
      return deployment;
    case 'StatefulSet':
      return make('apps/v1', { selector, template, serviceName: name });
    case 'DaemonSet':
    case 'ReplicaSet':
      return make('apps/v1', { selector, template });
    case 'Job':
      return make('batch/v1', { template: toItsEnd });
    case 'CronJob':
      return make('batch/v1', { schedule: '0 4 * * *', jobTemplate: { spec: { template: toItsEnd } } });
  }
}
