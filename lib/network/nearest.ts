import { distance } from 'fastest-levenshtein';
import { quote } from './value-error';

const LONGEST_NAME = 64;

/** The name that was probably meant: the one with the fewest edits, if they are few. */
export function nearest<Name extends string>(value: unknown, names: readonly Name[]): Name | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_NAME) return undefined;
  const typed = value.trim().toLowerCase();
  let best: { name: Name; edits: number } | undefined;
  for (const name of names) {
    const edits = distance(typed, name.toLowerCase());
    if (edits <= mostEdits(name) && (best === undefined || edits < best.edits)) best = { name, edits };
  }
  return best?.name;
}

function mostEdits(name: string): number {
  return name.length <= 3 ? 1 : Math.max(2, Math.floor(name.length / 3));
}

/** Names as a sentence lists them, each in quotes. */
export function list(names: readonly (string | number)[], conjunction: 'and' | 'or' = 'and'): string {
  const quoted = names.map(quote);
  const last = quoted.pop();
  if (last === undefined) return 'none';
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${conjunction} ${last}`;
}
