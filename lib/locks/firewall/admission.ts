import type { AdmissionRule } from '../lock';

/** Private ranges, each from its own width on. The API server has a library for this, but only since Kubernetes 1.31. */
const privateSubnet = [
  '10[.][0-9.]+/([89]|[12][0-9]|3[0-2])',
  '172[.](1[6-9]|2[0-9]|3[01])[.][0-9.]+/(1[2-9]|2[0-9]|3[0-2])',
  '(192[.]168|169[.]254)[.][0-9.]+/(1[6-9]|2[0-9]|3[0-2])',
  '100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.][0-9.]+/(1[0-9]|2[0-9]|3[0-2])',
  'f[cd][0-9a-f]{2}:[0-9a-f:.]*/([7-9]|[1-9][0-9]|1[01][0-9]|12[0-8])',
  'fe[89ab][0-9a-f]:[0-9a-f:.]*/([1-9][0-9]|1[01][0-9]|12[0-8])',
].join('|');

export const admission: readonly AdmissionRule[] = [
  {
    expression: [
      "variables.settings.all(e, !(e.name in ['FIREWALL', 'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT']) ||",
      "  (!has(e.valueFrom) && e.?value.orValue('').trim().lowerAscii() in ['', 'on', 'true', 'yes', 'enabled']))",
    ].join('\n'),
    message: "gluetun's firewall is not on",
  },
  {
    expression: [
      "variables.settings.all(e, !(e.name in ['FIREWALL_OUTBOUND_SUBNETS', 'EXTRA_SUBNETS']) ||",
      "  (!has(e.valueFrom) && e.?value.orValue('').split(',').all(s,",
      `    s.trim() == '' || s.trim().lowerAscii().matches('^(${privateSubnet})$'))))`,
    ].join('\n'),
    message: 'FIREWALL_OUTBOUND_SUBNETS lets out more than private networks beside the tunnel',
  },
  {
    expression: [
      'variables.gluetun.all(g, !g.?envFrom.orValue([]).exists(f, has(f.configMapRef)) &&',
      "  !g.?volumeMounts.orValue([]).exists(m, m.mountPath.startsWith('/iptables')))",
    ].join('\n'),
    message: 'gluetun takes settings or rules from where the API server cannot see them (envFrom, /iptables)',
  },
  {
    expression: [
      "!variables.gluetunScript.matches('tables|nft|FIREWALL|EXTRA_SUBNETS') &&",
      "variables.gluetun.all(g, !g.?lifecycle.?postStart.?exec.?command.orValue([]).exists(w, w.matches('tables|nft')))",
    ].join('\n'),
    message: "gluetun's own command or its postStart hook changes the firewall",
  },
];
