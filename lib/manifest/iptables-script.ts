import { isOpenText, type RestoreLine, readRestore } from './iptables-restore';
import { readRule } from './iptables-rule';
import { type IpFamily, IptablesRuleset } from './iptables-ruleset';
import type { ShellCommand } from './shell-script';
import { computed } from './shell-word';

export type { IptablesRuleset } from './iptables-ruleset';

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
  for (const { words, input, certain } of commands) {
    const [, name, restore] = program.exec(words[0] ?? '') ?? [];
    const target = { ruleset, family: name === 'ip6tables' ? 'IPv6' : 'IPv4', certain } as const;
    if (name === undefined) noteUnread(words, ruleset);
    else if (words.some((word) => onlyTells.has(word))) continue;
    else if (restore) restoreTables(target, words, input, texts);
    else applyCommand(target, words.slice(1));
  }
  return ruleset;
}

/** Where a command's changes go. */
interface Target {
  readonly ruleset: IptablesRuleset;
  readonly family: IpFamily;
  readonly certain: boolean;
}

const onlyTells = new Set(['-h', '--help', '-V', '--version']);

/** Programs that name iptables and do not run it. */
const speaksOf = /(?:^|\/)(?:apk|apt|apt-get|dnf|grep|ln|ls|modprobe|test|\[|type|which)$/;

/** Programs that change what leaves in other languages, also when another program starts them. */
function noteUnread(words: readonly string[], ruleset: IptablesRuleset): void {
  const isMeant = /(?:^|\/)(?:nft|ufw|firewall-cmd|ebtables|xtables-\w+-multi)$/.test(words[0] ?? '');
  const starts =
    !speaksOf.test(words[0] ?? '') && words.slice(1).some((word) => /(?:^|\/)(?:nft|ip6?tables(?:-\w+)*)$/.test(word));
  if (isMeant || starts) {
    ruleset.unread.push(words.slice(0, 6).join(' ').replaceAll(computed, '…'));
  }
}

function restoreTables(
  target: Target,
  words: readonly string[],
  input: string | undefined,
  texts: Map<string, readonly RestoreLine[]>,
): void {
  if (words.includes('--test') || words.includes('-t')) return;
  if (input === undefined || isOpenText(input)) {
    target.ruleset.unread.push(`${words.join(' ').replaceAll(computed, '…')}, of rules that are not in the script`);
    return;
  }
  // The same text serves IPv4 and IPv6, and every kind of iptables that a script tries.
  const lines = texts.get(input) ?? readRestore(input);
  texts.set(input, lines);
  const keepsOld = words.includes('-n') || words.includes('--noflush');
  for (const line of lines) applyLine(target, line, keepsOld);
}

function applyLine(target: Target, line: RestoreLine, keepsOld: boolean): void {
  const { ruleset, family, certain } = target;
  switch (line.kind) {
    case 'table':
      if (!keepsOld) ruleset.flush(family, line.table, undefined, certain);
      break;
    case 'policy':
      ruleset.setPolicy(ruleset.change(family, line.table, line.chain), line.policy, certain);
      break;
    case 'rule':
      ruleset.add(ruleset.change(family, line.table, line.chain), line.rule, certain);
      break;
    case 'command':
      applyCommand(target, line.words);
  }
}

const commandNames: ReadonlyMap<string, string> = new Map([
  ['--policy', '-P'],
  ['--append', '-A'],
  ['--insert', '-I'],
  ['--delete', '-D'],
  ['--replace', '-R'],
  ['--flush', '-F'],
  ['--new-chain', '-N'],
  ['--new', '-N'],
  ['--delete-chain', '-X'],
  ['--list', '-L'],
  ['--list-rules', '-S'],
  ['--check', '-C'],
  ['--zero', '-Z'],
]);

/** Commands that change nothing that matters here: they look, count, or remove a chain that nothing uses. */
const harmless = new Set(['-L', '-S', '-C', '-Z', '-X']);
const commands = new Set([...commandNames.values(), ...harmless]);

function applyCommand(target: Target, words: readonly string[]): void {
  const { ruleset, family, certain } = target;
  const { table, rest } = takeTable(words);
  const at = rest.findIndex((word) => commands.has(commandNames.get(word) ?? word));
  const command = commandNames.get(rest[at] ?? '') ?? rest[at];
  const [chain, ...parameters] = [...rest.slice(at + 1), ...rest.slice(0, Math.max(at, 0))];
  if (command !== undefined && harmless.has(command)) return;
  if (command === undefined || `${table}${chain}`.includes(computed)) {
    ruleset.unread.push(words.join(' ').replaceAll(computed, '…').slice(0, 80));
  } else if (command === '-F') ruleset.flush(family, table, chain, certain);
  else if (chain !== undefined) changeChain(target, { command, table, chain, parameters });
}

interface ChainCommand {
  readonly command: string;
  readonly table: string;
  readonly chain: string;
  readonly parameters: readonly string[];
}

function changeChain({ ruleset, family, certain }: Target, { command, table, chain, parameters }: ChainCommand): void {
  const changed = ruleset.change(family, table, chain);
  const place = /^\d+$/.test(parameters[0] ?? '') ? Number(parameters[0]) : undefined;
  const rule = readRule(chain, place === undefined ? parameters : parameters.slice(1));
  const text = [command, chain, ...parameters].join(' ').replaceAll(computed, '…');
  switch (command) {
    case '-P':
      ruleset.setPolicy(changed, parameters[0], certain);
      break;
    case '-A':
      ruleset.add(changed, rule, certain);
      break;
    case '-I':
      ruleset.add(changed, rule, certain, Math.max((place ?? 1) - 1, 0));
      break;
    case '-D':
      ruleset.remove(changed, place ?? rule, text, certain);
      break;
    case '-R':
      ruleset.remove(changed, place ?? rule, text, certain);
      ruleset.add(changed, rule, certain, Math.max((place ?? 1) - 1, 0));
  }
}

/** Takes the table and the options that only concern the output, or the wait for the lock, out of a command. */
function takeTable(words: readonly string[]): { table: string; rest: readonly string[] } {
  const rest: string[] = [];
  let table = 'filter';
  words.forEach((word, at) => {
    const before = words[at - 1] ?? '';
    const attached = /^(?:-t|--table=)(.+)$/.exec(word)?.[1];
    if (tableOptions.has(before)) table = word;
    else if (attached !== undefined && !tableOptions.has(word)) table = attached;
    else if (!(passedOver.has(word) || (waitOptions.has(before) && /^\d+$/.test(word)))) rest.push(word);
  });
  return { table, rest };
}

const tableOptions = new Set(['-t', '--table']);
const waitOptions = new Set(['-w', '--wait', '-W', '--wait-interval']);
const passedOver = new Set([...tableOptions, ...waitOptions, '-v', '--verbose', '-n', '--numeric', '-4', '-6']);
