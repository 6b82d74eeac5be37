import { droppingChains } from '../../manifest/guard';
import type { IpFamily, IptablesChain, IptablesRule, IptablesRuleset } from '../../manifest/iptables-ruleset';
import { type AllowedTraffic, isTunnelTraffic } from './accepted-rule';
import { badMarks } from './marking-rule';
import { letsOut } from './target';

const families: readonly IpFamily[] = ['IPv4', 'IPv6'];

const mayFail = 'goes on when a rule cannot be set, and the client then starts without it';

/** Many Pods share one script, and so its rules. */
const judged = new WeakMap<IptablesRuleset, Map<string, readonly string[]>>();

/** In which ways a guard's rules let out more than the tunnel; none when they hold. */
export function judgeRuleset(ruleset: IptablesRuleset, allowed: AllowedTraffic): readonly string[] {
  const known = judged.get(ruleset) ?? new Map<string, readonly string[]>();
  judged.set(ruleset, known);
  const key = JSON.stringify(allowed);
  const openings = known.get(key) ?? [...new Set(families.flatMap((family) => judgeFamily(ruleset, family, allowed)))];
  if (known.size >= allowedLimit) known.clear();
  known.set(key, openings);
  return openings;
}

const allowedLimit = 100;

/** The chain with the fewest openings decides: a packet must pass all of them. */
function judgeFamily(ruleset: IptablesRuleset, family: IpFamily, allowed: AllowedTraffic): readonly string[] {
  const chains = droppingChains(ruleset, family);
  if (chains.length === 0) {
    return [`sets no policy DROP for ${family} in a table that gluetun leaves alone (mangle, chain OUTPUT)`];
  }
  let fewest: readonly string[] | undefined;
  for (const { table, chain } of chains) {
    const openings = chain.policyMayFail ? [mayFail] : openingsOf({ ruleset, family, table, allowed }, chain);
    if (openings.length === 0) return [];
    if (fewest === undefined || openings.length < fewest.length) fewest = openings;
  }
  return fewest ?? [];
}

interface Way {
  readonly ruleset: IptablesRuleset;
  readonly family: IpFamily;
  readonly table: string;
  readonly allowed: AllowedTraffic;
}

/** What a chain accepts beside the tunnel, loopback and answers, following the chains that it jumps to. */
function openingsOf(way: Way, chain: IptablesChain): readonly string[] {
  const openings = new Set<string>();
  const chains = new Set([chain]);
  // A set that grows while it is walked hands out what was added: each chain once, also in a circle.
  for (const each of chains) {
    for (const rule of each.rules) {
      const next = letsOut(rule.target) ? judgeRule(rule, way, openings) : undefined;
      if (next !== undefined) chains.add(next);
    }
  }
  return [...openings];
}

/** The chain in which a rule goes on, if it does. */
function judgeRule(rule: IptablesRule, way: Way, openings: Set<string>): IptablesChain | undefined {
  const { ruleset, family, table, allowed } = way;
  if (isTunnelTraffic(rule, allowed)) {
    addMarks(rule, way, openings);
    return undefined;
  }
  const next = ruleset.chain(family, table, rule.target);
  if (next !== undefined) return next;
  const what = rule.target === 'ACCEPT' ? 'lets out more than the tunnel' : 'jumps to a chain that it does not set';
  openings.add(`${what}: ${rule.text} (${family})`);
  return undefined;
}

/** A rule that goes by marks is as narrow as the rules that set them. */
function addMarks({ matches }: IptablesRule, { ruleset, family, allowed }: Way, openings: Set<string>): void {
  if (!matches.includes('connmark') && !matches.includes('mark')) return;
  for (const what of badMarks(ruleset, family, allowed)) openings.add(`${what} (${family})`);
}
