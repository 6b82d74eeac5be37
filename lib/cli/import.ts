import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { decodeText } from '../check/decode-text';
import { paintFor } from '../check/paint';
import { printable } from '../check/printable';
import { type ImportChoices, type ImportedProject, importCompose } from '../compose/import-compose';
import { importNotes } from '../compose/import-notes';
import { ComposeError } from '../compose/problem';
import { quote } from '../network/value-error';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { deliverMain, refuseOpenMain, sayingRedirect, writeWhole } from './main-output';
import { parseArguments } from './parse-arguments';
import { parseStorage } from './storage-option';
import { UsageError } from './usage-error';

const summary = 'Make a main.ts of a docker-compose.yml with gluetun in it';

export const importCommand: Command = {
  summary,
  help: `podlock import [FILE…] [OPTIONS]

${summary}: one Pod for each VPN gate, with everything behind it.
With --write it writes ./main.ts, without it prints it to standard output; notes go to standard error. FILEs are laid over
one another as with docker compose -f; without one: compose.yaml or docker-compose.yml here, with its override. "-" is
standard input. Values of secrets are never printed: the notes name the Secrets to make.

  --write                     write ./main.ts, asking before one is replaced
  --yes                       replace it without asking
  --report FILE               write what became of every key, as JSON
  --env-file FILE             variables, in the place of .env beside the first FILE; more than once
  --profile NAME              enable a profile; more than once; "*" for all
  --gate NAME                 only this gluetun service; more than once
  --image SERVICE=REFERENCE   the image of a service, where the file has none that stays what it is; more than once
  --storage claim|hostPath|nfs=SERVER:/PATH
                              what volumes and folders become (default: claim)
  --host-folder FOLDER        with hostPath: the project's folder on the node (default: the first FILE's own)
  --namespace NAMESPACE       (default: downloads)
  --cluster NAME              (default: home)

Exit codes: ${exitCodes.clean} done, also where something is left to fill in; ${exitCodes.failed} it could not be imported, and nothing was written.
`,
  run,
};

const many = { type: 'string', multiple: true } as const;
const options = {
  write: { type: 'boolean' },
  yes: { type: 'boolean' },
  report: { type: 'string' },
  file: { type: 'string', multiple: true, short: 'f' },
  'env-file': many,
  profile: many,
  gate: many,
  image: many,
  storage: { type: 'string' },
  'host-folder': { type: 'string' },
  namespace: { type: 'string' },
  cluster: { type: 'string' },
} as const;

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  return parseArguments({ args: [...args], options, allowPositionals: true });
}

async function run(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parse(args);
  const paths = filesOf([...(values.file ?? []), ...positionals]);
  return sayingRedirect(values.write === true, () => importFiles(paths, values));
}

async function importFiles(paths: readonly string[], values: Values): Promise<ExitCode> {
  const choices: ImportChoices = {
    namespace: values.namespace ?? 'downloads',
    cluster: values.cluster ?? 'home',
    profiles: values.profile ?? [],
    gates: values.gate ?? [],
    images: new Map((values.image ?? []).map(parseImageOption)),
    storage: parseStorage(values.storage ?? 'claim', values['host-folder'] ?? resolve(dirname(paths[0] ?? '.'))),
  };
  const imported = importOrExplain(paths, await standardInput(paths), values['env-file'], choices);
  refuseOpenMain(imported.declaration);
  const paint = paintFor(process.stderr.isTTY, process.env);
  await deliverMain(imported.main, { write: values.write === true, yes: values.yes === true });
  if (values.report !== undefined) writeWhole(values.report, reportText(paths, imported));
  const { keptOut, notes, secrets } = imported;
  const steps = {
    cluster: choices.cluster,
    secrets,
    files: paths,
    keptOut,
    apply: `-R -f dist/${choices.cluster}`,
    before: 'docker compose stop                # two clients on one port, two tunnels with one key: never both',
  };
  process.stderr.write(importNotes(notes, steps, paint));
  return exitCodes.clean;
}

function importOrExplain(
  paths: readonly string[],
  texts: ReadonlyMap<string, string>,
  envFiles: readonly string[] | undefined,
  choices: ImportChoices,
): ImportedProject {
  const environment = new Map(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  try {
    return importCompose({ paths, texts, environment, ...(envFiles !== undefined && { envFiles }) }, choices);
  } catch (error) {
    if (!(error instanceof ComposeError)) throw error;
    throw new UsageError(
      `${printable(paths.join(', '))} could not be imported; nothing was written\n${error.message.replace(/^/gm, '  ')}`,
    );
  }
}

/** As docker compose finds them. */
const USUAL_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

function filesOf(named: readonly string[]): readonly string[] {
  if (named.length > 0) return named;
  const found = USUAL_FILES.find((file) => existsSync(file));
  if (found === undefined)
    throw new UsageError(`which file? None of ${USUAL_FILES.join(', ')} is here. Without one: podlock init`);
  const override = found.replace(/\.(ya?ml)$/, '.override.$1');
  return existsSync(join(dirname(found), basename(override))) ? [found, override] : [found];
}

async function standardInput(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (!paths.includes('-')) return new Map();
  const text = decodeText(await buffer(process.stdin));
  if (typeof text !== 'string') throw new UsageError(`standard input ${text.message}`);
  return new Map([['-', text]]);
}

function parseImageOption(option: string): readonly [string, string] {
  const [, service, reference] = /^([^=]+)=(.+)$/.exec(option) ?? [];
  if (service === undefined || reference === undefined) {
    throw new UsageError(
      `--image ${quote(option)}: allowed is SERVICE=REFERENCE, such as sonarr=lscr.io/linuxserver/sonarr:4.0.17`,
    );
  }
  return [service, reference];
}

function reportText(files: readonly string[], { report, secrets }: ImportedProject): string {
  return `${JSON.stringify({ files, keys: report, secrets }, null, 2)}\n`;
}
