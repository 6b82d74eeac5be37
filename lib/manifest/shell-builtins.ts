import { setTrap } from './shell-exit';
import { either, type Facts, type Flow, failure, type Meeting, nothing, reached, success } from './shell-flow';
import { forgetParameters, setOptions } from './shell-options';
import type { Place, ShellState } from './shell-state';
import { testResult } from './shell-test';
import { assign } from './shell-variables';
import { computed } from './shell-word';

const neverFail = new Set([':', 'true']);

/** What `echo`, `printf` and `cat` print; undefined for every other program, and where they may fail. */
export function print(
  { files }: ShellState,
  name: string,
  parameters: readonly string[],
  input: string | undefined,
): string | undefined {
  if (name === 'echo') return `${parameters.filter((text) => !/^-[neE]+$/.test(text)).join(' ')}\n`;
  if (name === 'printf' && !/%(?![sb%])|^-/.test(parameters[0] ?? '-')) return formatText(parameters);
  if (name === 'cat') {
    return parameters.length === 0
      ? (input ?? '')
      : parameters.map((file) => files.get(file) ?? (file === '-' ? (input ?? '') : computed)).join('');
  }
  return undefined;
}

function formatText([format = '', ...values]: readonly string[]): string {
  const remaining = [...values];
  return format.replace(/\\n/g, '\n').replace(/%[sdb]/g, () => (remaining.shift() ?? '').replace(/\\n/g, '\n'));
}

/**
 * Where the script goes on after a builtin, or after any other program.
 *
 * @param bit what is certain once it has succeeded
 */
export function outcome(
  shell: ShellState,
  [name = '', ...parameters]: readonly string[],
  flow: Flow,
  place: Place,
  bit: bigint,
): Flow {
  const facts = reached(flow);
  switch (name) {
    case 'false':
      return failure(facts);
    case 'exit':
      return leave(shell.exits, statusFlow(parameters[0], flow));
    case 'return':
      return leave(shell.returns ?? shell.exits, statusFlow(parameters[0], flow));
    case 'break':
      return leave(shell.breaks, success(facts));
    case 'continue':
      return leave(shell.continues, success(facts));
    case 'set':
      return setOptions(shell, parameters, flow, place);
    case 'shift':
      forgetParameters(place);
      return either(facts);
    case 'trap':
      setTrap(shell, parameters, flow);
      return either(facts);
    case '[':
    case 'test':
      return outcomeOf(testResult(name === '[' ? parameters.slice(0, -1) : parameters), facts);
    case 'read':
      for (const variable of parameters) assign(shell, variable, computed);
      return either(facts);
    default:
      if (neverFail.has(name)) return success(facts);
      return { succeeded: facts === undefined ? undefined : facts | bit, failed: facts };
  }
}

function leave(to: Meeting, flow: Flow): Flow {
  to.add(flow);
  return nothing;
}

/** The end of a script or function with a status; without one it is that of the last command. */
function statusFlow(status: string | undefined, flow: Flow): Flow {
  if (status === undefined) return flow;
  if (!/^\d+$/.test(status)) return either(reached(flow));
  return Number(status) % 256 === 0 ? success(reached(flow)) : failure(reached(flow));
}

function outcomeOf(result: boolean | undefined, facts: Facts): Flow {
  if (result === undefined) return either(facts);
  return result ? success(facts) : failure(facts);
}
