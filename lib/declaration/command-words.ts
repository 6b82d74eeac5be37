import { z } from 'zod';
import { looksSecret } from '../network/secret-look';
import { ValueError } from '../network/value-error';
import { leaf, report } from './leaf';
import { isHarmlessValue } from './secrecy';

/** Options that are given a secret. One whose name ends in `-file` is given a path. */
const SECRET_OPTION =
  /^--?[\w.-]*(?:password|passwd|passphrase|passwort|(?<!by|com)pass|pwd|api[-_]?key|token|secret|credentials?)$/i;

/**
 * Words of a command line, none of them a secret: dist/ is committed.
 * @param longest the most characters of a word
 * @param wayOut where secrets may stand, as the end of a sentence
 */
export function commandWords(longest: number, wayOut: string) {
  const word = leaf<string>('a word', (value) => {
    if (typeof value === 'string' && value.length <= longest && !value.includes('\0')) return value;
    throw new ValueError(value, 'is not a word of a command: allowed are texts');
  });
  return z.array(word).superRefine((words, context) => {
    for (const index of secretWords(words)) {
      report(context, { kind: 'secret', text: `is a password or token by its look or its option: ${wayOut}` }, [index]);
    }
  });
}

/** The places of words that hold a secret. A word may be a whole script. */
function secretWords(words: readonly string[]): readonly number[] {
  const parts = words.flatMap((word, index) => word.split(/[\s"']+/).map((part) => ({ part, index })));
  const given = parts.filter(({ part }, place) => isGivenSecret(part, parts[place - 1]?.part ?? ''));
  const looking = words.flatMap((word, index) => (looksSecret(word) ? [index] : []));
  return [...new Set([...given.map(({ index }) => index), ...looking])];
}

function isGivenSecret(part: string, before: string): boolean {
  const [, option = '', value = ''] = /^(-[^=]*)=(.*)$/s.exec(part) ?? [];
  if (SECRET_OPTION.test(option)) return !isReference(value);
  return SECRET_OPTION.test(before) && !part.startsWith('-') && !isReference(part);
}

/** A variable, a file, or a switch. */
function isReference(value: string): boolean {
  return /^[$/]/.test(value) || isHarmlessValue('', value);
}
