import { proposing } from './choose';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { UsageError } from './usage-error';

/** Each is loaded when it is called: a check needs neither a cluster's client nor what renders. */
const commands: Readonly<Record<string, () => Command>> = {
  check: () => require('./check').check,
  diagram: () => require('./diagram').diagram,
  diff: () => require('./diff').diff,
  explain: () => require('./explain').explain,
  import: () => require('./import').importCommand,
  init: () => require('./init').init,
  policy: () => require('./policy').policy,
  secret: () => require('./secret').secret,
  verify: () => require('./verify').verify,
  drill: () => require('./drill').drill,
  watch: () => require('./watch').watch,
  'webui-password': () => require('./webui-password').webUiPassword,
};

function overview(): string {
  const lines = Object.entries(commands).map(([name, load]) => `  ${name.padEnd(15)}  ${load().summary}`);
  return `podlock COMMAND [OPTIONS]

${lines.join('\n')}

podlock COMMAND --help tells more. The manifests are made by: npm run synth
Exit codes: ${exitCodes.clean} fine, ${exitCodes.found} something was found, ${exitCodes.failed} could not tell or could not do it.
`;
}

/**
 * Runs a command line. Whatever goes wrong is told on standard error.
 *
 * @param args without node and the program's own name
 */
export async function runPodlock(args: readonly string[]): Promise<ExitCode> {
  try {
    return await run(args);
  } catch (error) {
    process.stderr.write(`podlock: ${explain(error)}\n`);
    return exitCodes.failed;
  }
}

async function run([name, ...args]: readonly string[]): Promise<ExitCode> {
  if (name === undefined || name === '--help' || name === '-h') {
    process.stdout.write(overview());
    return name === undefined ? exitCodes.failed : exitCodes.clean;
  }
  const command = Object.hasOwn(commands, name) ? commands[name]?.() : undefined;
  if (command === undefined) {
    if (name === 'synth') throw new UsageError('the manifests are made by: npm run synth');
    throw new UsageError(proposing(`no command "${name}"`, name, Object.keys(commands)));
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(command.help);
    return exitCodes.clean;
  }
  return command.run(args);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isUsersMistake =
    error instanceof UsageError ||
    error.name === 'ExitPromptError' ||
    ('code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS'));
  return isUsersMistake ? error.message : `${error.stack}\nThis is a fault of Podlock itself; please report it.`;
}
