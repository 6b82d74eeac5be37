/**
 * A value that is not what it should be. The parts are kept apart, so that a caller who must not show the value
 * can still say the rest.
 */
export class ValueError extends Error {
  override readonly name = 'ValueError';

  constructor(
    readonly value: unknown,
    /** What is wrong and what is allowed, to be read after the value: `is not a port: …`. */
    readonly problem: string,
    /** What was probably meant. @default - no guess */
    readonly suggestion?: string | number,
  ) {
    super(`${quote(value)} ${problem}${didYouMean(suggestion)}`);
  }
}

/** The end of a message that names what was probably meant; empty without a guess. */
export function didYouMean(suggestion: string | number | undefined): string {
  return suggestion === undefined ? '' : `; did you mean ${quote(suggestion)}?`;
}

const LONGEST_QUOTE = 80;

/** A value as an error shows it: on one line, short, whatever it holds. */
export function quote(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value);
    case 'number':
    case 'boolean':
    case 'undefined':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return value > -(10n ** 40n) && value < 10n ** 40n ? `${value}n` : 'a huge bigint';
    case 'object':
      return quoteObject(value);
    default:
      return `a ${typeof value}`;
  }
}

function quoteObject(value: object | null): string {
  if (value === null) return 'null';
  if (!Array.isArray(value)) return 'an object';
  return value.length === 0 ? 'an empty list' : 'a list';
}
