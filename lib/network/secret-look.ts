/** 32 bytes in base64: a WireGuard key, private or public. Of the last letter only four bits are used. */
const WIREGUARD_KEY = /(?:^|[^A-Za-z0-9+/])[A-Za-z0-9+/]{42}[AEIMQUYcgkosw480]=/;
const PEM_BLOCK = /-----BEGIN /;

const SHORTEST_KEY = 44;

/** Whether the text holds what looks like a WireGuard key. */
export function holdsWireguardKey(text: string): boolean {
  return text.length >= SHORTEST_KEY && WIREGUARD_KEY.test(text);
}

/** Whether the text looks like a key, or has one inside. */
export function holdsSecret(text: string): boolean {
  return holdsWireguardKey(text) || PEM_BLOCK.test(text);
}

const TOKENS: readonly RegExp[] = [
  // JSON in base64, as a tunnel's token of Cloudflare is, or the head of a JWT.
  /(?:^|[^\w+/-])eyJ[\w+/-]{20}/,
  // Tokens of GitHub, GitLab, OpenAI, AWS, Slack, Tailscale and Docker, by the beginnings that their makers gave them.
  /(?<![A-Za-z0-9])(?:gh[opsur]_\w|github_pat_\w|sk-[\w-]{16}|AKIA[A-Z0-9]{12}|xox[a-z]-\w|glpat-|tskey-|dckr_pat_)/,
  // Hashes of passwords: bcrypt's, and those of htpasswd and Argon2.
  /\$(?:2[abxy]?\$\d\d|apr1|argon2\w*)\$/,
];

/** Whether the text has a token or the hash of a password in it, by its form. */
function holdsToken(text: string): boolean {
  return TOKENS.some((pattern) => pattern.test(text));
}

const WHOLE_TOKEN =
  /(?<![A-Za-z0-9])(?:gh[opsur]_[A-Za-z0-9]{30}|github_pat_\w{30}|glpat-[\w-]{20}|tskey-[\w-]{20}|dckr_pat_[\w-]{20}|xox[a-z]-[\w-]{20})/;

/** Whether the text has the whole of a token in it, so long that no name is one. */
export function holdsWholeToken(text: string): boolean {
  return WHOLE_TOKEN.test(text);
}

const NAMED_PASSWORD =
  /(?<![a-z])(?:password|passwd|pwd|pw|passphrase|api[_-]?key|token|secret)["']?\s{0,9}[=:]\s{0,9}["']?(?!(?:true|false|yes|no|none|null)\b)[^\s"'$/=,;&{}[\]]/i;
const PASSWORDS: readonly RegExp[] = [
  // A password in a URL, whether or not it has a user: `redis://:PASSWORD@cache`. A reference to a variable is none.
  /:\/\/[^/\s:@]{0,256}:(?!\$\(\w+\)@|\$\{\w+\}@)[^/\s@]{1,1024}@/,
  /\bAuthorization["']?[\s:="']{1,9}(?:Bearer|Basic)\s{1,9}\w/i,
  NAMED_PASSWORD,
];

/** Whether the text says a password as one does: in a URL, by its name, in a header. */
function holdsPassword(text: string): boolean {
  return PASSWORDS.some((pattern) => pattern.test(text));
}

/** Whether the text has what looks like a secret in it: a key, a token or a password. */
export function looksSecret(text: string): boolean {
  return holdsSecret(text) || holdsToken(text) || holdsPassword(text);
}

/** The most of a text that is searched; of more nobody knows that it may be shown. */
const LONGEST_SEARCHED = 4096;
/** A mere user is no secret where SSH logs in by a key. The digest of an image is no host. */
const HARMLESS_AT = /^ssh:\/\/[\w.-]+@[^@]*$|^[^@]*@sha\d*:\S*$/;
const USER_INFO = /:\/\/[\s\S]*@|[^\s/:@]:[^\s@]+@/;
/** A WireGuard key with no gap before it: `10.0.0.2/KEY`. */
const KEY_BEHIND_SOMETHING = /[A-Za-z0-9+/]{43}=/;
/** Where tokens are put into addresses. */
const QUERY = /\/[^\s?#]*[?#]\S|\?[\w-]+=/;

/**
 * Whether an error may show the text. Stricter than what is refused for a secret: of an address only the part up to the end
 * of its path is shown, and no address with a user.
 */
export function mayBeShown(text: string): boolean {
  if (text.length > LONGEST_SEARCHED) return false;
  if (looksSecret(text) || QUERY.test(text) || KEY_BEHIND_SOMETHING.test(text)) return false;
  return !USER_INFO.test(text) || HARMLESS_AT.test(text);
}

const LONGEST_KEY = 63;
const RANDOM_LETTERS = /(?=[A-Za-z+/]*\d)(?=[\d+/]*[A-Za-z])[A-Za-z0-9+/]{20}/;

/** Whether an error may show the key of an object, where somebody may have written a value by mistake. */
export function isShowableKey(key: string): boolean {
  return key.length <= LONGEST_KEY && !key.includes('=') && !RANDOM_LETTERS.test(key) && mayBeShown(key);
}
