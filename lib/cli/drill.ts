import confirm from '@inquirer/confirm';
import { paintFor } from '../check/paint';
import { type DrillReport, drill as playScenarios } from '../drill/drill';
import { drillHtml } from '../drill/page';
import { drillJson, drillText } from '../drill/reports';
import type { Scenario } from '../drill/scenario';
import { scenarios } from '../drill/scenarios';
import { connect } from '../live/connect';
import { findLivePods } from '../live/find-live-pods';
import type { LivePod } from '../live/live-pod';
import { accessOf, choiceOf, clusterHelp, clusterOptions, withClusterErrors } from './cluster-options';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { interruption } from './interruption';
import { parseArguments } from './parse-arguments';
import { progressOn } from './progress';
import { UsageError } from './usage-error';
import { writePage } from './write-page';

const summary = 'Break a Pod on purpose, watch that nothing leaks, and put everything back';

export const drill: Command = {
  summary,
  help: `podlock drill [POD] [-n NAMESPACE] [--context CONTEXT] [--only A,B,C,D,E] [--yes] [OPTIONS]

${summary}.
Counting rules in the Pod's network count what passes every rule on its way out past the tunnel, while the client sends.

${scenarios.map(({ id, title, warning }) => `  ${id}  ${title}\n     ${warning}\n`).join('')}
  POD                      the Pod, or the workload that made it (default: the only one in the namespace)
${clusterHelp}  --only A,B,…             some scenarios (default: all)
  --yes                    go ahead without asking
  --flow ADDRESS:PORT      where the client's test packets go, by UDP (default: ${defaultFlow()})
  --patience SECONDS       how long the Pod may take to notice, and to recover (default: ${defaultPatience()}; gluetun notices after
                           some 155 s that its endpoint is silent)
  --json                   for programs
  --html FILE              one page more, with the timeline of each scenario

Interrupted, it puts everything back. What a killed one left, the next run finds by its journal (the Lease podlock-drill in
the Pod's namespace) and puts back; until then the Pod is more shut than before, never more open.
Exit codes: ${exitCodes.clean} every scenario held; ${exitCodes.found} one failed; ${exitCodes.failed} could not tell, or could not put everything back.
`,
  run,
};

function defaultFlow(): string {
  return '1.1.1.1:53';
}

function defaultPatience(): string {
  return '300';
}

async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args: [...args],
    options: {
      ...clusterOptions,
      only: { type: 'string' },
      yes: { type: 'boolean' },
      flow: { type: 'string', default: defaultFlow() },
      patience: { type: 'string', default: defaultPatience() },
      json: { type: 'boolean' },
      html: { type: 'string' },
    },
    allowPositionals: true,
  });
  if (values.all) throw new UsageError('a drill breaks one Pod at a time: name it');
  const chosen = chooseScenarios(values.only);
  const flow = parseFlow(values.flow);
  const patience = parsePatience(values.patience);
  const progress = progressOn(process.stderr);
  const report = await withClusterErrors(async () => {
    const signal = interruption();
    const cluster = await connect({ ...accessOf(values), signal });
    const pod = onlyPod(await findLivePods(cluster, choiceOf(values, positionals, cluster.namespace)));
    if (!values.yes) await askForConsent(pod, cluster.context, chosen, signal);
    const cleaner = await connect(accessOf(values));
    const show = (scenario: string, what: string) => progress.show(`${scenario}: ${what}`);
    return playScenarios(cluster, pod, { scenarios: chosen, flow, patience, cleaner, progress: show });
  }).finally(progress.clear);
  if (values.html !== undefined) writePage(values.html, drillHtml(report, new Date()));
  process.stdout.write(
    values.json ? drillJson(report) : drillText(report, paintFor(process.stdout.isTTY, process.env)),
  );
  return exitCodeOf(report, chosen);
}

function chooseScenarios(only: string | undefined): readonly Scenario[] {
  if (only === undefined) return scenarios;
  const wanted = only.toUpperCase().split(',');
  const unknown = wanted.filter((id) => !scenarios.some((scenario) => scenario.id === id));
  if (unknown.length > 0) {
    throw new UsageError(
      `--only: no scenario ${unknown.join(', ')}; there are ${scenarios.map(({ id }) => id).join(', ')}`,
    );
  }
  return scenarios.filter(({ id }) => wanted.includes(id));
}

function parseFlow(text: string): { host: string; port: number } {
  const [, host = '', port = ''] = /^([\d.]+):(\d{1,5})$/.exec(text) ?? [];
  if (host === '') throw new UsageError(`--flow: "${text}" is no IPv4 address and port, such as ${defaultFlow()}`);
  return { host, port: Number(port) };
}

function parsePatience(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds > 0) return seconds;
  throw new UsageError(`--patience: "${text}" is no number of seconds above 0`);
}

function onlyPod(pods: readonly LivePod[]): LivePod {
  const [pod, ...others] = pods;
  if (pod === undefined) throw new UsageError('there is no such Pod with gluetun; -n names another namespace');
  if (others.length === 0) return pod;
  throw new UsageError(`which Pod? ${pods.map(({ name }) => name).join(', ')}`);
}

/** Without a terminal nobody can be asked, and nobody has agreed. */
async function askForConsent(
  { namespace, name }: LivePod,
  context: string,
  chosen: readonly Scenario[],
  signal: AbortSignal,
): Promise<void> {
  if (!process.stdin.isTTY) throw new UsageError('a drill breaks the Pod on purpose: agree with --yes');
  const what = chosen.map(({ id, title, warning }) => `  ${id}  ${title}: ${warning}\n`).join('');
  process.stderr.write(`This happens to ${namespace}/${name} in ${context}:\n${what}`);
  const agreed = await confirm({ message: 'Go ahead?', default: false }, { output: process.stderr, signal });
  if (!agreed) throw new UsageError('nothing was done');
}

function exitCodeOf({ results, left }: DrillReport, chosen: readonly Scenario[]): ExitCode {
  if (results.some(({ state }) => state === 'failed')) return exitCodes.found;
  const isWhole = left.length === 0 && results.length === chosen.length;
  return isWhole && results.every(({ state }) => state === 'held') ? exitCodes.clean : exitCodes.failed;
}
