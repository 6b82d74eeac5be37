export type IpFamily = 'IPv4' | 'IPv6';

/** One rule, in the words of `iptables -A`. */
export interface IptablesRule {
  /** The words between the chain and the target: `-o`, `lo`, `-m`, `mark`, … */
  readonly matches: readonly string[];
  /** ACCEPT, DROP, RETURN, CONNMARK, or the name of another chain. @default - empty text: the rule only counts packets */
  readonly target: string;
  /** What follows the target: `--set-mark`, `0x1`. */
  readonly targetOptions: readonly string[];
  /** The whole rule, as a person would type it. */
  readonly text: string;
}

/** One chain of one table, after a script has run. */
export interface IptablesChain {
  /** ACCEPT or DROP; undefined for a chain that the script made, and for one whose policy it leaves alone. */
  policy: string | undefined;
  /** Whether the script may end well without having set the policy. */
  policyMayFail: boolean;
  /** Whether the script removes the rules that others had put there, all of them. */
  isFlushed: boolean;
  /** Rules of others that the script removes or replaces, as a person would type it. */
  readonly removed: string[];
  readonly rules: IptablesRule[];
}

/** A chain with the place where it stands. */
export interface PlacedChain {
  readonly family: IpFamily;
  readonly table: string;
  readonly name: string;
  readonly chain: IptablesChain;
}

/** Targets that take a packet out of a chain without letting it out. */
const protective = new Set(['DROP', 'REJECT', 'RETURN']);

/**
 * What a script leaves in netfilter. A change that may not happen counts only where it opens something, so that a ruleset
 * never looks safer than it is.
 */
export class IptablesRuleset {
  private readonly chains = new Map<string, PlacedChain>();
  /** Commands that change netfilter in a way that this reader does not know, such as `nft`. */
  readonly unread: string[] = [];

  chain(family: IpFamily, table: string, name: string): IptablesChain | undefined {
    return this.chains.get(`${family}/${table}/${name}`)?.chain;
  }

  /** Every chain that the script names. */
  all(): Iterable<PlacedChain> {
    return this.chains.values();
  }

  /** Whether the script touched nothing. */
  get isEmpty(): boolean {
    return this.chains.size === 0 && this.unread.length === 0;
  }

  /** The chain, made when the script names it for the first time. */
  change(family: IpFamily, table: string, name: string): IptablesChain {
    const key = `${family}/${table}/${name}`;
    const known = this.chains.get(key);
    if (known !== undefined) return known.chain;
    const chain = { policy: undefined, policyMayFail: false, isFlushed: false, removed: [], rules: [] };
    this.chains.set(key, { family, table, name, chain });
    return chain;
  }

  /** Removes the rules of one chain, or of every chain of a table; policies stay. */
  flush(family: IpFamily, table: string, name: string | undefined, certain: boolean): void {
    const first = this.change(family, table, name ?? 'OUTPUT');
    for (const { chain, ...place } of this.chains.values()) {
      const isMeant = name === undefined ? place.family === family && place.table === table : chain === first;
      if (!isMeant) continue;
      const left = certain ? [] : chain.rules.filter(({ target }) => !protective.has(target));
      chain.rules.splice(0, chain.rules.length, ...left);
      chain.isFlushed = true;
    }
  }

  /** A chain of one's own has no policy: `-`. */
  setPolicy(chain: IptablesChain, policy: string | undefined, certain: boolean): void {
    if (policy === '-') return;
    if (!certain && policy === 'DROP' && chain.policy === 'DROP') return;
    chain.policy = policy;
    chain.policyMayFail = !certain;
  }

  /** @param place its index among the rules of the chain; at the end where it is not given */
  add(chain: IptablesChain, rule: IptablesRule, certain: boolean, place = chain.rules.length): void {
    if (certain || !protective.has(rule.target)) chain.rules.splice(place, 0, rule);
  }

  /** Removes one rule, by its words or its number; one that the script has not set belongs to others. */
  remove(chain: IptablesChain, which: IptablesRule | number, text: string, certain: boolean): void {
    const at = typeof which === 'number' ? which - 1 : chain.rules.findIndex((rule) => rule.text === which.text);
    const rule = chain.rules[at];
    if (rule === undefined) chain.removed.push(text);
    else if (certain || protective.has(rule.target)) chain.rules.splice(at, 1);
  }
}
