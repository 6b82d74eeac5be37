import { admissionPolicy } from '../../admission/policy';
import type { Apply } from '../lock';

/** Every lock's rules are in the draft by now, whatever their order. */
export const apply: Apply = ({
  declaration: { namespace },
  cluster,
  admissionRules,
  annotations,
  namespaceObjects,
}) => {
  if (cluster.admitUnlockedPods === undefined) {
    namespaceObjects.push(...admissionPolicy({ name: `podlock-${namespace}`, namespace, rules: admissionRules }));
  } else {
    annotations['podlock/loosened-admission'] = cluster.admitUnlockedPods.because;
  }
};
