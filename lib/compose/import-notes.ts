import type { Paint } from '../check/paint';
import { printable } from '../check/printable';
import { groupBy } from '../manifest/group-by';
import type { Note, NoteKind } from './conversion';
import { type NextSteps, nextSteps } from './next-steps';
import { formatPlace } from './problem';

const TITLES: readonly (readonly [NoteKind, string])[] = [
  ['was wrong', 'What was wrong with the original, and the lock that closes it now'],
  ['decided', 'Decided for you'],
  ['outside', 'Not in a Pod'],
  ['fill in', 'To fill in: main.ts synthesizes without, but the Pod will not come up'],
];

/** The notes of an import, for people: what has to be done stands last, where it is seen. */
export function importNotes(notes: readonly Note[], steps: NextSteps, paint: Paint): string {
  const sections = TITLES.flatMap(([kind, title]) => {
    const own = groupBy(
      notes.filter((note) => note.kind === kind),
      ({ lock, message, subject }) => JSON.stringify([message, lock, subject === undefined]),
    );
    if (own.size === 0) return [];
    const lines = [...own.values()].map((alike) => line(alike, paint));
    return [`${paint(kind === 'fill in' ? 'risk' : 'title', title)}\n${lines.join('')}`];
  });
  return [...sections, nextSteps(steps, paint)].join('\n');
}

const mostPlaces = 3;

/** What is said of several services alike is said once. */
function line(alike: readonly Note[], paint: Paint): string {
  const [first] = alike;
  if (first === undefined) return '';
  const subjects = printable(alike.flatMap(({ subject }) => subject ?? []).join(', '));
  const closed = first.lock === undefined ? '' : ` ${paint('fix', `(${first.lock})`)}`;
  const places = alike.flatMap(({ place }) => (place === undefined ? [] : [printable(formatPlace(place))]));
  const more = places.length > mostPlaces ? ', …' : '';
  const where = places.length === 0 ? '' : ` ${paint('place', `${places.slice(0, mostPlaces).join(', ')}${more}`)}`;
  return `  ${subjects === '' ? '' : `${subjects}: `}${printable(first.message)}${closed}${where}\n`;
}
