import { holdsSecret, isSecretPlace } from '../declaration/secrecy';

/** Names of variables and options that stand for secrets, beyond those that a declaration refuses. */
const SECRET_NAME = /pass(?!ive|port|through)|pwd|passwd|auth_?token|claim|cookie|webhook|dsn/i;

/**
 * A password in a URL, an option of a command line with a secret behind it, a setting inside a connection string, an
 * Authorization header, a hash of bcrypt.
 */
const SECRET_INSIDE =
  /:\/\/[^/\s:@]*:[^/\s@]+@|--?[\w-]*(?:pass|secret|token|key|auth|credential)[\w-]*[= ]\S|(?:\b|_)(?:pw|pwd|pass\w*|secret|token|api_?key)\s*[=:]\s*[^\s=]|\b(?:Bearer|Basic)\s+\S|\$2[aby]\$\d\d\$/i;

/** Prefixes by which services mark their tokens: GitHub, GitLab, OpenAI, AWS, Slack, Tailscale, Docker. */
const TOKEN = /(?:^|[^A-Za-z0-9])(?:gh[opsur]_|github_pat_|glpat-|sk-|AKIA|xox[abprs]-|tskey-|dckr_pat_)[\w-]{8}/;

/** A shorter value stands in too many texts by chance. */
const SHORTEST_KNOWN = 4;

/** Switches and the like, which nobody keeps secret. */
const HARMLESS = /^(?:|true|false|yes|no|on|off|none|\d{1,2})$/i;

/**
 * Whether the value of a variable may be a secret: by its name, or by what it looks like. When in doubt it may, since what
 * may be one must not reach main.ts.
 */
export function mayBeSecret(name: string, text: string): boolean {
  if (HARMLESS.test(text) || (/_FILE$/.test(name) && text.startsWith('/'))) return false;
  return isSecretPlace([name]) || SECRET_NAME.test(name) || looksLikeLogin(name, text) || looksSecret(text);
}

/** Whether a text has a secret in it, whatever its name. */
function looksSecret(text: string): boolean {
  return holdsSecret(text) || SECRET_INSIDE.test(text) || TOKEN.test(text);
}

/** A login as one text, `user:password`, where the name says that it is one. */
function looksLikeLogin(name: string, text: string): boolean {
  return /auth|login|cred|htpasswd/i.test(name) && /^[^\s:/]+:[^\s:/]+$/.test(text);
}

/** Whether a text has one of these variables' values in it, where they may be secrets: however it got there. */
export function secretsAmong(variables: Iterable<readonly [string, string]>): (text: string) => boolean {
  const known = [...variables]
    .filter(([name, value]) => value.length >= SHORTEST_KNOWN && mayBeSecret(name, value))
    .map(([, value]) => value);
  return (text) => known.some((value) => text.includes(value));
}

/** Whether one of the words of a command has a secret in it, or the word behind an option that asks for one is it. */
export function wordsLookSecret(words: readonly string[]): boolean {
  return looksSecret(words.join(' '));
}
