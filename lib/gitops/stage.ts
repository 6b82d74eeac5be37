import type { KubernetesObject } from '../manifest/kubernetes';

/**
 * What must stand before a Pod is created, by kind, in the order of Argo CD's sync waves. A wave starts when the one
 * before is healthy. Volumes are in the Pod's own wave: many become healthy only when a Pod uses them.
 */
const waves: ReadonlyMap<string, number> = new Map([
  ['Namespace', -3],
  ['ValidatingAdmissionPolicy', -2],
  ['ValidatingAdmissionPolicyBinding', -2],
  ['NetworkPolicy', -1],
]);

/** The label by which Flux tells what it applies first. */
export const stageLabel = { key: 'podlock/stage', locks: 'locks' } as const;

/**
 * Has Argo CD and Flux replace a Service that somebody changed by hand, in the place of merging: both merge ports by
 * number, and the API server refuses the doubled name. Argo CD replaces it in place; Flux deletes it and makes it anew,
 * and only where merging fails, so its ClusterIP may change then.
 */
const replacedWhereItDrifts = {
  'argocd.argoproj.io/sync-options': 'Replace=true',
  'kustomize.toolkit.fluxcd.io/force': 'enabled',
} as const;

/** The object, marked for the order in which Argo CD and Flux apply it. */
export function staged(object: KubernetesObject): KubernetesObject {
  const { metadata } = object;
  const wave = waves.get(object.kind);
  if (wave !== undefined) {
    return {
      ...object,
      metadata: {
        ...metadata,
        labels: { ...metadata.labels, [stageLabel.key]: stageLabel.locks },
        annotations: { ...metadata.annotations, 'argocd.argoproj.io/sync-wave': String(wave) },
      },
    };
  }
  if (object.kind !== 'Service') return object;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, ...replacedWhereItDrifts } } };
}
