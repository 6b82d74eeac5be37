import { type Flow, failure, join, joinFlows, Meeting, reached, success } from './shell-flow';
import { type Place, type Result, runText, type ShellState } from './shell-state';
import { computed } from './shell-word';

/** In a shell of its own: `exit` ends that one, and variables stay there. */
export function apart(shell: ShellState, run: () => Result): Result {
  const { exits, returns, breaks, continues, variables, stopsOnFailure, exitTrap } = shell;
  shell.exits = new Meeting();
  shell.returns = undefined;
  shell.exitTrap = undefined;
  shell.variables = new Map(variables);
  const { flow, output } = run();
  const end = afterTrap(shell, joinFlows(flow, shell.exits.flow));
  Object.assign(shell, { exits, returns, breaks, continues, variables, stopsOnFailure, exitTrap });
  return { flow: end, output };
}

/** A trap on EXIT may end a failed script well. */
export function afterTrap(shell: ShellState, end: Flow): Flow {
  const trap = shell.exitTrap;
  shell.exitTrap = undefined;
  const reachedEnd = reached(end);
  if (trap === undefined || reachedEnd === undefined) return end;
  shell.exits = new Meeting();
  shell.stopsOnFailure = false;
  const place = { parameters: [], tolerated: true, failureIgnored: false, input: undefined };
  runText(shell, trap, success(reachedEnd), place);
  const { succeeded } = shell.exits.flow;
  return succeeded === undefined ? end : { succeeded: join(end.succeeded, succeeded), failed: end.failed };
}

/** `set -e`. */
export function stopAtFailure(shell: ShellState, result: Result, { tolerated }: Place): Result {
  const { succeeded, failed } = result.flow;
  if (!shell.stopsOnFailure || tolerated || failed === undefined) return result;
  shell.exits.add(failure(failed));
  return { flow: success(succeeded), output: result.output };
}

export function setTrap(shell: ShellState, [action = '-', ...signals]: readonly string[], flow: Flow): void {
  // A signal may come at any time from here on.
  const mayEnd = action.includes('exit') || action.includes(computed);
  if (mayEnd) shell.exits.add(success(reached(flow)));
  if (signals.some((signal) => /^(?:0|(?:SIG)?EXIT|ERR|DEBUG)$/i.test(signal)))
    shell.exitTrap = action === '-' ? undefined : action;
  else if (action !== '-') {
    const place = { parameters: [], tolerated: true, failureIgnored: true, input: undefined };
    apart(shell, () => runText(shell, action, success(reached(flow)), place));
  }
}
