import type { AdmissionRule } from '../lock';

export const admission: readonly AdmissionRule[] = [
  {
    expression:
      'variables.containers.all(c, c.?securityContext.?allowPrivilegeEscalation.orValue(true) == false && !c.?securityContext.?privileged.orValue(false))',
    message: 'a container is privileged or may escalate its privileges',
  },
  {
    expression: "variables.containers.all(c, 'ALL' in c.?securityContext.?capabilities.?drop.orValue([]))",
    message: 'a container does not drop ALL capabilities',
  },
  {
    expression:
      "variables.containers.all(c, c.?securityContext.?capabilities.?add.orValue([]).all(a, a in ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'SETGID', 'SETUID'] || (c.name == 'gluetun' && a in ['NET_ADMIN', 'NET_BIND_SERVICE', 'MKNOD']) || (c.name == 'guard' && a == 'NET_ADMIN')))",
    message: 'a container other than gluetun and the guard has a capability that opens the network',
  },
];
