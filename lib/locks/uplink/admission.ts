import type { AdmissionRule } from '../lock';

export const admission: readonly AdmissionRule[] = [
  {
    expression: "object.spec.?initContainers.orValue([]).size() >= 1 && object.spec.initContainers[0].name == 'guard'",
    message: 'the guard does not run first',
  },
];
