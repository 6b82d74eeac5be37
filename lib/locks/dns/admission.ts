import type { AdmissionRule } from '../lock';

/** With a port or without one; only with one an IPv6 address needs its brackets. */
const address = '^([0-9.]+(:[0-9]+)?|[[][0-9a-f:.]+[]](:[0-9]+)?|[0-9a-f:.]+)$';
/** How addresses begin that nobody on the internet has. gluetun's own, on loopback, are not among them. */
const notPublic = [
  ...[
    '0[.]',
    '10[.]',
    '100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.]',
    '169[.]254[.]',
    '172[.](1[6-9]|2[0-9]|3[01])[.]',
  ],
  ...['192[.]168[.]', '192[.]0[.]0[.]', '198[.]1[89][.]', '22[4-9][.]', '2[345][0-9][.]'],
  ...['::(ffff:|[]]|$)', '0?100::', 'f[cd][0-9a-f]{2}:', 'fe[89a-f][0-9a-f]:', 'ff[0-9a-f]{2}:'],
].join('|');

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
  {
    expression: [
      "variables.settings.all(e, e.name != 'DNS_UPSTREAM_PLAIN_ADDRESSES' ||",
      "  (!has(e.valueFrom) && (e.?value.orValue('').trim() == '' || e.?value.orValue('').lowerAscii().split(',').all(s,",
      `    s.trim().matches('${address}') && !s.trim().matches('^[[]?(${notPublic})')))))`,
    ].join('\n'),
    message: 'DNS_UPSTREAM_PLAIN_ADDRESSES sends names where no tunnel leads to',
  },
];
