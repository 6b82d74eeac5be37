import { closest } from 'fastest-levenshtein';
import { check } from './check';
import type { Command } from './command';
import { diagram } from './diagram';
import { diff } from './diff';
import { drill } from './drill';
import { type ExitCode, exitCodes } from './exit-codes';
import { explain as explainLock } from './explain';
import { importCommand } from './import';
import { init } from './init';
import { policy } from './policy';
import { secret } from './secret';
import { UsageError } from './usage-error';
import { verify } from './verify';
import { watch } from './watch';
import { webUiPassword } from './webui-password';

const commands: Readonly<Record<string, Command>> = {
  check,
  diagram,
  diff,
  explain: explainLock,
  import: importCommand,
  init,
  policy,
  secret,
  verify,
  drill,
  watch,
  'webui-password': webUiPassword,
};

const overview = `podlock COMMAND [OPTIONS]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(15)}  ${summary}`)
  .join('\n')}

podlock COMMAND --help tells more. The manifests are made by: npx cdk8s synth
Exit codes: ${exitCodes.clean} fine, ${exitCodes.found} something was found, ${exitCodes.failed} could not tell or could not do it.
`;

async function main([name, ...args]: readonly string[]): Promise<ExitCode> {
  if (name === undefined || name === '--help' || name === '-h') {
    process.stdout.write(overview);
    return name === undefined ? exitCodes.failed : exitCodes.clean;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    throw new UsageError(`no command "${name}"; did you mean "${closest(name, Object.keys(commands))}"?`);
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(command.help);
    return exitCodes.clean;
  }
  return command.run(args);
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads a long report may stop early, as `head` does.
  if (error.code !== 'EPIPE') throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`podlock: ${explain(error)}\n`);
    process.exitCode = exitCodes.failed;
  },
);

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isUsersMistake =
    error instanceof UsageError ||
    error.name === 'ExitPromptError' ||
    ('code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS'));
  return isUsersMistake ? error.message : `${error.stack}\nThis is a fault of Podlock itself; please report it.`;
}
