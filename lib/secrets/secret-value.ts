/** Why a value cannot be that key: never says what the value is. */
export class SecretValueError extends Error {}

/**
 * A WireGuard key, 32 bytes in base64: of the last letter only four bits are used.
 * @throws SecretValueError
 */
export function parseWireguardKey(text: string): string {
  const key = text.trim();
  if (!/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw480]=$/.test(key)) {
    throw new SecretValueError('is not a WireGuard key: it has 44 characters of base64, 32 bytes');
  }
  if (Buffer.from(key, 'base64').every((byte) => byte === 0)) throw new SecretValueError('is a key of zeros only');
  return key;
}
