import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import password from '@inquirer/password';
import { dump } from 'js-yaml';
import { parseDnsLabel, parseDnsSubdomain } from '../network/host-name';
import { webUiPasswordSecret } from '../secrets/web-ui-password';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { parseOption } from './parse-option';
import { UsageError } from './usage-error';

const summary = "Print the Secret with the WebUI's password (as a hash) for kubectl apply -f -";

export const webUiPassword: Command = {
  summary,
  help: `podlock webui-password [--namespace NAMESPACE] [--secret NAME]

${summary}.
Asks for the password on a terminal, or reads its first line from standard input; never from an argument.

  --namespace NAMESPACE   the Pod's namespace (default: downloads)
  --secret NAME           the declaration's passwordSecret (default: qbittorrent-webui)
`,
  run,
};

const shortest = 8;

async function run(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: { namespace: { type: 'string' }, secret: { type: 'string' } },
  });
  const namespace = parseOption('--namespace', () => parseDnsLabel(values.namespace ?? 'downloads'));
  const secret = parseOption('--secret', () => parseDnsSubdomain(values.secret ?? 'qbittorrent-webui'));
  const secretObject = webUiPasswordSecret({
    name: secret,
    namespace,
    password: await readPassword(),
    salt: randomBytes(16),
  });
  process.stdout.write(dump(secretObject, { lineWidth: -1 }));
  return exitCodes.clean;
}

async function readPassword(): Promise<string> {
  const given = process.stdin.isTTY ? await ask() : firstLine(await text(process.stdin));
  if (given.length < shortest)
    throw new UsageError(`the password has ${given.length} characters; at least ${shortest}`);
  return given;
}

/** On standard error, because standard output goes into kubectl. */
async function ask(): Promise<string> {
  const options = { output: process.stderr };
  const first = await password({ message: "The WebUI's new password", mask: true }, options);
  const second = await password({ message: 'Once more', mask: true }, options);
  if (first !== second) throw new UsageError('the two passwords differ');
  return first;
}

function firstLine(input: string): string {
  return input.split(/\r?\n/, 1)[0] ?? '';
}
