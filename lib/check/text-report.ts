import { groupBy } from '../manifest/group-by';
import type { CheckReport } from './check-sources';
import { type Finding, formatObject } from './finding';
import { isNote } from './notes';
import { type Paint, plain } from './paint';
import { printable } from './printable';
import type { InputError } from './source';
import type { SourceLines } from './source-lines';

/** How a report for people is written. */
export interface TextOptions {
  /** Gives the offending line. @default - places without lines */
  readonly sourceLine?: SourceLines;
  /** @default - no colours */
  readonly paint?: Paint;
}

const noSource: SourceLines = () => undefined;

/** Findings for people: grouped by object, then by lock, each with its place and what to do. */
export function textReport(
  findings: readonly Finding[],
  { sourceLine = noSource, paint = plain }: TextOptions = {},
): string {
  const objects = groupBy(findings, ({ object, file }) => formatObject(object) || file);
  return [...objects]
    .map(([name, group]) => `${paint('title', printable(name))}\n${reportLocks(group, sourceLine, paint)}`)
    .join('\n');
}

function reportLocks(findings: readonly Finding[], sourceLine: SourceLines, paint: Paint): string {
  return [...groupBy(findings, ({ lock, remedy }) => `${lock}\n${remedy}`).values()]
    .map((group) => reportLock(group, sourceLine, paint))
    .join('');
}

function reportLock(findings: readonly Finding[], sourceLine: SourceLines, paint: Paint): string {
  const [first] = findings;
  if (first === undefined) return '';
  const places = findings.map((finding) => reportPlace(finding, sourceLine, paint)).join('');
  const title = `${paint(first.severity, first.lock)} (${judgements(findings)})`;
  return `  ${title}\n${places}    ${paint('fix', 'fix:')} ${printable(first.remedy)}\n`;
}

function judgements(findings: readonly Finding[]): string {
  const states = new Set(
    findings.map(({ severity, state }) => (state === 'unknown' ? `${severity}, unknown` : severity)),
  );
  return [...states].join('; ');
}

function reportPlace({ file, line, column, path, message }: Finding, sourceLine: SourceLines, paint: Paint): string {
  const source = sourceLine(file, line)?.trim();
  const where = `at ${file}:${line}:${column}${path === '' ? '' : ` ${path}`}`;
  const lines = [`    ${printable(message)}`, `      ${paint('place', printable(where))}`];
  if (source) lines.push(`      ${paint('place', '>')} ${printable(source)}`);
  return `${lines.join('\n')}\n`;
}

/** Notes that are told in one line together. */
const inALine: readonly string[] = ['not-kubernetes', 'applies-input'];

/** A whole check for people: what is open, what was loosened on purpose, what could not be told, and the count. */
export function checkText(report: CheckReport, options: TextOptions = {}): string {
  const { paint = plain } = options;
  const suppressed = report.findings.filter(({ suppressed }) => suppressed !== undefined);
  const shown = report.findings.filter(({ suppressed, lock }) => suppressed === undefined && !inALine.includes(lock));
  const parts = [
    textReport(shown, options),
    loosened(suppressed, paint),
    skipped(report.findings.filter(({ lock }) => lock === 'not-kubernetes')),
    appliedHere(report.findings.filter(({ lock }) => lock === 'applies-input')),
    couldNotTell(report.errors, paint),
    `${summary(report)}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function loosened(findings: readonly Finding[], paint: Paint): string {
  if (findings.length === 0) return '';
  const lines = findings.map(({ object, lock, severity, message, suppressed }) => {
    const because = suppressed?.because ?? '';
    return `  ${formatObject(object)}: ${lock} (${severity}) is open: ${message}\n    because: ${because}`;
  });
  return `${paint('title', 'Loosened on purpose, not closed')}\n${lines.map(printableLines).join('\n')}\n`;
}

function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

const mostSkipped = 10;

function skipped(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const names = [...new Set(findings.map(({ file, line }) => `${file}:${line}`))];
  const more = names.length > mostSkipped ? ` and ${names.length - mostSkipped} more` : '';
  return `Skipped, because they are no Kubernetes objects: ${printable(names.slice(0, mostSkipped).join(', '))}${more}\n`;
}

function appliedHere(findings: readonly Finding[]): string {
  return [...groupBy(findings, ({ message }) => message)]
    .map(([message, same]) => {
      const folder = message.replace(/^applies /, '');
      const names = same.map(({ object }) => formatObject(object)).join(', ');
      return `${printable(`Checked here, if this is that repository: ${folder} (applied by ${names})`)}\n`;
    })
    .join('');
}

function couldNotTell(errors: readonly InputError[], paint: Paint): string {
  if (errors.length === 0) return '';
  const lines = errors.map(({ message, remedy, file, line, column }) => {
    const place = line === undefined ? '' : `:${line}:${column}`;
    return `  ${printable(`${file === undefined ? '' : `${file}${place}: `}${message}`)}\n    ${paint('fix', 'fix:')} ${printable(remedy)}`;
  });
  return `${paint('leak', 'Could not tell')}\n${lines.join('\n')}\n`;
}

function summary({ workloads, findings, errors }: CheckReport): string {
  const open = findings.filter(({ suppressed, lock }) => suppressed === undefined && !isNote(lock));
  const counted = ['leak', 'risk', 'advice'].map(
    (level) => `${open.filter(({ severity }) => severity === level).length} ${level}`,
  );
  const extra = findings.filter(({ suppressed }) => suppressed !== undefined).length;
  const parts = [
    `${workloads.length} ${workloads.length === 1 ? 'workload' : 'workloads'} with gluetun checked`,
    open.length === 0 ? 'nothing open' : counted.join(', '),
    ...(extra > 0 ? [`${extra} loosened on purpose`] : []),
    ...(errors.length > 0 ? [`${errors.length} could not be told`] : []),
  ];
  return `${parts.join('; ')}.${open.length === 0 ? '' : ' npx podlock explain LOCK tells more.'}`;
}
