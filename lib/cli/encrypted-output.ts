import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { explainFileError } from '../check/file-error';
import { UsageError } from './usage-error';

/**
 * What a file holds, or undefined when there is none.
 * @throws UsageError when it cannot be read
 */
export function existingText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UsageError(`--output: ${file} ${explainFileError(file, error)}`);
  }
}

/**
 * Writes a file whole or not at all, and the folders that it needs.
 * @throws UsageError
 */
export function replaceFile(file: string, text: string): void {
  const next = join(dirname(file), `.${basename(file)}.${process.pid}`);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(next, text, { flag: 'wx', flush: true });
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    throw new UsageError(`--output: ${file} cannot be written: ${explainFileError(file, error)}`);
  }
}
