import type { Declaration } from './declaration';
import { explain } from './explain';
import { DeclarationError, type PathMistake, sortedMistakes } from './mistake';
import { plainCopy } from './plain-copy';
import { relationMistakes } from './rules';
import { declarationSchema } from './schema';
import { secretReaderMistakes } from './secret-readers';
import { secretMistakes } from './secret-uses';

export type { DeclarationInput } from './schema';

/**
 * Reads what a user declared. Whatever comes in, it neither hangs nor runs code of the input.
 * @throws DeclarationError with every mistake at once
 */
export function parseDeclaration(input: unknown): Declaration {
  const { mistakes: unreadable, value } = plainCopy(input);
  const result = declarationSchema.safeParse(value);
  const issues = (result.error?.issues ?? []).map((issue) => explain(issue, value));
  const mistakes = [...unreadable, ...withoutEchoes([...issues, ...relationMistakes(value)], unreadable)];
  if (!result.success || mistakes.length > 0) throw new DeclarationError(sortedMistakes(mistakes));
  const { cluster, gitOps, pods } = result.data;
  const secrets = [...secretMistakes(pods), ...secretReaderMistakes(pods)];
  if (secrets.length > 0) throw new DeclarationError(sortedMistakes(secrets));
  return { cluster, gitOps, pods };
}

/** What could not be read is `undefined` in the copy: that it is missing there is no news. */
function withoutEchoes(mistakes: readonly PathMistake[], unreadable: readonly PathMistake[]): readonly PathMistake[] {
  if (unreadable.length === 0) return mistakes;
  const places = new Set(unreadable.map(({ path }) => JSON.stringify(path)));
  return mistakes.filter(({ path }) => !places.has(JSON.stringify(path)));
}
