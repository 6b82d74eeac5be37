import type { VerifyReport } from '../json-report';
import { inOrder } from '../text-report';
import type { LockVerdict, PodVerdict } from '../verdict';
import { podMap } from './map';
import { style } from './style';
import { escapeHtml } from './text';

/** The only script: a link from the map opens what it leads to, and a printed page hides nothing. */
const script = `
const open = () => { const target = document.getElementById(location.hash.slice(1)); if (target instanceof HTMLDetailsElement) target.open = true; };
addEventListener('hashchange', open); open();
addEventListener('beforeprint', () => { for (const each of document.querySelectorAll('details')) each.open = true; });
`;

/**
 * A verify as one page: a drawn map of each Pod, every lock, and what was seen of it. It needs no network and no other file.
 * @param at when it was seen
 */
export function verifyHtml(report: VerifyReport, at: Date): string {
  const { pods, errors, context } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>podlock verify: ${escapeHtml(context)}</title>
<style>${style}</style>
</head>
<body>
<h1>What Podlock saw in ${escapeHtml(context)}</h1>
<p>${at.toISOString().replace(/\.\d+Z/, 'Z')}. What was not seen is not claimed: a lock without a sighting is unknown.</p>
${errors.map((error) => `<p class="sum open">${escapeHtml(error)}</p>`).join('\n')}
${pods.map((pod, index) => podSection(pod, `pod${index}`)).join('\n')}
<script>${script}</script>
</body>
</html>
`;
}

function podSection(verdict: PodVerdict, anchor: string): string {
  const { pod, locks, unread } = verdict;
  return `<section>
<h2>${escapeHtml(`${pod.namespace}/${pod.name}`)}</h2>
<p class="sum ${overall(locks)}">${summary(locks)}</p>
${podMap(verdict, anchor)}
${locks.map((lock) => lockDetails(lock, anchor)).join('\n')}
${unread.length === 0 ? '' : `<h3>Not read</h3><ul>${unread.map(({ what, why }) => `<li>${escapeHtml(`${what}: ${why}`)}</li>`).join('')}</ul>`}
</section>`;
}

function overall(locks: readonly LockVerdict[]): LockVerdict['state'] {
  const states: readonly LockVerdict['state'][] = ['open', 'unknown', 'loosened'];
  return states.find((state) => locks.some((lock) => lock.state === state)) ?? 'closed';
}

function summary(locks: readonly LockVerdict[]): string {
  const count = (state: LockVerdict['state']) => locks.filter((lock) => lock.state === state).length;
  const rest = (['open', 'unknown', 'loosened'] as const).filter((state) => count(state) > 0);
  const more = rest.map((state) => `, ${count(state)} ${state}`).join('');
  return `${count('closed')} of ${locks.length} locks seen closed${more}.`;
}

function lockDetails({ lock, leak, state, evidence, because, remedy }: LockVerdict, anchor: string): string {
  const items = inOrder(evidence).map((each) => `<li class="${each.state}">${escapeHtml(each.saw)}</li>`);
  return `<details id="${anchor}-${lock}"${state === 'closed' ? '' : ' open'}>
<summary class="${state}">${lock} <span class="state">${state}</span></summary>
<p class="leak">Closes: ${escapeHtml(leak)}</p>
${because === undefined ? '' : `<p>Loosened because: ${escapeHtml(because)}</p>`}
<ul>${items.join('')}</ul>
${state === 'open' ? `<p>Fix: ${escapeHtml(remedy)}</p>` : ''}
</details>`;
}
