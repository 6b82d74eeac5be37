import type { AdmissionRule } from '../lock';

/** One private host. Link-local is left out: clouds hand out credentials there. */
const ownHost = [
  '(10[.][0-9.]+|172[.](1[6-9]|2[0-9]|3[01])[.][0-9.]+|192[.]168[.][0-9.]+|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.][0-9.]+)/32',
  'f[cd][0-9a-f]{2}:[0-9a-f:.]*/128',
].join('|');
/** One port of it: a whole line in the order and words of the guard that Podlock writes, so that nothing turns it round. */
const oneHost = `^ *(echo .)?-A [a-z]+ -d (${ownHost}) -p (tcp|udp) --dport [0-9]+ -j ACCEPT.? *$`;

export const admission: readonly AdmissionRule[] = [
  {
    expression: [
      'variables.guard.exists(g, !has(g.restartPolicy)) &&',
      "(!('gluetun' in variables.startOrder) ||",
      "  variables.startOrder.indexOf('guard') < variables.startOrder.indexOf('gluetun'))",
    ].join('\n'),
    message: 'no guard (an init container called guard, without restartPolicy) runs before gluetun',
  },
  {
    expression: [
      "variables.guard.all(g, 'NET_ADMIN' in g.?securityContext.?capabilities.?add.orValue([]) &&",
      '  g.?securityContext.?runAsUser.orValue(variables.podSpec.?securityContext.?runAsUser.orValue(0)) == 0)',
    ].join('\n'),
    message: 'the guard cannot set rules: it needs NET_ADMIN, and root',
  },
  {
    expression: [
      'variables.guard.size() == 0 || (',
      "  variables.guardScript.matches('([*]|-t |--table )(mangle|raw)') &&",
      "  variables.guardScript.matches('(:OUTPUT|-P OUTPUT|--policy OUTPUT) DROP') &&",
      "  !variables.guardScript.matches('(:OUTPUT|-P OUTPUT|--policy OUTPUT) ACCEPT') &&",
      "  variables.guardScript.matches('(lock|for .*) ip6tables|ip6tables(-legacy|-nft)?(-restore| .*(-P|--policy) OUTPUT DROP)'))",
    ].join('\n'),
    message: "the guard's script does not set policy DROP in table mangle, chain OUTPUT, for IPv4 and IPv6",
  },
  {
    expression: [
      "variables.guardScript.replace(';', '\\n').replace('&&', '\\n').split('\\n').all(l, !l.matches('(-j|--jump|-g|--goto) ACCEPT') || (!l.contains('! -o') && (",
      "  l.contains('-o lo ') || l.contains('-o ' + variables.tunnel + ' ') ||",
      "  l.matches('-m mark --mark (0xca6c|51820)[ /]') ||",
      "  l.matches('--icmpv6-type 13[56] ') ||",
      `  l.matches('${oneHost}') ||`,
      "  (l.contains('--ctdir REPLY ') && l.matches('-m connmark --mark|! --ctorigdst')))))",
    ].join('\n'),
    message: "the guard's script accepts more than loopback, the tunnel and answers to marked connections",
  },
  {
    expression: [
      "!variables.guardScript.contains('CONNMARK') ||",
      "variables.guardScript.contains('-A PREROUTING -i ' + variables.tunnel + ' -j RETURN')",
    ].join('\n'),
    message: "the guard's script marks connections that come in by the tunnel as if they came from outside",
  },
  {
    expression: [
      'variables.guard.size() == 0 ||',
      "variables.guardScript.matches('(?m)^-[a-z]*e[a-z]*$|set -[a-z]*e|exit [1-9]')",
    ].join('\n'),
    message: 'the guard goes on when a rule cannot be set',
  },
];
