import type { ShellCommand } from './shell-script';
import { computed } from './shell-word';

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
  /** Whether the script sets the policy by a command whose failure it ignores. */
  policyMayFail: boolean;
  /** Whether the script removes the rules that others had put there. */
  isFlushed: boolean;
  readonly rules: IptablesRule[];
}

/** What a script leaves in netfilter. */
export class IptablesRuleset {
  private readonly chains = new Map<string, IptablesChain>();
  /** Commands that change netfilter in a language that this reader does not know, such as `nft`. */
  readonly unread: string[] = [];

  chain(family: IpFamily, table: string, name: string): IptablesChain | undefined {
    return this.chains.get(`${family}/${table}/${name}`);
  }

  /** Whether the script touched nothing. */
  get isEmpty(): boolean {
    return this.chains.size === 0 && this.unread.length === 0;
  }

  /** The chain, made when the script names it for the first time. */
  change(family: IpFamily, table: string, name: string): IptablesChain {
    const key = `${family}/${table}/${name}`;
    const chain = this.chains.get(key) ?? { policy: undefined, policyMayFail: false, isFlushed: false, rules: [] };
    this.chains.set(key, chain);
    return chain;
  }

  /** Removes the rules of one chain, or of every chain of a table; policies stay. */
  flush(family: IpFamily, table: string, name?: string): void {
    const prefix = `${family}/${table}/`;
    this.change(family, table, name ?? 'OUTPUT');
    for (const [key, chain] of this.chains) {
      if (name === undefined ? !key.startsWith(prefix) : key !== prefix + name) continue;
      chain.rules.length = 0;
      chain.isFlushed = true;
    }
  }
}

const program = /(?:^|\/)(ip6?tables)(?:-legacy|-nft)?(-restore)?$/;

const rulesets = new WeakMap<readonly ShellCommand[], IptablesRuleset>();

/** The rules that the commands of a script leave, by `iptables`, `ip6tables` and their `-restore` forms. */
export function readIptables(commands: readonly ShellCommand[]): IptablesRuleset {
  const known = rulesets.get(commands) ?? applyCommands(commands);
  rulesets.set(commands, known);
  return known;
}

function applyCommands(commands: readonly ShellCommand[]): IptablesRuleset {
  const ruleset = new IptablesRuleset();
  const texts = new Map<string, readonly RestoreLine[]>();
  for (const { words, input, failureIgnored } of commands) {
    const [, name, restore] = program.exec(words[0] ?? '') ?? [];
    const family = name === 'ip6tables' ? 'IPv6' : 'IPv4';
    if (name === undefined) noteUnread(words, ruleset);
    else if (restore) applyRestore(ruleset, family, linesOf(input ?? '', texts), words, failureIgnored);
    else applyCommand(ruleset, family, words.slice(1), failureIgnored);
  }
  return ruleset;
}

function noteUnread(words: readonly string[], ruleset: IptablesRuleset): void {
  if (/(?:^|\/)(?:nft|ufw|firewall-cmd|ebtables)$/.test(words[0] ?? ''))
    ruleset.unread.push(words.slice(0, 6).join(' '));
}

/** A line of iptables-restore: a policy (`:OUTPUT DROP [0:0]`), a rule (`-A OUTPUT …`), or the table that follows. */
type RestoreLine =
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'policy'; readonly table: string; readonly chain: string; readonly policy: string }
  | { readonly kind: 'rule'; readonly table: string; readonly chain: string; readonly rule: IptablesRule }
  | { readonly kind: 'command'; readonly words: readonly string[] };

/** The same text serves IPv4 and IPv6, and every kind of iptables that a script tries. */
function linesOf(text: string, known: Map<string, readonly RestoreLine[]>): readonly RestoreLine[] {
  const lines = known.get(text) ?? readRestore(text);
  known.set(text, lines);
  return lines;
}

function readRestore(text: string): readonly RestoreLine[] {
  let table = 'filter';
  return text.split('\n').flatMap((line): RestoreLine[] => {
    const trimmed = line.trim();
    if (trimmed.startsWith('*')) {
      table = trimmed.slice(1);
      return [{ kind: 'table', table }];
    }
    if (trimmed.startsWith(':')) {
      const [chain = '', policy = '-'] = trimmed.slice(1).split(/\s+/);
      return [{ kind: 'policy', table, chain, policy }];
    }
    if (!trimmed.startsWith('-')) return [];
    const [command, chain = '', ...parameters] = splitWords(trimmed);
    if (command === '-A') return [{ kind: 'rule', table, chain, rule: readRule(chain, parameters) }];
    return [{ kind: 'command', words: ['-t', table, ...splitWords(trimmed)] }];
  });
}

function applyRestore(
  ruleset: IptablesRuleset,
  family: IpFamily,
  lines: readonly RestoreLine[],
  words: readonly string[],
  policyMayFail: boolean,
): void {
  const keepsOld = words.includes('-n') || words.includes('--noflush');
  for (const line of lines) {
    switch (line.kind) {
      case 'table':
        if (!keepsOld) ruleset.flush(family, line.table);
        break;
      case 'policy':
        setPolicy(ruleset.change(family, line.table, line.chain), line.policy, policyMayFail);
        break;
      case 'rule':
        ruleset.change(family, line.table, line.chain).rules.push(line.rule);
        break;
      case 'command':
        applyCommand(ruleset, family, line.words, policyMayFail);
    }
  }
}

/** A chain of one's own has no policy: `-`. */
function setPolicy(chain: IptablesChain, policy: string | undefined, policyMayFail: boolean): void {
  if (policy === '-') return;
  chain.policy = policy;
  chain.policyMayFail = policyMayFail;
}

const commandNames: ReadonlyMap<string, string> = new Map([
  ['--policy', '-P'],
  ['--append', '-A'],
  ['--insert', '-I'],
  ['--flush', '-F'],
  ['--new-chain', '-N'],
]);

function applyCommand(
  ruleset: IptablesRuleset,
  family: IpFamily,
  words: readonly string[],
  failureIgnored: boolean,
): void {
  const { table, rest } = takeTable(words);
  const [first = '', chain, ...parameters] = rest;
  const command = commandNames.get(first) ?? first;
  if (command === '-F') ruleset.flush(family, table, chain);
  else if (chain === undefined) return;
  else if (command === '-P') {
    setPolicy(ruleset.change(family, table, chain), parameters[0], failureIgnored);
  } else if (command === '-N') ruleset.change(family, table, chain);
  else if (command === '-A') ruleset.change(family, table, chain).rules.push(readRule(chain, parameters));
  else if (command === '-I') insert(ruleset.change(family, table, chain), chain, parameters);
}

/** Takes the table and the wait for the lock out of a command. */
function takeTable(words: readonly string[]): { table: string; rest: readonly string[] } {
  const rest: string[] = [];
  let table = 'filter';
  words.forEach((word, at) => {
    const before = words[at - 1] ?? '';
    if (tableOptions.has(before)) table = word;
    else if (!(tableOptions.has(word) || waitOptions.has(word) || (waitOptions.has(before) && /^\d+$/.test(word)))) {
      rest.push(word);
    }
  });
  return { table, rest };
}

const tableOptions = new Set(['-t', '--table']);
const waitOptions = new Set(['-w', '--wait']);

function insert(chain: IptablesChain, name: string, parameters: readonly string[]): void {
  const place = /^\d+$/.test(parameters[0] ?? '') ? Number(parameters[0]) : undefined;
  const rule = readRule(name, place === undefined ? parameters : parameters.slice(1));
  chain.rules.splice(Math.max((place ?? 1) - 1, 0), 0, rule);
}

function readRule(chain: string, words: readonly string[]): IptablesRule {
  const jump = words.findIndex((word) => ['-j', '--jump', '-g', '--goto'].includes(word));
  const text = `-A ${chain} ${words.join(' ').replaceAll(computed, '…')}`;
  if (jump === -1) return { matches: words, target: '', targetOptions: [], text };
  return { matches: words.slice(0, jump), target: words[jump + 1] ?? '', targetOptions: words.slice(jump + 2), text };
}

function splitWords(line: string): string[] {
  return (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"(.*)"$/, '$1'));
}
