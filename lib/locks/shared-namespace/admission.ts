import type { AdmissionRule } from '../lock';

export const admission: readonly AdmissionRule[] = [
  {
    expression: '!object.spec.?hostNetwork.orValue(false)',
    message: "the Pod is on its node's network (hostNetwork)",
  },
];
