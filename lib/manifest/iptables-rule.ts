import type { IptablesRule } from './iptables-ruleset';
import { computed } from './shell-word';

/** Reads what follows `-A CHAIN`. */
export function readRule(chain: string, words: readonly string[]): IptablesRule {
  const jump = words.findIndex((word) => ['-j', '--jump', '-g', '--goto'].includes(word));
  const text = `-A ${chain} ${words.join(' ').replaceAll(computed, '…')}`;
  if (jump === -1) return { matches: words, target: '', targetOptions: [], text };
  return { matches: words.slice(0, jump), target: words[jump + 1] ?? '', targetOptions: words.slice(jump + 2), text };
}
