import { closest } from 'fastest-levenshtein';
import { UsageError } from './usage-error';

/**
 * The value of an option that has a few allowed ones.
 * @throws UsageError that proposes the nearest
 */
export function choose<Name extends string>(option: string, value: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  throw new UsageError(`${option} "${value}"; did you mean "${closest(value, names)}"? Allowed: ${names.join(', ')}`);
}
