import { paintFor } from '../check/paint';
import { importNotes } from '../compose/import-notes';
import { neededSecrets } from '../compose/needed-secrets';
import { parseRepositoryUrl } from '../declaration/git-reference';
import { providerNamed } from '../declaration/provider-named';
import { isProvider, PROVIDERS, type Provider } from '../declaration/providers';
import { plainValue, printMain } from '../main-file/main-file';
import {
  type Answers,
  CLIENTS,
  type ClientName,
  forwardsPorts,
  newDeclaration,
  tunnelTypes,
  vpnKeys,
} from '../main-file/new-declaration';
import { parseInterfaceAddress } from '../network/ip-range';
import { parsePort } from '../network/port';
import { quote } from '../network/value-error';
import { Asker } from './asker';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { deliverMain, refuseOpenMain, sayingRedirect } from './main-output';
import { parseArguments } from './parse-arguments';
import { UsageError } from './usage-error';

const summary = 'Make a main.ts by a few questions, without a compose file';

export const init: Command = {
  summary,
  help: `podlock init [OPTIONS]

${summary}.
Asks on a terminal for whatever no option says; elsewhere, and with --yes, takes the defaults. With --write it writes
./main.ts, without it prints it to standard output; what to do next goes to standard error.

  --provider NAME             as gluetun spells it, or "custom"
  --type wireguard|openvpn    (default: wireguard, where the provider has it)
  --address ADDRESS           WireGuard: the tunnel's own address, as the provider's file has it (default: to be filled in)
  --port NUMBER|dynamic|none  the port that the provider forwards to you for good; another one each time; or none
                              (default: dynamic where gluetun can ask the provider for one, else none)
  --client ${Object.keys(CLIENTS).join('|')}
  --storage claim=SIZE|hostPath=FOLDER|nfs=SERVER:/PATH
                              (default: claim=500Gi)
  --webui ClusterIP|NodePort|LoadBalancer
                              who reaches the WebUI: the cluster, or what reaches a node (default: ClusterIP)
  --gitops none|argocd|flux   who applies dist/ (default: none; with --repository: argocd)
  --repository URL            the git repository that it reads
  --namespace NAMESPACE       (default: downloads)
  --timezone ZONE             (default: this computer's)
  --write                     write ./main.ts, asking before one is replaced
  --yes                       ask nothing
`,
  run,
};

const text = { type: 'string' } as const;
const options = {
  provider: text,
  type: text,
  address: text,
  port: text,
  client: text,
  storage: text,
  webui: text,
  gitops: text,
  repository: text,
  namespace: text,
  timezone: text,
  write: { type: 'boolean' },
  yes: { type: 'boolean' },
} as const;

async function run(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArguments({ args: [...args], options });
  return sayingRedirect(values.write === true, () => ask(values));
}

async function ask(values: Values & { readonly write?: boolean | undefined; readonly yes?: boolean | undefined }) {
  const asker = new Asker(process.stdin.isTTY === true && values.yes !== true);
  const answers = await answersFrom(values, asker);
  const declaration = newDeclaration(answers);
  refuseOpenMain(plainValue(declaration));
  await deliverMain(printMain(declaration), { write: values.write === true, yes: values.yes === true });
  process.stderr.write(notesFor(answers));
  return exitCodes.clean;
}

type Values = { readonly [Name in Exclude<keyof typeof options, 'write' | 'yes'>]?: string | undefined };

async function answersFrom(values: Values, asker: Asker): Promise<Answers> {
  const provider = await asker.choose(
    '--provider',
    'Your VPN provider',
    values.provider === undefined ? undefined : (providerNamed(values.provider) ?? values.provider),
    Object.keys(PROVIDERS).filter(isProvider),
  );
  const type = await asker.choose('--type', 'The type of the tunnel', values.type, tunnelTypes(provider));
  const address = type === 'wireguard' ? await askAddress(values.address, asker) : '';
  const torrentPort = await asker.ask(
    '--port',
    portQuestion(provider),
    values.port,
    forwardsPorts(provider) ? 'dynamic' : 'none',
    (answer) => parseTorrentPort(answer, provider),
  );
  const client = await asker.choose(
    '--client',
    'The torrent client',
    values.client,
    Object.keys(CLIENTS) as ClientName[],
  );
  const storage = await asker.ask(
    '--storage',
    'Where the data is: claim=SIZE, hostPath=FOLDER or nfs=SERVER:/PATH',
    values.storage,
    'claim=500Gi',
    parseStorage,
  );
  const webUi = await asker.choose(
    '--webui',
    'Who reaches the WebUI: the cluster, or what reaches a node',
    values.webui,
    ['ClusterIP', 'NodePort', 'LoadBalancer'] as const,
  );
  const gitOps = await askGitOps(values, asker);
  const namespace = await asker.ask(
    '--namespace',
    'The namespace, for this Pod alone',
    values.namespace,
    'downloads',
    (answer) => answer.trim(),
  );
  const timezone = values.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    provider,
    type,
    torrentPort,
    client,
    storage,
    webUi,
    namespace,
    timezone: timezone === 'UTC' ? 'Etc/UTC' : timezone,
    ...(address !== '' && { address }),
    ...gitOps,
  };
}

function askAddress(given: string | undefined, asker: Asker): Promise<string> {
  const message = "The tunnel's own address, as the provider's WireGuard file has it (empty: fill it in later)";
  return asker.ask('--address', message, given, '', (answer) => {
    const text = answer.trim();
    return text === '' ? text : parseInterfaceAddress(text.includes('/') ? text : `${text}/32`).text;
  });
}

type GitOps = Pick<Answers, 'controller' | 'repository'>;

async function askGitOps({ gitops, repository }: Values, asker: Asker): Promise<GitOps> {
  const implied = gitops ?? (repository === undefined ? undefined : 'argocd');
  const controller = await asker.choose('--gitops', 'Who applies dist/', implied, ['none', 'argocd', 'flux'] as const);
  if (controller === 'none') return {};
  const message = `The git repository that ${controller === 'flux' ? 'Flux' : 'Argo CD'} reads`;
  const url = await asker.ask('--repository', message, repository, '', parseRepositoryUrl);
  return { controller, repository: url };
}

function portQuestion(provider: Provider): string {
  const dynamic = forwardsPorts(provider) ? '; "dynamic": it hands one out at each start' : '';
  return `The port that ${provider} forwards to you for good${dynamic}; "none": it forwards none`;
}

function parseTorrentPort(answer: string, provider: Provider): Answers['torrentPort'] {
  const word = answer.trim().toLowerCase();
  if (word === 'none') return word;
  if (word !== 'dynamic') return parsePort(/^\d+$/.test(word) ? Number(word) : answer);
  if (forwardsPorts(provider)) return word;
  throw new UsageError(`gluetun cannot ask ${provider} for a port: allowed are a number and "none"`);
}

function parseStorage(answer: string): Answers['storage'] {
  const [, size] = /^claim=(.+)$/.exec(answer) ?? [];
  if (size !== undefined) return { kind: 'claim', size };
  const [, folder] = /^hostPath=(\/.*[^/])\/*$/.exec(answer) ?? [];
  if (folder !== undefined) return { kind: 'hostPath', folder };
  const [, server, path] = /^nfs=([^:]+):(\/.*[^/])\/*$/.exec(answer) ?? [];
  if (server !== undefined && path !== undefined) return { kind: 'nfs', server, path };
  throw new UsageError(
    `${quote(answer)} is no place for data: allowed are claim=500Gi, hostPath=/srv/torrents and nfs=nas.lan:/export/torrents`,
  );
}

function notesFor(answers: Answers): string {
  const { client, namespace, torrentPort } = answers;
  const login = torrentPort === 'dynamic' ? { loginSecret: `${client}-login` } : {};
  const demands = [
    { name: `${client}-vpn`, keys: vpnKeys(answers) },
    { name: `${client}-webui`, keys: [], webUi: { client, ...login } },
  ];
  const secrets = neededSecrets(demands, [], namespace);
  const fillIn = printMain(newDeclaration(answers))
    .split('\n')
    .filter((line) => line.includes('FILL IN'));
  const notes = fillIn.map((line) => ({ kind: 'fill in' as const, message: line.replace(/^.*FILL IN:? ?/, '') }));
  const { controller } = answers;
  const apply = controller === undefined ? '-R -f dist/home' : `-f dist/gitops/home-${controller}.yaml`;
  return importNotes(
    notes,
    { cluster: 'home', secrets, files: [], apply },
    paintFor(process.stderr.isTTY, process.env),
  );
}
