/**
 * Text out of a stranger's manifest, fit for a terminal: characters that would move the cursor, change colours, end the
 * line or turn the direction of writing are written out.
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\u200E\u200F]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
