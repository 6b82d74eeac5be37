import type { AdmissionRule } from '../lock';

export const admission: readonly AdmissionRule[] = [
  {
    expression:
      "object.spec.?initContainers.orValue([]).exists(c, c.name == 'gluetun' && c.?restartPolicy.orValue('') == 'Always' && has(c.startupProbe) && has(c.startupProbe.exec))",
    message: 'gluetun is no native sidecar with an exec startup probe',
  },
  {
    expression:
      'object.spec.?initContainers.orValue([]).all(c, !has(c.startupProbe) || c.startupProbe.?periodSeconds.orValue(10) * c.startupProbe.?failureThreshold.orValue(3) >= 60)',
    message: 'a startup probe gives up in less than 60 seconds',
  },
  {
    expression:
      "object.spec.?initContainers.orValue([]).size() >= 2 && object.spec.initContainers[1].name == 'gluetun'",
    message: 'a container other than the guard runs before gluetun',
  },
];
