import type { AdmissionRule } from '../lock';

export const admission: readonly AdmissionRule[] = [
  {
    expression:
      "variables.containers.all(c, c.?env.orValue([]).all(e, !(e.name in ['FIREWALL', 'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT']) || e.?value.orValue('').lowerAscii() in ['on', 'true', 'yes', '1', 'enabled']))",
    message: "gluetun's firewall is switched off",
  },
];
