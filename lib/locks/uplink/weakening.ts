import type { IptablesRuleset, PlacedChain } from '../../manifest/iptables-ruleset';
import { type AllowedTraffic, isTunnelTraffic } from './accepted-rule';
import { badMarks } from './marking-rule';
import { letsOut } from './target';

/** Tables in which a guard can stand; gluetun itself works in filter and nat. */
const guardTables = new Set(['mangle', 'raw']);

/** What a script that runs after a guard takes from it. */
export function weakenings(ruleset: IptablesRuleset, allowed: AllowedTraffic): readonly string[] {
  return [
    ...[...ruleset.all()].filter(({ table }) => guardTables.has(table)).flatMap((place) => weakened(place, allowed)),
    ...(['IPv4', 'IPv6'] as const).flatMap((family) =>
      badMarks(ruleset, family, allowed).map((what) => `${what} (${family})`),
    ),
  ];
}

function weakened({ family, table, name, chain }: PlacedChain, allowed: AllowedTraffic): readonly string[] {
  const where = `table ${table}, chain ${name} (${family})`;
  const isOnTheWay = name !== 'PREROUTING' && name !== 'INPUT';
  const accepted = chain.rules.filter((rule) => isOnTheWay && letsOut(rule.target) && !isTunnelTraffic(rule, allowed));
  return [
    ...(chain.isFlushed ? [`removes the guard's rules: ${where}`] : []),
    ...(chain.policy !== undefined && chain.policy !== 'DROP' && isOnTheWay
      ? [`sets policy ${chain.policy} after the guard: ${where}`]
      : []),
    ...chain.removed.map((text) => `removes a rule of the guard: ${text} (${family})`),
    ...accepted.map(({ text }) => `lets out more than the tunnel: ${text} (${family})`),
  ];
}
