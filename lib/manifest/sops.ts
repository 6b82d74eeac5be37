/** One value as SOPS 3 writes it (`ENC[AES256_GCM,data:…,iv:…,tag:…,type:…]`). */
const ciphertext =
  /^ENC\[AES256_GCM,data:[A-Za-z0-9+/]*={0,2},iv:[A-Za-z0-9+/]+={0,2},tag:[A-Za-z0-9+/]+={0,2},type:[a-z]+\]$/;

/** Whether SOPS encrypted a value. */
export function isSopsCiphertext(value: unknown): boolean {
  return typeof value === 'string' && ciphertext.test(value);
}
