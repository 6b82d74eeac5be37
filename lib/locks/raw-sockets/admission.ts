import type { AdmissionRule } from '../lock';

export const admission: readonly AdmissionRule[] = [
  {
    expression: [
      'variables.containers.all(c, c.?securityContext.?allowPrivilegeEscalation.orValue(true) == false &&',
      '  !c.?securityContext.?privileged.orValue(false))',
    ].join('\n'),
    message: 'a container is privileged, or may escalate its privileges (allowPrivilegeEscalation is not false)',
  },
  {
    expression:
      "variables.containers.all(c, c.?securityContext.?capabilities.?drop.orValue([]).exists(d, d.upperAscii() == 'ALL'))",
    message: 'a container does not drop ALL capabilities',
  },
  {
    expression: [
      'variables.containers.all(c, c.?securityContext.?capabilities.?add.orValue([]).all(a,',
      // What clients' images need to drop root by themselves; none of them reaches the network.
      "  a in ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'SETGID', 'SETUID'] ||",
      "  (c.name == 'gluetun' && a in ['NET_ADMIN', 'NET_BIND_SERVICE', 'MKNOD']) ||",
      "  (c.name == 'guard' && a in ['NET_ADMIN', 'NET_RAW'])))",
    ].join('\n'),
    message: 'a container has a capability that only gluetun or the guard may have, or that nothing here needs',
  },
];
