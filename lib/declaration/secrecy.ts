/** 32 bytes in base64: a WireGuard key, private or public. Of the last letter only four bits are used. */
const WIREGUARD_KEY = /(?:^|[^A-Za-z0-9+/])[A-Za-z0-9+/]{42}[AEIMQUYcgkosw480]=/;
const PEM_BLOCK = /-----BEGIN /;
const SECRET_NAME = /secret|passw|passphrase|credential|token|private|preshared|psk|key/i;

const SHORTEST_KEY = 44;

/** Whether the text holds what looks like a WireGuard key. */
export function holdsWireguardKey(text: string): boolean {
  return text.length >= SHORTEST_KEY && WIREGUARD_KEY.test(text);
}

/** Whether the text looks like a secret, or has one inside. */
export function holdsSecret(text: string): boolean {
  return holdsWireguardKey(text) || PEM_BLOCK.test(text);
}

/** Whether the text looks like a token: JSON in base64, as a tunnel's of Cloudflare is, or the head of a JWT. */
export function holdsToken(text: string): boolean {
  return /(?:^|[^\w+/-])eyJ[\w+/-]{20}/.test(text);
}

/** Whether a value that stands here may be a secret, by the names above it. */
export function isSecretPlace(path: readonly PropertyKey[]): boolean {
  return path.some((part) => typeof part === 'string' && SECRET_NAME.test(part));
}

/** Whether the value of a variable is none that anybody keeps secret: a switch, or the path of a file with the secret. */
export function isHarmlessValue(name: string, value: string): boolean {
  return /^(?:|true|false|yes|no|on|off|none)$/i.test(value) || (/_FILE$/.test(name) && value.startsWith('/'));
}
