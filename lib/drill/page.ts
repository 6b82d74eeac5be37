import { style } from '../verify/html/style';
import { escapeHtml } from '../verify/html/text';
import type { DrillReport } from './drill';
import type { ScenarioResult } from './scenario';

const classes = { held: 'closed', failed: 'open', unknown: 'unknown' } as const;

/** A drill as one page, with the timeline of each scenario. It needs no network and no other file. */
export function drillHtml({ namespace, pod, results, repaired, left }: DrillReport, at: Date): string {
  const notes = [
    ...repaired.map((what) => `put back first, from a drill that was killed: ${what}`),
    ...left.map((what) => `left behind: ${what}`),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>podlock drill: ${escapeHtml(`${namespace}/${pod}`)}</title>
<style>${style}</style>
</head>
<body>
<h1>A drill of ${escapeHtml(`${namespace}/${pod}`)}</h1>
<p>${at.toISOString().replace(/\.\d+Z/, 'Z')}</p>
${notes.map((note) => `<p class="sum unknown">${escapeHtml(note)}</p>`).join('\n')}
${results.map(scenarioSection).join('\n')}
</body>
</html>
`;
}

function scenarioSection({ id, title, state, reasons, timeline }: ScenarioResult): string {
  return `<h2 class="${classes[state]}">${id}: ${escapeHtml(title)} (${state})</h2>
${timelineOf(timeline)}
<ul>${timeline.map(({ at, what }) => `<li class="note">${at.toFixed(1)} s: ${escapeHtml(what)}</li>`).join('')}
${reasons.map((reason) => `<li class="${classes[state]}">${escapeHtml(reason)}</li>`).join('')}</ul>`;
}

const width = 400;

/** One stroke for each moment, on a line as long as the scenario. */
function timelineOf(timeline: ScenarioResult['timeline']): string {
  const end = Math.max(1, ...timeline.map(({ at }) => at));
  const marks = timeline.map(({ at, what }) => {
    const x = (10 + (at / end) * (width - 20)).toFixed(1);
    return `<line x1="${x}" y1="6" x2="${x}" y2="22"><title>${escapeHtml(what)}</title></line>`;
  });
  return `<svg viewBox="0 0 ${width} 40" role="img" aria-label="timeline of ${end.toFixed(0)} seconds"><g stroke="currentColor" stroke-width="2">
<line x1="10" y1="14" x2="${width - 10}" y2="14" opacity=".4"/>${marks.join('')}</g>
<text x="10" y="36">0 s</text><text x="${width - 10}" y="36" text-anchor="end">${end.toFixed(0)} s</text></svg>`;
}
