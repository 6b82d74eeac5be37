import { explainLock, listLocks, locksPage } from '../check/explain-lock';
import { paintFor } from '../check/paint';
import { variablesPage } from '../declaration/gluetun/variables-page';
import { providersPage } from '../declaration/providers-page';
import { locks } from '../locks';
import { proposing } from './choose';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { parseArguments } from './parse-arguments';
import { UsageError } from './usage-error';

const abouts = locks.map(({ about }) => about);

const summary = 'Explain a lock: the leak, a real way it happens, the fix';

export const explain: Command = {
  summary,
  help: `podlock explain [LOCK]
podlock explain --markdown
podlock explain --providers
podlock explain --gluetun

${summary}. Without LOCK: the list of all.

  --markdown    print every lock as one page (docs/locks.md)
  --providers   print what each VPN provider has as one page (docs/providers.md)
  --gluetun     print where each variable of gluetun belongs as one page (docs/gluetun.md)
`,
  run,
};

async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args: [...args],
    options: { markdown: { type: 'boolean' }, providers: { type: 'boolean' }, gluetun: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [id, ...others] = positionals;
  if (others.length > 0) throw new UsageError(`one lock at a time: ${positionals.join(' ')}`);
  process.stdout.write(pageOf(values) ?? explained(id));
  return exitCodes.clean;
}

function pageOf(values: { markdown?: boolean; providers?: boolean; gluetun?: boolean }): string | undefined {
  if (values.providers === true) return providersPage();
  if (values.gluetun === true) return variablesPage();
  return values.markdown === true ? locksPage(abouts) : undefined;
}

function explained(id: string | undefined): string {
  const paint = paintFor(process.stdout.isTTY, process.env);
  if (id === undefined) return listLocks(abouts, paint);
  const about = abouts.find((each) => each.id === id);
  if (about !== undefined) return explainLock(about, paint);
  const ids = abouts.map((each) => each.id);
  throw new UsageError(proposing(`no lock "${id}"`, id, ids));
}
