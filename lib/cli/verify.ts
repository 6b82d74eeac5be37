import { paintFor } from '../check/paint';
import { connect } from '../live/connect';
import { verifyHtml } from '../verify/html/page';
import { type VerifyReport, verifyJson } from '../verify/json-report';
import { verifyText } from '../verify/text-report';
import { verify as verifyPods } from '../verify/verify';
import { accessOf, withClusterErrors } from './cluster-options';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { interruption } from './interruption';
import { parseArguments } from './parse-arguments';
import { progressOn } from './progress';
import { verifyHelp, verifyOptions, verifyOptionsOf } from './verify-options';
import { writePage } from './write-page';

const summary = 'Prove every lock on the Pods that run now, from inside of them';

export const verify: Command = {
  summary,
  help: `podlock verify [POD | --all] [-n NAMESPACE] [--context CONTEXT] [OPTIONS]

${summary}: looks into
gluetun's container and those beside it by exec, tries every way past the tunnel, and says what it saw. Nothing is
installed in the Pod and nothing stays. Beside it, for some ten seconds, a Pod without locks is kept in a namespace of its
own (the canary): it shows that the places can be reached at all, and that somebody enforces the NetworkPolicies.

${verifyHelp}  --json                   for programs
  --html FILE              one page more, with a map of each Pod

Exit codes: ${exitCodes.clean} every lock seen closed; ${exitCodes.found} a lock is open; ${exitCodes.failed} could not tell. What it needs of RBAC: docs/verify.md.
`,
  run,
};

async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args: [...args],
    options: { ...verifyOptions, json: { type: 'boolean' }, html: { type: 'string' } },
    allowPositionals: true,
  });
  const progress = progressOn(process.stderr);
  const report = await withClusterErrors(async () => {
    const cluster = await connect({ ...accessOf(values), signal: interruption() });
    const options = await verifyOptionsOf(values, positionals, cluster.namespace);
    return verifyPods(cluster, { ...options, progress: progress.show });
  }).finally(progress.clear);
  if (values.html !== undefined) writePage(values.html, verifyHtml(report, new Date()));
  process.stdout.write(
    values.json ? verifyJson(report) : verifyText(report, paintFor(process.stdout.isTTY, process.env)),
  );
  return exitCodeOf(report);
}

/** What was seen open is certain, so it goes before what could not be seen. */
function exitCodeOf({ pods, errors }: VerifyReport): ExitCode {
  const states = pods.flatMap(({ locks }) => locks.map(({ state }) => state));
  if (states.includes('open')) return exitCodes.found;
  return errors.length > 0 || states.includes('unknown') ? exitCodes.failed : exitCodes.clean;
}
