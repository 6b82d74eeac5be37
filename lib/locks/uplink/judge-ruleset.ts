import { droppingChains } from '../../manifest/guard';
import type { IpFamily, IptablesChain, IptablesRule, IptablesRuleset } from '../../manifest/iptables-ruleset';
import { type AllowedTraffic, isTunnelTraffic } from './accepted-rule';
import { badMarks } from './marking-rule';
import { holeOf, type Opening } from './opening';
import { letsOut } from './target';

const families: readonly IpFamily[] = ['IPv4', 'IPv6'];

const mayFail = 'goes on when a rule cannot be set, and the client then starts without it';

/** Many Pods share one script, and so its rules. */
const judged = new WeakMap<IptablesRuleset, Map<string, readonly Opening[]>>();

/** In which ways a guard's rules let out more than the tunnel; none when they hold. */
export function judgeRuleset(ruleset: IptablesRuleset, allowed: AllowedTraffic): readonly Opening[] {
  const known = judged.get(ruleset) ?? new Map<string, readonly Opening[]>();
  judged.set(ruleset, known);
  const key = JSON.stringify(allowed);
  const openings = known.get(key) ?? once(families.flatMap((family) => judgeFamily(ruleset, family, allowed)));
  if (known.size >= allowedLimit) known.clear();
  known.set(key, openings);
  return openings;
}

const allowedLimit = 100;

function once(openings: readonly Opening[]): readonly Opening[] {
  return [...new Map(openings.map((opening) => [opening.what, opening])).values()];
}

/** The chain with the fewest openings decides: a packet must pass all of them. */
function judgeFamily(ruleset: IptablesRuleset, family: IpFamily, allowed: AllowedTraffic): readonly Opening[] {
  const chains = droppingChains(ruleset, family);
  if (chains.length === 0) {
    return [{ what: `sets no policy DROP for ${family} in a table that gluetun leaves alone (mangle, chain OUTPUT)` }];
  }
  let fewest: readonly Opening[] | undefined;
  for (const { table, chain } of chains) {
    const openings = chain.policyMayFail ? [{ what: mayFail }] : openingsOf({ ruleset, family, table, allowed }, chain);
    if (openings.length === 0) return [];
    if (fewest === undefined || isNarrower(openings, fewest)) fewest = openings;
  }
  return fewest ?? [];
}

/** What lets out one host alone is less than what lets out more, however many hosts they are. */
export function isNarrower(one: readonly Pick<Opening, 'hole'>[], other: readonly Pick<Opening, 'hole'>[]): boolean {
  const [wide, rivals] = [wideOnes(one), wideOnes(other)];
  return wide === rivals ? one.length < other.length : wide < rivals;
}

function wideOnes(openings: readonly Pick<Opening, 'hole'>[]): number {
  return openings.filter(({ hole }) => hole === undefined).length;
}

interface Way {
  readonly ruleset: IptablesRuleset;
  readonly family: IpFamily;
  readonly table: string;
  readonly allowed: AllowedTraffic;
}

/** What a chain accepts beside the tunnel, loopback and answers, following the chains that it jumps to. */
function openingsOf(way: Way, chain: IptablesChain): readonly Opening[] {
  const openings: Opening[] = [];
  const chains = new Set([chain]);
  // A set that grows while it is walked hands out what was added: each chain once, also in a circle.
  for (const each of chains) {
    for (const rule of each.rules) {
      const next = letsOut(rule.target) ? judgeRule(rule, way, openings) : undefined;
      if (next !== undefined) chains.add(next);
    }
  }
  return once(openings);
}

/** The chain in which a rule goes on, if it does. */
function judgeRule(rule: IptablesRule, way: Way, openings: Opening[]): IptablesChain | undefined {
  const { ruleset, family, table, allowed } = way;
  if (isTunnelTraffic(rule, allowed)) {
    addMarks(rule, way, openings);
    return undefined;
  }
  const next = ruleset.chain(family, table, rule.target);
  if (next !== undefined) return next;
  const what = rule.target === 'ACCEPT' ? 'lets out more than the tunnel' : 'jumps to a chain that it does not set';
  const hole = holeOf(rule);
  openings.push({ what: `${what}: ${rule.text} (${family})`, ...(hole === undefined ? {} : { hole }) });
  return undefined;
}

/** A rule that goes by marks is as narrow as the rules that set them. */
function addMarks({ matches }: IptablesRule, { ruleset, family, allowed }: Way, openings: Opening[]): void {
  if (!matches.includes('connmark') && !matches.includes('mark')) return;
  for (const what of badMarks(ruleset, family, allowed)) openings.push({ what: `${what} (${family})` });
}
