import type { KubernetesObject } from '../../manifest/kubernetes';
import { fieldsOf, textOf } from '../../manifest/plain-value';

/** What Argo CD and Flux do with an object that left the repository, by its annotations. */
export function fateOf({
  metadata,
}: KubernetesObject): 'kept' | 'deleted' | 'kept by Argo CD, deleted by Flux' | 'kept by Flux, deleted by Argo CD' {
  const annotations = fieldsOf(metadata.annotations);
  const options = (textOf(annotations['argocd.argoproj.io/sync-options']) ?? '').split(',').map((each) => each.trim());
  const argoCd = options.includes('Prune=false');
  const flux = textOf(annotations['kustomize.toolkit.fluxcd.io/prune']) === 'disabled';
  if (argoCd && flux) return 'kept';
  if (argoCd) return 'kept by Argo CD, deleted by Flux';
  return flux ? 'kept by Flux, deleted by Argo CD' : 'deleted';
}
