import { inspect } from 'node:util';

/** What a piece of a report is; each has its colour. */
type Role = 'leak' | 'risk' | 'advice' | 'title' | 'place' | 'fix';

/** Colours a piece of text for a terminal, or leaves it as it is. */
export type Paint = (role: Role, text: string) => string;

export const plain: Paint = (_, text) => text;

const colours: Readonly<Record<Role, keyof typeof inspect.colors>> = {
  leak: 'red',
  risk: 'yellow',
  advice: 'cyan',
  title: 'bold',
  place: 'gray',
  fix: 'green',
};

const coloured: Paint = (role, text) => {
  const [open, close] = inspect.colors[colours[role]] ?? [0, 0];
  return `\u001B[${open}m${text}\u001B[${close}m`;
};

/**
 * Colours where somebody sees them: on a terminal, unless NO_COLOR is set or TERM is dumb; FORCE_COLOR decides for
 * itself (0 or false: none).
 */
export function paintFor(isTerminal: boolean, environment: NodeJS.ProcessEnv): Paint {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = environment;
  if (forced !== undefined) return forced === '0' || forced === 'false' ? plain : coloured;
  return isTerminal && !refused && terminal !== 'dumb' ? coloured : plain;
}
