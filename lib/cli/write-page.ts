import { writeFileSync } from 'node:fs';
import { UsageError } from './usage-error';

/** Writes the page of --html. @throws UsageError when the file cannot be written */
export function writePage(file: string, page: string): void {
  try {
    writeFileSync(file, page);
  } catch (error) {
    throw new UsageError(`--html: ${error instanceof Error ? error.message : error}`);
  }
}
