/** One condition of a rule: `! --ctorigdst 10.2.0.2`. */
export interface MatchOption {
  readonly name: string;
  readonly value: string;
  readonly negated: boolean;
  /** The match module that the option belongs to: `-m connmark`. */
  readonly module: string;
}

const known = new WeakMap<readonly string[], readonly MatchOption[]>();

/** The conditions of a rule. The same rule stands in the way of IPv4 and IPv6, and in several chains. */
export function optionsOf(matches: readonly string[]): readonly MatchOption[] {
  const options = known.get(matches) ?? readOptions(matches);
  known.set(matches, options);
  return options;
}

function readOptions(matches: readonly string[]): readonly MatchOption[] {
  let module = '';
  let negated = false;
  return matches.flatMap((word, index): MatchOption[] => {
    if (matches[index - 1] === '-m' || matches[index - 1] === '--match') module = word;
    if (!word.startsWith('-')) {
      negated = word === '!';
      return [];
    }
    const option = { name: word, value: matches[index + 1] ?? '', negated, module };
    negated = false;
    return [option];
  });
}

/** A mark as iptables writes it: `0x1`, `1/0xff`. */
export function parseMark(text: string): { readonly value: number; readonly mask: number } {
  const [value = '', mask] = text.split('/');
  return { value: Number(value), mask: mask === undefined ? 0xffffffff : Number(mask) };
}
