import { closed, type Evidence, judge, note, open, type Probe } from '../../live/evidence';
import type { GluetunLook } from '../../live/look';
import type { Netfilter } from '../../live/netfilter';

export const probe: Probe = ({ gluetun }) =>
  judge(gluetun, "gluetun's rules", (look) =>
    judge(look.netfilter, "gluetun's rules", (netfilter) => [
      ...policy(netfilter, 'IPv4'),
      ...(look.hasIpv6
        ? policy(netfilter, 'IPv6')
        : [closed('no IPv6 in this network namespace: no /proc/net/if_inet6')]),
      ...rules(look),
    ]),
  );

function policy({ rulesets }: Netfilter, family: 'IPv4' | 'IPv6'): readonly Evidence[] {
  const policies = rulesets.flatMap(({ program, ruleset }) => {
    const found = ruleset.chain(family, 'filter', 'OUTPUT')?.policy;
    return found === undefined ? [] : [{ program, found }];
  });
  const drop = policies.find(({ found }) => found === 'DROP');
  if (drop !== undefined) return [closed(`${drop.program}, table filter, chain OUTPUT, ${family}: policy DROP`)];
  return [open(`table filter, chain OUTPUT, ${family}: policy ${policies[0]?.found ?? 'ACCEPT, nobody set another'}`)];
}

/** For a person: the rule with table 51820 is what leads into the tunnel. */
function rules({ rules, rules6, hasIpv6 }: GluetunLook): readonly Evidence[] {
  if (rules.length === 0) return [note("the ip rules were not seen: gluetun's container has no program ip")];
  return [
    note(`ip rules of IPv4: ${rules.map(tidy).join('; ')}`),
    ...(hasIpv6 ? [note(`ip rules of IPv6: ${rules6.map(tidy).join('; ')}`)] : []),
  ];
}

function tidy(line: string): string {
  return line.replace(/\s+/g, ' ').trim();
}
