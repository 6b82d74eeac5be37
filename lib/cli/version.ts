import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Podlock's own version. */
export function version(): string {
  const { version: own }: { version: string } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  return own;
}
