import type { AdmissionRule } from '../lock';

export const admission: readonly AdmissionRule[] = [
  {
    expression:
      "object.spec.?dnsPolicy.orValue('') == 'None' && object.spec.?dnsConfig.?nameservers.orValue([]) == ['127.0.0.1']",
    message: 'names are not resolved by gluetun alone (dnsPolicy None, nameserver 127.0.0.1)',
  },
];
