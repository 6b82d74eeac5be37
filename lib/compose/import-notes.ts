import type { Paint } from '../check/paint';
import { printable } from '../check/printable';
import { groupBy } from '../manifest/group-by';
import type { Note, NoteKind } from './conversion';
import type { NeededSecret } from './needed-secrets';
import { formatPlace } from './problem';

const TITLES: readonly (readonly [NoteKind, string])[] = [
  ['was wrong', 'What was wrong with the original, and the lock that closes it now'],
  ['decided', 'Decided for you'],
  ['outside', 'Not in a Pod'],
  ['fill in', 'To fill in: main.ts synthesizes without, but the Pod will not come up'],
];

/** The notes of an import, for people: what has to be done stands last, where it is seen. */
export function importNotes(
  imported: {
    readonly notes: readonly Note[];
    readonly secrets: readonly NeededSecret[];
    /** Whether main.ts has none of the Secrets' values. @default - there were no files with any */
    readonly keptOut?: boolean;
  },
  files: readonly string[],
  paint: Paint,
): string {
  const { notes } = imported;
  const sections = TITLES.flatMap(([kind, title]) => {
    const own = groupBy(
      notes.filter((note) => note.kind === kind),
      ({ lock, message, subject }) => JSON.stringify([message, lock, subject === undefined]),
    );
    if (own.size === 0) return [];
    const lines = [...own.values()].map((alike) => line(alike, paint));
    return [`${paint(kind === 'fill in' ? 'risk' : 'title', title)}\n${lines.join('')}`];
  });
  return [...sections, secretsToMake(imported, files, paint)].filter((section) => section !== '').join('\n');
}

const mostPlaces = 3;

/** What is said of several services alike is said once. */
function line(alike: readonly Note[], paint: Paint): string {
  const [first] = alike;
  if (first === undefined) return '';
  const subjects = printable(alike.flatMap(({ subject }) => subject ?? []).join(', '));
  const closed = first.lock === undefined ? '' : ` ${paint('fix', `(${first.lock})`)}`;
  const places = alike.flatMap(({ place }) => (place === undefined ? [] : [formatPlace(place)]));
  const more = places.length > mostPlaces ? ', …' : '';
  const where = places.length === 0 ? '' : ` ${paint('place', `${places.slice(0, mostPlaces).join(', ')}${more}`)}`;
  return `  ${subjects === '' ? '' : `${subjects}: `}${printable(first.message)}${closed}${where}\n`;
}

function secretsToMake(
  { keptOut, secrets }: Parameters<typeof importNotes>[0],
  files: readonly string[],
  paint: Paint,
): string {
  if (secrets.length === 0) return '';
  const lines = secrets.map((secret) => `  ${secret.name}: ${keysOf(secret)}\n    ${commandFor(secret, files)}\n`);
  const title = keptOut === true ? 'Secrets to make, once; main.ts has none of their values' : 'Secrets to make, once';
  return `${paint('title', title)}\n${lines.join('')}`;
}

function keysOf({ keys, webUi }: NeededSecret): string {
  if (webUi !== undefined) {
    const login =
      webUi.loginSecret === undefined ? '' : `, and ${webUi.loginSecret} with the password itself for port-sync`;
    return `the hash of the WebUI's password${login}`;
  }
  return keys.map(({ foundAt, key }) => (foundAt === undefined ? key : `${key} (at ${foundAt})`)).join(', ');
}

function commandFor({ keys, name, namespace, webUi }: NeededSecret, files: readonly string[]): string {
  if (webUi !== undefined) {
    const client = webUi.client === 'qbittorrent' ? '' : ` --client ${webUi.client}`;
    const login = webUi.loginSecret === undefined ? '' : ` --login-secret ${webUi.loginSecret}`;
    return `npx podlock webui-password${client} --namespace ${namespace} --secret ${name}${login} | kubectl apply -f -`;
  }
  const isFound = keys.some(({ foundAt }) => foundAt !== undefined);
  const from = isFound ? files.map((file) => ` --from-compose ${file}`).join('') : '';
  const wanted = keys.map(({ key }) => key).join(',');
  return `npx podlock secret --namespace ${namespace} --name ${name} --keys ${wanted}${from} | kubectl apply --server-side -f -`;
}
