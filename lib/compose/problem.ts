import { printable } from '../check/printable';

/** Where something stands in a file, counted from 1. */
export interface Place {
  /** The file's name as the user gave it, or as it is reached from the project's folder. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something that keeps a compose file from being imported. Never holds the value of a secret. */
export interface Problem {
  /** What is wrong and what to do: lower case, no final period. */
  readonly message: string;
  /** The key's path, as in `services.gluetun.ports`. @default - it is about the file as a whole */
  readonly path?: string;
  /** @default - it is about no file in particular */
  readonly place?: Place;
}

/** A compose file that cannot be imported: every problem that was found, one a line. */
export class ComposeError extends Error {
  override readonly name = 'ComposeError';

  constructor(readonly problems: readonly Problem[]) {
    super([...new Set(problems.map(formatProblem))].join('\n'));
  }
}

/** `docker-compose.yml:12:5 services.gluetun.ports: …` */
function formatProblem({ message, path, place }: Problem): string {
  const where = place === undefined ? '' : `${formatPlace(place)} `;
  // A key or a value may hold what a terminal obeys.
  return printable(`${where}${path === undefined || path === '' ? '' : `${path}: `}${message}`);
}

export function formatPlace({ column, file, line }: Place): string {
  return `${file}:${line}:${column}`;
}

/** Ends the import at once, where nothing more can be told. */
export function fail(message: string, place?: Place, path?: string): never {
  throw new ComposeError([{ message, ...(place !== undefined && { place }), ...(path !== undefined && { path }) }]);
}
