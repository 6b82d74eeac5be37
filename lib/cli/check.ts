import { type CheckReport, checkSources } from '../check/check-sources';
import { isAtLeast, severities } from '../check/finding';
import { githubReport } from '../check/github-report';
import { jsonReport } from '../check/json-report';
import { isNote } from '../check/notes';
import { paintFor } from '../check/paint';
import { readInput } from '../check/read-input';
import { sarifReport } from '../check/sarif-report';
import type { Source } from '../check/source';
import { sourceLinesOf } from '../check/source-lines';
import { checkText } from '../check/text-report';
import { locks } from '../locks';
import type { Severity } from '../locks/lock';
import { choose } from './choose';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { parseArguments } from './parse-arguments';
import { UsageError } from './usage-error';
import { version } from './version';

const summary = "Find the leaks in anyone's manifests: gluetun beside a client, from any chart or by hand";

export const check: Command = {
  summary,
  help: `podlock check FILE|DIR|-… [--format FORMAT] [--fail-on SEVERITY] [--workload NAME]

${summary}.
Reads YAML and JSON: files, whole folders (*.yaml, *.yml, *.json; not hidden ones, not node_modules), or - for
standard input:

  helm template qbittorrent CHART | npx podlock check -
  kubectl kustomize overlays/home | npx podlock check -
  kubectl get deployment,networkpolicy,service -n downloads -o yaml | npx podlock check -

  --format text|json|sarif|github    (default: text)
  --fail-on leak|risk|advice         the mildest finding that fails (default: risk)
  --workload NAME                    only this one: name, namespace/name or kind/name

Exit codes: ${exitCodes.clean} nothing open; ${exitCodes.found} something is open; ${exitCodes.failed} could not tell: unreadable, not rendered, no Pod with
gluetun. Where something is open and something else could not be told, ${exitCodes.found}.
A lock that is open on purpose: annotate the workload with podlock/loosened-LOCK: "because …".
`,
  run,
};

type Report = (report: CheckReport, sources: readonly Source[]) => string;

const formats: Readonly<Record<string, Report>> = {
  text: (report, sources) =>
    checkText(report, {
      sourceLine: sourceLinesOf(sources),
      paint: paintFor(process.stdout.isTTY, process.env),
    }),
  json: jsonReport,
  sarif: (report) =>
    sarifReport(
      report,
      locks.map(({ about }) => about),
      version(),
    ),
  github: githubReport,
};

async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args: [...args],
    options: { format: { type: 'string' }, 'fail-on': { type: 'string' }, workload: { type: 'string' } },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new UsageError('what to check? Name files, folders, or - for standard input');
  const format = formats[choose('--format', values.format ?? 'text', Object.keys(formats))];
  const threshold = choose('--fail-on', values['fail-on'] ?? 'risk', severities);
  const { sources, errors } = await readInput(positionals, process.stdin);
  const { workload } = values;
  const report = checkSources(sources, locks, { errors, ...(workload !== undefined && { workload }) });
  process.stdout.write(format?.(report, sources) ?? '');
  return exitCodeOf(report, threshold);
}

/** What was found is certain, so it goes before what could not be told. */
function exitCodeOf({ findings, errors }: CheckReport, threshold: Severity): ExitCode {
  const isFound = findings.some(
    ({ severity, suppressed, lock }) =>
      suppressed === undefined && !isNote(lock) && lock !== 'rule-crashed' && isAtLeast(severity, threshold),
  );
  if (isFound) return exitCodes.found;
  return errors.length > 0 ? exitCodes.failed : exitCodes.clean;
}
