import { scriptOf } from './shell-call';
import { perform } from './shell-command';
import { hasTooManySteps, noteLimit, run } from './shell-control-flow';
import { afterTrap } from './shell-exit';
import { joinFlows, success } from './shell-flow';
import { type Result, runText, type ShellState, type StartedCommand, startState } from './shell-state';
import { computed } from './shell-word';

/** A program that a script may start, and whether the script depends on it. */
export interface ShellCommand extends StartedCommand {
  /** Whether the script cannot end well unless this, or another kind of the same program, has run and succeeded. */
  readonly certain: boolean;
}

/** What a script does. */
export interface ShellReading {
  /** Every command that may run, in order. What stands behind an `exit` or in an `if false` is not among them. */
  readonly commands: readonly ShellCommand[];
  /** The variables with which it starts gluetun, or else those at its end. A value may hold `computed`. */
  readonly variables: ReadonlyMap<string, string>;
  /** Commands that may do anything, because what they run is not in the script. */
  readonly unread: readonly string[];
}

/**
 * Reads a shell script without running it: follows functions, loops over lists, pipes, heredocs and variables, and takes
 * every branch of an `if` that it cannot decide. What it cannot know becomes `computed`.
 *
 * @param environment the variables that the script starts with
 */
export function readShellScript(script: string, environment: ReadonlyMap<string, string> = new Map()): ShellReading {
  return readCommandLine(['sh', '-c', script], environment);
}

/**
 * Reads a program with its arguments as the container runtime starts it: a shell with a script, or anything else.
 *
 * @param files the texts that the container finds under a full file name
 */
export function readCommandLine(
  words: readonly string[],
  environment: ReadonlyMap<string, string> = new Map(),
  files: ReadonlyMap<string, string> = new Map(),
): ShellReading {
  const shell = startState(run, new Map(environment), new Map(files));
  const { flow } = runFirst(shell, words);
  const end = afterTrap(shell, joinFlows(flow, shell.exits.flow));
  if (hasTooManySteps(shell)) noteLimit(shell);
  const commands = shell.found.map(({ command, bit }) => ({
    ...command,
    certain: end.succeeded === undefined || (end.succeeded & bit) !== 0n,
  }));
  return { commands, variables: variablesOf(shell), unread: [...shell.unread] };
}

/** What differs between several starts of gluetun is not known. */
function variablesOf({ handedOn, variables }: ShellState): ReadonlyMap<string, string> {
  const [first, ...others] = handedOn;
  if (first === undefined) return variables;
  const joined = new Map(first);
  for (const other of others) {
    for (const name of new Set([...joined.keys(), ...other.keys()]))
      if (joined.get(name) !== other.get(name)) joined.set(name, computed);
  }
  return joined;
}

/** The first shell is not left: its variables are those of the whole script. */
function runFirst(shell: ShellState, words: readonly string[]): Result {
  const place = { parameters: [], tolerated: false, failureIgnored: false, input: undefined };
  const [name = '', ...parameters] = words;
  const script = scriptOf(name, parameters, undefined, shell.files);
  if (script === undefined || script.text === computed) return perform(shell, words, success(0n), place);
  shell.stopsOnFailure = script.stops;
  return runText(shell, script.text, success(0n), { ...place, parameters: [...script.parameters] });
}
