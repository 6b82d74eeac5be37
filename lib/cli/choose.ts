import { nearest } from '../network/nearest';
import { didYouMean, quote } from '../network/value-error';
import { UsageError } from './usage-error';

/**
 * The value of an option that has a few allowed ones.
 * @throws UsageError that proposes one that is near, and names all
 */
export function choose<Name extends string>(option: string, value: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  throw new UsageError(proposing(`${option} ${quote(value)}`, value, names));
}

/** What is wrong, with the name that was probably meant, if one is near, and all that are allowed. */
export function proposing(problem: string, value: string, names: readonly string[]): string {
  const guess = didYouMean(nearest(value, names));
  return `${problem}${guess === '' ? ';' : guess} ${guess === '' ? 'allowed' : 'Allowed'}: ${names.join(', ')}`;
}
