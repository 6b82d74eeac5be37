import type { IpFamily, IptablesRule, IptablesRuleset } from '../../manifest/iptables-ruleset';
import { type AllowedTraffic, excludesTunnel, isFromPrivate, marksOnlyOutside, tunnelMark } from './accepted-rule';
import { parseMark } from './match-option';

const tables = ['raw', 'mangle', 'nat', 'filter'];
/** The chains where what comes in begins its way. */
const incoming = ['PREROUTING', 'INPUT'];

/** Chains that call each other are left after this many. */
const chainLimit = 500;

/** Rules that give packets the marks by which a guard lets them out. */
export function badMarks(ruleset: IptablesRuleset, family: IpFamily, allowed: AllowedTraffic): readonly string[] {
  return [...inbound(ruleset, family, allowed), ...outbound(ruleset, family)];
}

/** What the jumps to a chain already say of the packets that pass it. */
interface Passing {
  readonly outside: boolean;
  readonly fromPrivate: boolean;
}

/** Neither connections that come in by the tunnel nor those of public addresses may be marked as ones to be answered. */
function inbound(ruleset: IptablesRuleset, family: IpFamily, { tunnelInterface }: AllowedTraffic): readonly string[] {
  let visited = 0;
  const walk = (table: string, name: string, earlier: readonly IptablesRule[], by: Passing): readonly string[] => {
    const rules = ruleset.chain(family, table, name)?.rules ?? [];
    if (++visited > chainLimit) return ['has more chains than can be followed'];
    return rules.flatMap((rule, at) => {
      const before = [...earlier, ...rules.slice(0, at)];
      if (setsMark(rule, 'CONNMARK')) {
        const outside = by.outside || marksOnlyOutside(rule, before, tunnelInterface);
        return badMark(rule, { outside, fromPrivate: by.fromPrivate || isFromPrivate(rule) });
      }
      if (ruleset.chain(family, table, rule.target) === undefined) return [];
      const outside = by.outside || excludesTunnel(rule, tunnelInterface);
      return walk(table, rule.target, before, { outside, fromPrivate: by.fromPrivate || isFromPrivate(rule) });
    });
  };
  const any = { outside: false, fromPrivate: false };
  return tables.flatMap((table) => incoming.flatMap((name) => walk(table, name, [], any)));
}

function badMark({ text }: IptablesRule, { outside, fromPrivate }: Passing): readonly string[] {
  if (!outside) return [`marks connections that come in by the tunnel as if they came from outside: ${text}`];
  if (!fromPrivate) return [`answers public addresses beside the tunnel, not private ones alone: ${text}`];
  return [];
}

/** What the Pod itself sends must not be given a mark. */
function outbound(ruleset: IptablesRuleset, family: IpFamily): readonly string[] {
  const incoming = incomingChains(ruleset, family);
  return [...ruleset.all()].flatMap(({ chain, ...place }) => {
    if (place.family !== family || incoming.has(`${place.table}/${place.name}`)) return [];
    return chain.rules
      .filter((rule) => setsMark(rule, 'CONNMARK') || setsTunnelMark(rule))
      .map(({ text }) => `gives what the Pod sends a mark that lets it out: ${text}`);
  });
}

/** The chains that only packets from outside pass. */
function incomingChains(ruleset: IptablesRuleset, family: IpFamily): ReadonlySet<string> {
  const reach = (starts: readonly string[]): ReadonlySet<string> => {
    const reached = new Set<string>();
    const waiting = tables.flatMap((table) => starts.map((name) => [table, name] as const));
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [table, name] = next;
      if (reached.has(`${table}/${name}`)) continue;
      reached.add(`${table}/${name}`);
      for (const { target } of ruleset.chain(family, table, name)?.rules ?? []) waiting.push([table, target]);
    }
    return reached;
  };
  const outgoing = reach(['OUTPUT', 'POSTROUTING']);
  return new Set([...reach(incoming)].filter((chain) => !outgoing.has(chain)));
}

function setsMark({ target, targetOptions }: IptablesRule, name: string): boolean {
  return target === name && targetOptions.some((option) => option.startsWith('--'));
}

/** Any change of a packet's mark but one to a plain number that is not the tunnel's. */
function setsTunnelMark(rule: IptablesRule): boolean {
  if (!setsMark(rule, 'MARK')) return false;
  const [option, text = ''] = rule.targetOptions;
  const { value, mask } = parseMark(text);
  const isPlain = (option === '--set-mark' || option === '--set-xmark') && mask === 0xffffffff && !Number.isNaN(value);
  return !isPlain || value === tunnelMark;
}
