import { parseArgs } from 'node:util';
import { closest } from 'fastest-levenshtein';
import { explainLock, listLocks, locksPage } from '../check/explain-lock';
import { paintFor } from '../check/paint';
import { locks } from '../locks';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { UsageError } from './usage-error';

const summary = 'Explain a lock: the leak, a real way it happens, the fix';

export const explain: Command = {
  summary,
  help: `podlock explain [LOCK]
podlock explain --markdown

${summary}. Without LOCK: the list of all.

  --markdown   print every lock as one page (docs/locks.md)
`,
  run,
};

async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { markdown: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [id, ...others] = positionals;
  if (others.length > 0) throw new UsageError(`one lock at a time: ${positionals.join(' ')}`);
  process.stdout.write(values.markdown ? locksPage(locks.map(({ about }) => about)) : explained(id));
  return exitCodes.clean;
}

function explained(id: string | undefined): string {
  const paint = paintFor(process.stdout.isTTY, process.env);
  const texts = locks.map(({ about }) => about);
  if (id === undefined) return listLocks(texts, paint);
  const about = texts.find((each) => each.id === id);
  if (about !== undefined) return explainLock(about, paint);
  const ids = texts.map((each) => each.id);
  throw new UsageError(`no lock "${id}"; did you mean "${closest(id, ids)}"? All of them: ${ids.join(', ')}`);
}
