import { isHarmlessValue, isSecretPlace } from '../declaration/secrecy';
import { looksSecret as looksSecretItself } from '../network/secret-look';

/** Names of variables and options that stand for secrets, beyond those that a declaration refuses. */
const SECRET_NAME = /pass(?!ive|port|through)|pwd|passwd|auth_?token|rpc_?auth|claim|cookie|dsn/i;

/** What may be a secret, beyond what a declaration refuses. */
const SECRET_INSIDE: readonly RegExp[] = [
  // An option of a command line with a secret behind it.
  /--?[\w.-]*(?:pass|pwd|secret|token|key|auth|credential)[\w.-]*[=\s]+\S/i,
  // A connection string: `host=db pw=PASSWORD`.
  /(?:password|passwd|pwd|pw|token|secret|api_?key)\s*[=:]\s*[^\s=]/i,
  /\b(?:Bearer|Basic)\s+\S/i,
];

/**
 * Whether the value of a variable may be a secret: by its name, or by what it looks like. When in doubt it may, since what
 * may be one must not reach main.ts.
 */
export function mayBeSecret(name: string, text: string): boolean {
  if (isHarmlessValue(name, text)) return false;
  return isSecretPlace([name]) || SECRET_NAME.test(name) || looksSecret(text);
}

/** Whether a text has a secret in it, whatever its name. */
function looksSecret(text: string): boolean {
  return looksSecretItself(text) || SECRET_INSIDE.some((pattern) => pattern.test(text));
}

/** Whether one of the words of a command has a secret in it, or the word behind an option that asks for one is it. */
export function wordsLookSecret(words: readonly string[]): boolean {
  return looksSecret(words.join(' '));
}
