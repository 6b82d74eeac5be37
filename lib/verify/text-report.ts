import type { Paint } from '../check/paint';
import { plain } from '../check/paint';
import { printable } from '../check/printable';
import type { Evidence } from '../live/evidence';
import type { VerifyReport } from './json-report';
import type { LockVerdict, PodVerdict } from './verdict';

const marks: Readonly<Record<LockVerdict['state'] | Evidence['state'], string>> = {
  closed: '✔',
  open: '✘',
  unknown: '?',
  loosened: '!',
  note: '·',
};

const roles = { closed: 'fix', open: 'leak', unknown: 'risk', loosened: 'risk', note: 'place' } as const;

/** A verify for people: every lock of every Pod with what was seen, then the count. */
export function verifyText(report: VerifyReport, paint: Paint = plain): string {
  const parts = [
    ...report.pods.map((verdict) => podText(verdict, paint)),
    ...(report.errors.length === 0
      ? []
      : [`${paint('leak', 'Could not tell')}\n${report.errors.map((error) => `  ${printable(error)}\n`).join('')}`]),
    `${summary(report)}\n`,
  ];
  return parts.join('\n');
}

function podText({ pod, locks, unread }: PodVerdict, paint: Paint): string {
  const title = paint('title', printable(`Pod ${pod.namespace}/${pod.name} on ${pod.node}`));
  const unseen = unread.map(({ what, why }) => `  ${paint('risk', 'not read:')} ${printable(`${what} (${why})`)}\n`);
  return `${title}\n${locks.map((lock) => lockText(lock, paint)).join('')}${unseen.join('')}`;
}

function lockText({ lock, state, evidence, because, remedy }: LockVerdict, paint: Paint): string {
  const lines = [`  ${paint(roles[state], `${marks[state]} ${lock}`)} (${state})`];
  if (because !== undefined) lines.push(`    because: ${printable(because)}`);
  for (const each of inOrder(evidence))
    lines.push(`    ${paint(roles[each.state], marks[each.state])} ${printable(each.saw)}`);
  if (state === 'open') lines.push(`    ${paint('fix', 'fix:')} ${printable(remedy)}`);
  return `${lines.join('\n')}\n`;
}

const order: readonly Evidence['state'][] = ['open', 'unknown', 'closed', 'note'];

/** What is wrong goes first. */
export function inOrder(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...evidence].sort((left, right) => order.indexOf(left.state) - order.indexOf(right.state));
}

function summary({ pods, errors }: VerifyReport): string {
  const locks = pods.flatMap((pod) => pod.locks);
  const names = (state: LockVerdict['state']) => [
    ...new Set(locks.filter((lock) => lock.state === state).map(({ lock }) => lock)),
  ];
  const [open, unknown, loosened] = [names('open'), names('unknown'), names('loosened')];
  const parts = [
    `${pods.length} ${pods.length === 1 ? 'Pod' : 'Pods'} verified`,
    `${locks.filter(({ state }) => state === 'closed').length} of ${locks.length} locks seen closed`,
    ...(open.length > 0 ? [`open: ${open.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`could not tell: ${unknown.join(', ')}`] : []),
    ...(loosened.length > 0 ? [`loosened on purpose: ${loosened.join(', ')}`] : []),
    ...(errors.length > 0 ? [`${errors.length} could not be told`] : []),
  ];
  return `${parts.join('; ')}.`;
}
