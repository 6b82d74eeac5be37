import type { Paint } from '../check/paint';
import { plain } from '../check/paint';
import { printable } from '../check/printable';
import type { DrillReport } from './drill';
import type { ScenarioResult } from './scenario';

const marks = { held: '✔', failed: '✘', unknown: '?' } as const;
const roles = { held: 'fix', failed: 'leak', unknown: 'risk' } as const;

/** A drill for people: each scenario with its timeline, and what was put back. */
export function drillText({ namespace, pod, results, repaired, left }: DrillReport, paint: Paint = plain): string {
  const count = (state: ScenarioResult['state']) => results.filter((each) => each.state === state).length;
  const lines = [
    paint('title', `Drill of Pod ${namespace}/${pod}`),
    ...repaired.map((what) => `  put back first, from a drill that was killed: ${printable(what)}`),
    ...results.flatMap((result) => scenarioLines(result, paint)),
    ...left.map(
      (what) => `  ${paint('leak', 'left behind:')} ${printable(what)}; run podlock drill again to put it back`,
    ),
    '',
    `${count('held')} of ${results.length} scenarios held, ${count('failed')} failed, ${count('unknown')} could not be told; ${left.length === 0 ? 'everything was put back' : `${left.length} not put back`}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function scenarioLines({ id, title, state, reasons, timeline }: ScenarioResult, paint: Paint): readonly string[] {
  return [
    `  ${paint(roles[state], `${marks[state]} ${id}: ${title}`)} (${state})`,
    ...timeline.map(({ at, what }) => `    ${paint('place', `${at.toFixed(1).padStart(6)} s`)}  ${printable(what)}`),
    ...reasons.map((reason) => `    ${paint(roles[state], '✘')} ${printable(reason)}`),
  ];
}

/** A drill as JSON. The shape is versioned: fields are added, never changed, within version 1. */
export function drillJson(report: DrillReport): string {
  return `${JSON.stringify({ version: 1, ...report }, undefined, 2)}\n`;
}
