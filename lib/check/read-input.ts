import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { decodeText } from './decode-text';
import { explainFileError } from './file-error';
import { findFiles } from './find-files';
import type { InputError, Source } from './source';

/** What a command line names, read. */
export interface Input {
  /** In the order of the command line; files of a folder by name. */
  readonly sources: readonly Source[];
  readonly errors: readonly InputError[];
}

/** The largest file that is read, in bytes: 50 MiB, which is some two thousand Pods. */
const largestFile = 50 * 1024 * 1024;
const tooLarge = `is larger than ${largestFile / 1024 / 1024} MiB: split it`;

const standardInput = '<stdin>';

/**
 * Reads files, folders (see findFiles) and `-`, standard input. Never throws for what it finds there: what cannot be
 * read is an error of the result. A file that was named twice, or is reached by two links, is read once.
 */
export async function readInput(paths: readonly string[], stdin: AsyncIterable<Uint8Array>): Promise<Input> {
  const reader = new InputReader();
  for (const path of paths) {
    if (path === '-') await reader.readStream(stdin);
    else reader.readPath(path);
  }
  return reader;
}

class InputReader implements Input {
  readonly sources: Source[] = [];
  readonly errors: InputError[] = [];
  private readonly seen = new Set<string>();
  private readonly entered = new Set<string>();

  async readStream(stream: AsyncIterable<Uint8Array>): Promise<void> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const chunk of stream) {
        length += chunk.length;
        if (length > largestFile) return this.fail(standardInput, tooLarge);
        chunks.push(chunk);
      }
    } catch (error) {
      return this.fail(standardInput, explainFileError(standardInput, error));
    }
    this.add(standardInput, Buffer.concat(chunks));
  }

  readPath(path: string): void {
    try {
      if (statSync(path).isDirectory()) this.readFolder(path);
      else this.readFile(path);
    } catch (error) {
      this.fail(path, explainFileError(path, error));
    }
  }

  private readFolder(folder: string): void {
    const files = findFiles(folder, this.entered);
    for (const { path, error } of files) {
      if (error === undefined) this.readPath(path);
      else this.fail(path, error);
    }
    if (files.length === 0) this.fail(folder, 'holds no *.yaml, *.yml or *.json file that was not read already');
  }

  private readFile(path: string): void {
    const real = realpathSync(path);
    if (this.seen.has(real)) return;
    this.seen.add(real);
    const bytes = readUpTo(path, largestFile + 1);
    if (bytes.length > largestFile) this.fail(path, tooLarge);
    else this.add(path, bytes);
  }

  private add(file: string, bytes: Uint8Array): void {
    const text = decodeText(bytes);
    if (typeof text === 'string') this.sources.push({ file, text });
    else this.fail(file, text.message, { line: text.line, column: text.column });
  }

  private fail(file: string, message: string, place: { line: number; column: number } | object = {}): void {
    const remedy = 'Correct the path or the file; what it would have said was not checked.';
    this.errors.push({ reason: 'unreadable-file', message, remedy, file, ...place });
  }
}

/** A pipe has no size beforehand, and a device may have no end. */
function readUpTo(path: string, limit: number): Uint8Array {
  const descriptor = openSync(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    let length = 0;
    const chunkSize = Math.max(fstatSync(descriptor).size + 1, 65_536);
    while (length < limit) {
      const chunk = Buffer.alloc(Math.min(chunkSize, limit - length));
      const count = readSync(descriptor, chunk);
      if (count === 0) break;
      chunks.push(chunk.subarray(0, count));
      length += count;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(descriptor);
  }
}
