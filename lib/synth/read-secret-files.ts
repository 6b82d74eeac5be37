import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { decodeText } from '../check/decode-text';
import { explainFileError } from '../check/file-error';
import type { Declaration } from '../declaration/declaration';
import { DeclarationError, type PathMistake, sortedMistakes } from '../declaration/mistake';
import { secretFileOf } from '../declaration/secret-source';
import { declaredSecrets } from '../declaration/secret-uses';

/** A Secret holds 1 MiB at most; sealed and in base64 it is somewhat larger. In bytes. */
const largestFile = 3 * 1024 * 1024;

/**
 * Reads the files that a declaration names, from the working directory, which is the folder of main.ts. One that does
 * not exist is left out: what is to be said of it depends on what it is for.
 *
 * @throws DeclarationError when one cannot be read
 */
export function readSecretFiles({ pods }: Declaration): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const mistakes: PathMistake[] = [];
  for (const { path, source } of declaredSecrets(pods).secrets) {
    const file = secretFileOf(source);
    if (file === undefined || texts.has(file)) continue;
    const read = readText(file);
    if ('text' in read) texts.set(file, read.text);
    else if (read.problem !== undefined) mistakes.push({ path, message: `${file} ${read.problem}` });
  }
  if (mistakes.length > 0) throw new DeclarationError(sortedMistakes(mistakes));
  return texts;
}

type Read = { readonly text: string } | { readonly problem: string | undefined };

function readText(file: string): Read {
  try {
    const bytes = readBytes(file);
    const text = typeof bytes === 'string' ? { message: bytes } : decodeText(bytes);
    return typeof text === 'string' ? { text } : { problem: text.message };
  } catch (error) {
    const isMissing = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
    return { problem: isMissing ? undefined : explainFileError(file, error) };
  }
}

function readBytes(file: string): Uint8Array | string {
  // Without O_NONBLOCK a named pipe would wait for its writer.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) return 'is a folder';
    if (!stats.isFile()) return 'is not a plain file';
    if (stats.size > largestFile) return `is larger than ${largestFile / 1024 / 1024} MiB: no Secret is`;
    const bytes = Buffer.alloc(largestFile);
    return bytes.subarray(0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}
