import { readRule } from './iptables-rule';
import type { IptablesRule } from './iptables-ruleset';
import { computed } from './shell-word';

/** A line of iptables-restore: a policy (`:OUTPUT DROP [0:0]`), a rule (`-A OUTPUT …`), or the table that follows. */
export type RestoreLine =
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'policy'; readonly table: string; readonly chain: string; readonly policy: string }
  | { readonly kind: 'rule'; readonly table: string; readonly chain: string; readonly rule: IptablesRule }
  | { readonly kind: 'command'; readonly words: readonly string[] };

/** Reads what iptables-restore is given. A table without its COMMIT is never set. */
export function readRestore(text: string): readonly RestoreLine[] {
  const committed: RestoreLine[] = [];
  let waiting: RestoreLine[] = [];
  let table = 'filter';
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === 'COMMIT') {
      committed.push(...waiting);
      waiting = [];
    } else if (trimmed.startsWith('*')) {
      table = trimmed.slice(1);
      waiting = [{ kind: 'table', table }];
    } else waiting.push(...readLine(trimmed, table));
  }
  return committed;
}

/** Whether whole lines of the text are only known when the script runs. */
export function isOpenText(text: string | undefined): boolean {
  return text === undefined || text.split('\n').some((line) => line.trim().startsWith(computed));
}

function readLine(line: string, table: string): readonly RestoreLine[] {
  if (line.startsWith(':')) {
    const [chain = '', policy = '-'] = line.slice(1).split(/\s+/);
    return [{ kind: 'policy', table, chain, policy }];
  }
  // A rule may stand behind its counters: [12:3456] -A OUTPUT …
  const words = splitWords(line.replace(/^\[\d+:\d+\]\s*/, ''));
  const [command = '', chain = '', ...parameters] = words;
  if (!command.startsWith('-')) return [];
  if (command === '-A') return [{ kind: 'rule', table, chain, rule: readRule(chain, parameters) }];
  return [{ kind: 'command', words: ['-t', table, ...words] }];
}

function splitWords(line: string): string[] {
  return (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"(.*)"$/, '$1'));
}
