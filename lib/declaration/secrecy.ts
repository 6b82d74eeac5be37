/** Parts of names, wherever they stand in one. */
const SECRET_PART = /secret|passw|pass_?phrase|credential|token|private|preshared|psk|key|webhook/i;
/** The last word of a name. Not of COMPASS and BYPASS, nor of OLDPWD, which shells set. */
const SECRET_END = /(?<!com|by|sur|tres|over|under)pass\d?$|(?<!old)pwd\d?$|(?:^|_)(?:auth|cookies?|dsn)$|_claim$/i;

/** Whether a value that stands here may be a secret, by the names above it. */
export function isSecretPlace(path: readonly PropertyKey[]): boolean {
  return path.some((part) => typeof part === 'string' && (SECRET_PART.test(part) || SECRET_END.test(part)));
}

/** Whether the value of a variable is none that anybody keeps secret: a switch, or the path of a file with the secret. */
export function isHarmlessValue(name: string, value: string): boolean {
  if (/^(?:|[01]|true|false|yes|no|on|off|none|enabled|disabled)$/i.test(value)) return true;
  return /(?:_FILE|^PWD)$/.test(name) && value.startsWith('/');
}
