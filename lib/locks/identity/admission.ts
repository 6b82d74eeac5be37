import type { AdmissionRule } from '../lock';

export const admission: readonly AdmissionRule[] = [
  {
    expression:
      'object.spec.?automountServiceAccountToken.orValue(true) == false && object.spec.?enableServiceLinks.orValue(true) == false',
    message: 'the Pod gets a service-account token or service links',
  },
  {
    expression:
      '!object.spec.?shareProcessNamespace.orValue(false) && !object.spec.?hostPID.orValue(false) && !object.spec.?hostIPC.orValue(false)',
    message: 'the Pod shares a process or IPC namespace',
  },
];
