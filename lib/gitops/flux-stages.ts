import type { KubernetesObject } from '../manifest/kubernetes';
import { type Fields, fieldsOf } from '../manifest/plain-value';
import { stageLabel } from './stage';

/**
 * Two Kustomizations out of one for a whole folder: the first applies the locks alone, the second everything else, once
 * the first is ready. They share the folder; a patch takes from each what is the other's, by label, so manifests that
 * Podlock never wrote are in the second.
 */
export function inStages(kustomization: KubernetesObject): [KubernetesObject, KubernetesObject] {
  const { name, namespace } = kustomization.metadata;
  const spec = fieldsOf(kustomization['spec']);
  const locks = `${name}-locks`;
  return [
    {
      ...kustomization,
      metadata: { name: locks, ...(namespace !== undefined && { namespace }) },
      spec: { ...spec, patches: [leaveOut(`${stageLabel.key}!=${stageLabel.locks}`)] },
    },
    {
      ...kustomization,
      spec: { ...spec, dependsOn: [{ name: locks }], patches: [leaveOut(`${stageLabel.key}=${stageLabel.locks}`)] },
    },
  ];
}

/** The patch's own kind and name match nothing: kustomize goes by the target. */
function leaveOut(labelSelector: string): Fields {
  const patch = '$patch: delete\napiVersion: v1\nkind: Any\nmetadata:\n  name: any\n';
  return { patch, target: { labelSelector } };
}
