import type { KubernetesObject } from '../../manifest/kubernetes';
import type { Effect, KindEffects } from '../effect';

/** What tells Argo CD and Flux what to sync: the folder that they sync does not hold it. */
export const handApplied: KindEffects = {
  created: (object) => byHand('apply', object),
  removed: (object) => byHand('delete', object),
  changed: ({ after }) => byHand('apply', after),
};

/** kustomize has a Kustomization too, which is no object of a cluster. */
function byHand(verb: string, { apiVersion }: KubernetesObject): readonly Effect[] {
  const isOfController = /^(?:argoproj\.io|[\w.]+\.toolkit\.fluxcd\.io)\//.test(apiVersion);
  return isOfController ? [{ kind: 'other', text: `${verb} it yourself, unless something syncs it` }] : [];
}
