import { looksSecret } from '../network/secret-look';
import { ValueError } from '../network/value-error';

const LONGEST_REASON = 200;

/**
 * Why a lock is loosened, for people to read in findings: one line that says something.
 * @throws ValueError
 */
export function parseReason(value: unknown): string {
  const text = typeof value === 'string' && value.length <= LONGEST_REASON ? value.trim() : '';
  if (looksSecret(text))
    throw new ValueError(value, 'has a password or token in it: secrets never stand in a declaration');
  if (isOneLine(text) && saysSomething(text)) return text;
  throw new ValueError(value, `is not a reason: allowed is one line in words, of at most ${LONGEST_REASON} characters`);
}

function isOneLine(text: string): boolean {
  return !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);
}

/** A word that only says yes gives no reason, and the check would not count it. */
function saysSomething(text: string): boolean {
  const words = text.replace(/^because\b[\s:,]*/i, '');
  return /\p{L}/u.test(words) && !/^(?:true|yes|on|y)$/i.test(words);
}
