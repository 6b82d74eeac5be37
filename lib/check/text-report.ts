import { groupBy } from '../manifest/group-by';
import { type Finding, formatObject } from './finding';

/** The lines of the files that findings are about. */
export type SourceLines = (file: string, line: number) => string | undefined;

const noSource: SourceLines = () => undefined;

/**
 * Findings for people: grouped by object, then by lock, each with its place and what to do.
 *
 * @param findings in the order of the report
 * @param sourceLine gives the offending line, when the caller still has the text. @default - places without lines
 */
export function textReport(findings: readonly Finding[], sourceLine: SourceLines = noSource): string {
  const objects = groupBy(findings, ({ object, file }) => formatObject(object) || file);
  return [...objects].map(([name, group]) => `${name}\n${reportLocks(group, sourceLine)}`).join('\n');
}

function reportLocks(findings: readonly Finding[], sourceLine: SourceLines): string {
  return [...groupBy(findings, ({ lock, remedy }) => `${lock}\n${remedy}`).values()]
    .map((group) => reportLock(group, sourceLine))
    .join('');
}

function reportLock(findings: readonly Finding[], sourceLine: SourceLines): string {
  const [first] = findings;
  if (first === undefined) return '';
  const places = findings.map((finding) => reportPlace(finding, sourceLine)).join('');
  return `  ${first.lock} (${worst(findings)})\n${places}    fix: ${first.remedy}\n`;
}

function worst(findings: readonly Finding[]): string {
  const states = new Set(
    findings.map(({ severity, state }) => (state === 'unknown' ? `${severity}, unknown` : severity)),
  );
  return [...states].join('; ');
}

function reportPlace({ file, line, column, path, message }: Finding, sourceLine: SourceLines): string {
  const source = sourceLine(file, line)?.trim();
  const where = `      at ${file}:${line}:${column}${path === '' ? '' : ` ${path}`}\n`;
  return `    ${message}\n${where}${source ? `      > ${source}\n` : ''}`;
}
