import { either, type Flow, reached, success } from './shell-flow';
import { noteUnread, type Place, type ShellState } from './shell-state';
import { computed } from './shell-word';

const letters: ReadonlyMap<string, string> = new Map([
  ['errexit', 'e'],
  ['noexec', 'n'],
  ['nounset', 'u'],
  ['xtrace', 'x'],
  ['noglob', 'f'],
  ['allexport', 'a'],
  ['verbose', 'v'],
]);

/** What `set` does. With `-n` the shell reads what follows, runs none of it, and ends well. */
export function setOptions(shell: ShellState, parameters: readonly string[], flow: Flow, place: Place): Flow {
  const facts = reached(flow);
  const { switches, isOpen, hasOperands } = readSwitches(parameters);
  if (hasOperands) forgetParameters(place);
  for (const { letter, on } of switches) if (letter === 'e') shell.stopsOnFailure = on;
  if (isOpen || switches.some(({ letter, on }) => letter === 'n' && on)) {
    noteUnread(shell, ['set', ...parameters]);
    shell.exits.add(success(facts));
    return either(facts);
  }
  // A shell may lack an option (dash has had pipefail since 0.5.13), and some go on after a wrong one.
  return switches.every(({ letter }) => /^[aefuvx]$/.test(letter)) ? success(facts) : either(facts);
}

/** After `set -- …` or `shift`, `$1` and its like are whatever the running script has made of them. */
export function forgetParameters({ parameters }: Place): void {
  parameters.splice(0, parameters.length, ...Array<string>(9).fill(computed));
}

interface Switch {
  /** The option's letter, or its name where the letter is not known here. */
  readonly letter: string;
  readonly on: boolean;
}

/** The options of a `set`, up to its first operand; open where only the running script knows them. */
function readSwitches(parameters: readonly string[]) {
  const switches: Switch[] = [];
  let at = 0;
  for (; mayBeOption(parameters[at] ?? ''); at++) {
    const word = parameters[at] ?? '';
    if (word.startsWith(computed)) return { switches, isOpen: true, hasOperands: true };
    for (const letter of word.slice(1)) {
      const name = (letter === 'o' ? parameters[++at] : letter) ?? '';
      switches.push({ letter: letters.get(name) ?? name, on: word.startsWith('-') });
    }
  }
  const isOpen = switches.some(({ letter }) => letter.includes(computed));
  return { switches, isOpen, hasOperands: at < parameters.length };
}

function mayBeOption(word: string): boolean {
  return (/^[-+]/.test(word) && word !== '--') || word.startsWith(computed);
}
