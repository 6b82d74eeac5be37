import { holdsSecret, isHarmlessValue, isSecretPlace } from '../declaration/secrecy';

/** Names of variables and options that stand for secrets, beyond those that a declaration refuses. */
const SECRET_NAME = /pass(?!ive|port|through)|pwd|passwd|auth_?token|rpc_?auth|claim|cookie|webhook|dsn/i;

const SECRET_INSIDE: readonly RegExp[] = [
  // A password in a URL, whether or not it has a user: `redis://:PASSWORD@cache`.
  /:\/\/[^/\s:@]*:[^/\s@]+@/,
  // An option of a command line with a secret behind it.
  /--?[\w-]*(?:pass|secret|token|key|auth|credential)[\w-]*[= ]\S/i,
  // A connection string: `host=db pw=PASSWORD`.
  /(?:password|passwd|pwd|pw|token|secret|api_?key)\s*[=:]\s*[^\s=]/i,
  /\b(?:Bearer|Basic)\s+\S/i,
  // Tokens of GitHub, GitLab, OpenAI, AWS, Slack, Tailscale and Docker, by the beginnings that their makers gave them; a hash of bcrypt.
  /(?<![A-Za-z0-9])(?:gh[opsur]_\w|github_pat_|sk-[\w-]{16}|AKIA[A-Z0-9]{12}|xox[a-z]-\w|glpat-|tskey-|dckr_pat_)/,
  /\$2[abxy]?\$\d\d\$/,
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
  return holdsSecret(text) || SECRET_INSIDE.some((pattern) => pattern.test(text));
}

/** Whether one of the words of a command has a secret in it, or the word behind an option that asks for one is it. */
export function wordsLookSecret(words: readonly string[]): boolean {
  return looksSecret(words.join(' '));
}
