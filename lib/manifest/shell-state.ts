import { type Flow, Meeting } from './shell-flow';
import { parseShell, type ShellNode } from './shell-syntax';
import { computed } from './shell-word';

/** A program that a script may start, as far as one can tell without running it. */
export interface StartedCommand {
  /** The program and its arguments, with quotes taken off and variables filled in. */
  readonly words: readonly string[];
  /** What it reads from a pipe, a heredoc or a file that the script wrote. @default - nothing that is known */
  readonly input: string | undefined;
  /** Whether the script goes on when it fails: `… || true`. */
  readonly failureIgnored: boolean;
}

/** Where a command stands. */
export interface Place {
  /** `$1`, `$2`, …; `shift` and `set` change them. */
  readonly parameters: string[];
  /** Whether its failure does not end the script although `set -e` holds: in the condition of an `if`, before `&&`. */
  readonly tolerated: boolean;
  readonly failureIgnored: boolean;
  readonly input: string | undefined;
}

/** How a command ends. */
export interface Result {
  readonly flow: Flow;
  /** What it prints. */
  readonly output: string;
}

/** Runs a command from a place in the script. */
export type Run = (shell: ShellState, node: ShellNode, flow: Flow, place: Place) => Result;

/** What is known while a script is read. */
export interface ShellState {
  /** Reads any command: words and commands hold scripts that hold commands. */
  readonly run: Run;
  /** The commands so far, each with its bit in the facts of a `Flow`. */
  readonly found: { readonly command: StartedCommand; readonly bit: bigint }[];
  /** Commands that may do anything, because what they run is not in the script. */
  readonly unread: Set<string>;
  readonly functions: Map<string, ShellNode>;
  /** The bit of each command, by its text. */
  readonly bits: Map<string, bigint>;
  /** The texts of the files, by their full names. */
  readonly files: Map<string, string>;
  /** The variables with which gluetun starts, each time that the script may start it. */
  readonly handedOn: ReadonlyMap<string, string>[];
  variables: Map<string, string>;
  exits: Meeting;
  /** @default - not in a function */
  returns: Meeting | undefined;
  breaks: Meeting;
  continues: Meeting;
  /** `set -e`. */
  stopsOnFailure: boolean;
  exitTrap: string | undefined;
  steps: number;
  depth: number;
}

export function startState(run: Run, variables: Map<string, string>, files: Map<string, string>): ShellState {
  return {
    run,
    found: [],
    unread: new Set(),
    functions: new Map(),
    bits: new Map(),
    files,
    handedOn: [],
    variables,
    exits: new Meeting(),
    returns: undefined,
    breaks: new Meeting(),
    continues: new Meeting(),
    stopsOnFailure: false,
    exitTrap: undefined,
    steps: 0,
    depth: 0,
  };
}

export function runText(shell: ShellState, text: string, flow: Flow, place: Place): Result {
  const { body, isBroken } = parseShell(text);
  if (isBroken) shell.unread.add('a script with a syntax error');
  return shell.run(shell, body, flow, place);
}

/** Notes a command that may do anything. */
export function noteUnread({ unread }: ShellState, words: readonly string[]): void {
  unread.add(words.join(' ').replaceAll(computed, '…').slice(0, 80));
}
