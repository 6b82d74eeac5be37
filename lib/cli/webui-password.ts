import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { dump } from 'js-yaml';
import { passwordKeys } from '../declaration/secret-uses';
import { parseDnsLabel, parseDnsSubdomain } from '../network/host-name';
import { nearest } from '../network/nearest';
import { type PasswordClient, passwordClients } from '../secrets/password-hash';
import { parsePassword, secretKey } from '../secrets/secret-keys';
import { SecretValueError } from '../secrets/secret-value';
import { webUiLoginSecret, webUiPasswordSecret } from '../secrets/web-ui-password';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { clientsWith } from './mounted-secrets';
import { parseArguments } from './parse-arguments';
import { parseOption } from './parse-option';
import { askHidden } from './read-secret-values';
import { UsageError } from './usage-error';

const summary = "Print the Secret with the WebUI's password (as a hash) for kubectl apply --server-side -f -";

export const webUiPassword: Command = {
  summary,
  help: `podlock webui-password [--client CLIENT] [--namespace NAMESPACE] [--secret NAME] [--login-secret NAME]

${summary}.
Asks for the password on a terminal, or reads its first line from standard input; never from an argument.

  --client CLIENT         ${passwordClients.join(', ')}: each has a hash of its own
                          (default: the one that has the Secret in dist/, else qbittorrent)
  --namespace NAMESPACE   the Pod's namespace (default: downloads)
  --secret NAME           the declaration's passwordSecret (default: CLIENT-webui)
  --login-secret NAME     the declaration's loginSecret: also prints a Secret with the password itself, for port-sync
`,
  run,
};

async function run(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArguments({
    args: [...args],
    options: {
      client: { type: 'string' },
      namespace: { type: 'string' },
      secret: { type: 'string' },
      'login-secret': { type: 'string' },
    },
  });
  const namespace = parseOption('--namespace', () => parseDnsLabel(values.namespace ?? 'downloads'));
  const { client, name } = await targetOf(values, namespace);
  const loginName = values['login-secret'];
  const login = loginName === undefined ? undefined : parseOption('--login-secret', () => parseDnsSubdomain(loginName));
  if (login === name) throw new UsageError('--login-secret: the Secret with the password is one of its own');
  const password = await readPassword();
  const objects = [
    webUiPasswordSecret({ name, namespace, client, password, salt: randomBytes(16) }),
    ...(login === undefined ? [] : [webUiLoginSecret({ name: login, namespace, password })]),
  ];
  process.stdout.write(objects.map((object) => dump(object, { lineWidth: -1 })).join('---\n'));
  return exitCodes.clean;
}

/** Each client has a hash of its own kind, and would take no other: dist/ tells whose Secret it is. */
async function targetOf(
  values: { readonly client?: string | undefined; readonly secret?: string | undefined },
  namespace: string,
): Promise<{ readonly client: PasswordClient; readonly name: string }> {
  const said = values.client === undefined ? undefined : parseClient(values.client);
  const name = parseOption('--secret', () => parseDnsSubdomain(values.secret ?? `${said ?? 'qbittorrent'}-webui`));
  const mounting = existsSync('dist') ? await clientsWith(name, namespace, 'dist') : [];
  const found = passwordClients.filter((client) => mounting.includes(client));
  const [only, ...others] = found;
  if (said === undefined) return { name, client: others.length === 0 && only !== undefined ? only : 'qbittorrent' };
  if (found.length > 0 && !found.includes(said)) {
    throw new UsageError(`--client: dist/ gives the Secret "${name}" to ${found.join(' and ')}, not to ${said}`);
  }
  return { name, client: said };
}

function parseClient(text: string): PasswordClient {
  const client = passwordClients.find((each) => each === text);
  if (client !== undefined) return client;
  const meant = nearest(text.toLowerCase(), passwordClients);
  const fix = meant === undefined ? `allowed are ${passwordClients.join(', ')}` : `did you mean "${meant}"?`;
  throw new UsageError(`--client: "${text}" has no WebUI that Podlock knows; ${fix}`);
}

async function readPassword(): Promise<string> {
  const given = process.stdin.isTTY
    ? await askHidden(secretKey(passwordKeys.qbittorrent))
    : firstLine(await text(process.stdin));
  try {
    return parsePassword(given);
  } catch (error) {
    throw error instanceof SecretValueError ? new UsageError(`the password ${error.message}`) : error;
  }
}

function firstLine(input: string): string {
  return input.split(/\r?\n/, 1)[0] ?? '';
}
