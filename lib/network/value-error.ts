import { mayBeShown } from './secret-look';

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
    super(worded(value, problem, suggestion));
  }
}

/** What is wrong with a value. Of one that is not shown no guess is shown either: it would be most of it. */
export function worded(value: unknown, problem: string, suggestion?: string | number): string {
  const guess = typeof value === 'string' && !mayBeShown(value) ? '' : didYouMean(suggestion);
  return `${quote(value)} ${problem}${guess}`;
}

/** The end of a message that names what was probably meant; empty without a guess. */
export function didYouMean(suggestion: string | number | undefined): string {
  return suggestion === undefined ? '' : `; did you mean ${quote(suggestion)}?`;
}

const LONGEST_QUOTE = 80;

/** A value as an error shows it: on one line, short, whatever it holds; what may hold a secret by its kind and length alone. */
export function quote(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoteText(value);
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

function quoteText(text: string): string {
  if (mayBeShown(text)) return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
  const kind = /^\s*[a-z][\w+.-]{0,20}:\/\//i.test(text) ? 'a URL' : 'a text';
  return `${kind} of ${text.length} characters (not shown, it may hold a secret)`;
}

function quoteObject(value: object | null): string {
  if (value === null) return 'null';
  if (!Array.isArray(value)) return 'an object';
  return value.length === 0 ? 'an empty list' : 'a list';
}
