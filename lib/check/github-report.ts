import type { Severity } from '../locks/lock';
import type { CheckReport } from './check-sources';
import { formatObject } from './finding';

const levels: Readonly<Record<Severity, string>> = { leak: 'error', risk: 'warning', advice: 'notice' };

/** A check as workflow commands of GitHub Actions: each finding becomes an annotation of its line. */
export function githubReport({ findings, errors }: CheckReport): string {
  const lines = findings
    .filter(({ lock, suppressed }) => suppressed === undefined && lock !== 'applies-input')
    .map(({ severity, state, lock, object, file, line, column, message, remedy }) => {
      const title = `${lock}: ${formatObject(object) || file}`;
      const text = `${message}${state === 'unknown' ? ' (unknown)' : ''}. ${remedy}`;
      return command(levels[severity], { file, line, col: column, title }, text);
    });
  const failures = errors.map(({ reason, file, line, column, message, remedy }) =>
    command('error', { file, line, col: column, title: `podlock could not tell: ${reason}` }, `${message}. ${remedy}`),
  );
  return [...lines, ...failures].map((line) => `${line}\n`).join('');
}

/** Whatever a manifest says stays within its own command: line ends and separators are escaped as GitHub wants it. */
function command(
  level: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeData(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`);
  return `::${level} ${written.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
