import { drop, set } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: 'the policy is bound to every namespace',
    change: (all) => drop(all.object('ValidatingAdmissionPolicyBinding').spec.matchResources, 'namespaceSelector'),
  },
  {
    name: 'the policy is bound to namespaces with a label',
    change: (all) => {
      set(all.object('Namespace').metadata.labels, 'locked', 'yes');
      set(all.object('ValidatingAdmissionPolicyBinding').spec, 'matchResources', {
        namespaceSelector: { matchLabels: { locked: 'yes' } },
      });
    },
  },
];
