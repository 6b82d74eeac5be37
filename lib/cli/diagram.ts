import { type CheckReport, checkSources } from '../check/check-sources';
import { readInput } from '../check/read-input';
import { diagramMermaid } from '../diagram/mermaid';
import { picturesOf } from '../diagram/picture';
import { diagramSvg } from '../diagram/svg';
import { locks } from '../locks';
import { readManifests } from '../manifest/read-manifests';
import { choose } from './choose';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { parseArguments } from './parse-arguments';

const summary = 'Draw the Pod, its ways out, and which lock shuts each';

export const diagram: Command = {
  summary,
  help: `podlock diagram [FILE|DIR|-…] [--format svg|mermaid]

${summary}: of dist/ or of anyone's manifests.
What stands open is drawn open; it reads what podlock check reads (default: dist).

  --format svg|mermaid    (default: svg) on standard output:

  npx podlock diagram > pod.svg

Exit codes: ${exitCodes.clean} drawn; ${exitCodes.failed} something could not be read: it is named in the picture and on standard error; without
a Pod with gluetun nothing is drawn. Whether a lock is open is what podlock check ends with, not this.
`,
  run,
};

const formats = { svg: diagramSvg, mermaid: diagramMermaid } as const;

async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args: [...args],
    options: { format: { type: 'string' } },
    allowPositionals: true,
  });
  const format = choose('--format', values.format ?? 'svg', ['svg', 'mermaid']);
  const { sources, errors } = await readInput(positionals.length === 0 ? ['dist'] : positionals, process.stdin);
  const report = checkSources(sources, locks, { errors });
  for (const error of report.errors) process.stderr.write(`podlock: ${explain(error)}\n`);
  const pictures = picturesOf(
    sources.flatMap(({ text, file }) => readManifests(text, file).documents),
    report,
  );
  if (pictures.length === 0) return exitCodes.failed;
  process.stdout.write(formats[format](pictures, doubtOf(report)));
  return report.errors.length === 0 ? exitCodes.clean : exitCodes.failed;
}

function explain({ file, line, message, remedy }: CheckReport['errors'][number]): string {
  const place = [file, line].filter((part) => part !== undefined).join(':');
  return `${place === '' ? '' : `${place} `}${message}\n  ${remedy}`;
}

function doubtOf({ errors: [first, ...others] }: CheckReport): string | undefined {
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return `Not the whole picture: ${first.file ?? ''} ${first.message}${more}`;
}
