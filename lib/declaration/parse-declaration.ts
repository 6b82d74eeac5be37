import type { Declaration } from './declaration';
import { DeclarationError } from './mistake';

/**
 * Reads what a user declared.
 * @throws DeclarationError with every mistake at once
 */
export function parseDeclaration(input: unknown): Declaration {
  throw new DeclarationError([{ path: '', message: `not written yet: ${typeof input}` }]);
}
