import { holdsSecret, isSecretPlace } from '../declaration/secrecy';

/** Names of variables and options that stand for secrets, beyond those that a declaration refuses. */
const SECRET_NAME = /pass(?!ive|port|through)|pwd|passwd|auth_?token|claim|cookie|webhook|dsn/i;

/** A password in a URL, or an option of a command line with a secret behind it. */
const SECRET_INSIDE = /:\/\/[^/\s:@]+:[^/\s@]+@|--?[\w-]*(?:pass|secret|token|key|auth|credential)[\w-]*[= ]\S/i;

/** Switches and the like, which nobody keeps secret. */
const HARMLESS = /^(?:|true|false|yes|no|on|off|none|\d{1,2})$/i;

/**
 * Whether the value of a variable may be a secret: by its name, or by what it looks like. When in doubt it may, since what
 * may be one must not reach main.ts.
 */
export function mayBeSecret(name: string, text: string): boolean {
  if (HARMLESS.test(text) || (/_FILE$/.test(name) && text.startsWith('/'))) return false;
  return isSecretPlace([name]) || SECRET_NAME.test(name) || looksSecret(text);
}

/** Whether a text has a secret in it, whatever its name. */
function looksSecret(text: string): boolean {
  return holdsSecret(text) || SECRET_INSIDE.test(text);
}

/** Whether one of the words of a command has a secret in it, or the word behind an option that asks for one is it. */
export function wordsLookSecret(words: readonly string[]): boolean {
  return looksSecret(words.join(' '));
}
