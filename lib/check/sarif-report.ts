import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Explanation, Severity } from '../locks/lock';
import type { CheckReport } from './check-sources';
import { type Finding, formatObject } from './finding';
import { findingsWithoutLock } from './notes';
import type { InputError } from './source';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  leak: 'error',
  risk: 'warning',
  advice: 'note',
};

/**
 * A check as SARIF 2.1.0, for code scanning.
 *
 * @param version Podlock's own
 */
export function sarifReport(report: CheckReport, locks: readonly Explanation[], version: string): string {
  const rules = [
    ...locks.map(ruleOf),
    ...findingsWithoutLock.map(([id, text]) => ({ id, shortDescription: { text } })),
  ];
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const log = {
    $schema: 'https://raw.githubusercontent.com/schemastore/schemastore/master/src/schemas/json/sarif-2.1.0-rtm.5.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'podlock', semanticVersion: version, rules } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.errors.length === 0,
            toolExecutionNotifications: report.errors.map(notificationOf),
          },
        ],
        // An alert that stands for ever and asks for nothing.
        results: report.findings
          .filter(({ lock }) => lock !== 'applies-input')
          .map((finding) => resultOf(finding, indexes.get(finding.lock))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf({ id, leak, severity, remedy, story }: Explanation) {
  return {
    id,
    shortDescription: { text: leak },
    fullDescription: { text: story },
    help: { text: remedy },
    defaultConfiguration: { level: levels[severity] },
  };
}

function resultOf(finding: Finding, ruleIndex: number | undefined) {
  const { lock, severity, state, object, path, message, remedy, suppressed } = finding;
  const name = formatObject(object);
  return {
    ruleId: lock,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: levels[severity],
    message: { text: `${name === '' ? '' : `${name}: `}${message}. ${remedy}` },
    locations: [
      {
        physicalLocation: physicalLocation(finding),
        logicalLocations: [
          { fullyQualifiedName: [name, path].filter((part) => part !== '').join(' '), kind: 'object' },
        ],
      },
    ],
    properties: { severity, state },
    ...(suppressed && { suppressions: [{ kind: 'inSource', justification: suppressed.because }] }),
  };
}

function notificationOf({ reason, message, remedy, ...place }: InputError) {
  const { file } = place;
  return {
    descriptor: { id: reason },
    level: 'error',
    message: { text: `${message}. ${remedy}` },
    ...(file !== undefined && { locations: [{ physicalLocation: physicalLocation({ ...place, file }) }] }),
  };
}

function physicalLocation({ file, line, column }: { file: string; line?: number; column?: number }) {
  return {
    artifactLocation: { uri: uriOf(file) },
    ...(line !== undefined && { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } }),
  };
}

/** Relative names stay relative: code scanning finds them in the repository. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/');
}
