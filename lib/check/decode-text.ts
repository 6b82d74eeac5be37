import { isUtf8 } from 'node:buffer';

/** Why bytes are no text, and where. */
interface NotText {
  readonly message: string;
  /** Counted from 1. */
  readonly line: number;
  /** In bytes, counted from 1. */
  readonly column: number;
}

/**
 * Bytes as text: UTF-8, or UTF-16 with its byte order mark, as YAML allows (section 5.2). Anything else is no manifest:
 * guessing at an encoding could read past what the API server will see.
 */
export function decodeText(bytes: Uint8Array): string | NotText {
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) return decodeUtf16(bytes, utf16);
  const zero = bytes.indexOf(0);
  if (zero !== -1) {
    return { message: 'is binary, or UTF-16 without its byte order mark: it has a zero byte', ...placeOf(bytes, zero) };
  }
  const text = new TextDecoder('utf-8').decode(bytes);
  if (isUtf8(bytes)) return text;
  return { message: 'is not UTF-8', ...placeOf(bytes, firstDifference(bytes, Buffer.from(text))) };
}

function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): string | NotText {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return { message: `begins as UTF-16 and is not`, line: 1, column: 1 };
  }
}

/** Where the bytes part from what the decoder made of them: it puts U+FFFD in the place of each byte that is wrong. */
function firstDifference(bytes: Uint8Array, decoded: Uint8Array): number {
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let at = mark;
  while (at < bytes.length && bytes[at] === decoded[at - mark]) at++;
  return at;
}

function placeOf(bytes: Uint8Array, offset: number): { line: number; column: number } {
  const before = bytes.subarray(0, offset);
  let line = 1;
  for (let at = before.indexOf(10); at !== -1; at = before.indexOf(10, at + 1)) line++;
  return { line, column: offset - before.lastIndexOf(10) };
}
