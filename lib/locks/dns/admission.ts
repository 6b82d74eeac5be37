import type { AdmissionRule } from '../lock';

export const admission: readonly AdmissionRule[] = [
  {
    expression: [
      "variables.podSpec.?dnsPolicy.orValue('') == 'None' &&",
      'variables.podSpec.?dnsConfig.?nameservers.orValue([]).size() > 0 &&',
      "variables.podSpec.dnsConfig.nameservers.all(n, n == '::1' || n.startsWith('127.'))",
    ].join('\n'),
    message: 'names are not resolved by gluetun alone (dnsPolicy None, nameserver 127.0.0.1)',
  },
  {
    expression: [
      "variables.settings.all(e, !(e.name in ['DNS_SERVER', 'DOT']) ||",
      "  (!has(e.valueFrom) && e.?value.orValue('').trim().lowerAscii() in ['', 'on', 'true', 'yes', 'enabled']))",
    ].join('\n'),
    message: "gluetun's DNS server is not on",
  },
  {
    expression: [
      "variables.settings.all(e, e.name != 'DNS_KEEP_NAMESERVER' ||",
      "  (!has(e.valueFrom) && e.?value.orValue('').trim().lowerAscii() in ['', 'off', 'false', 'no', 'disabled']))",
    ].join('\n'),
    message: 'DNS_KEEP_NAMESERVER keeps the nameserver that was there before gluetun',
  },
  {
    expression: [
      "variables.settings.all(e, e.name != 'DNS_ADDRESS' ||",
      "  (!has(e.valueFrom) && e.?value.orValue('').trim().matches('^(127[.][0-9.]+|::1)?$')))",
    ].join('\n'),
    message: 'DNS_ADDRESS sends names to another server than gluetun',
  },
];
