import { writeSync } from 'node:fs';

/** One line on stderr: what was measured, beside jest's own report of what passed. */
export function evidence(line: string): void {
  writeSync(2, `  evidence: ${line}\n`);
}
