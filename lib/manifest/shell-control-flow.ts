import { runSimple } from './shell-command';
import { apart, stopAtFailure } from './shell-exit';
import { redirected, split } from './shell-expansion';
import { either, type Flow, failure, join, joinFlows, Meeting, nothing, reached, success } from './shell-flow';
import type { Place, Result, ShellState } from './shell-state';
import type { ShellNode } from './shell-syntax';
import { assign } from './shell-variables';
import { computed, textLimit } from './shell-word';

/** Functions that call each other without end are left after this many commands. */
const stepLimit = 3_000;
const depthLimit = 40;

const harmless = new Set([':', 'true']);

/** Follows a command of any kind, down to the simple ones, on every way that it may take. */
export function run(shell: ShellState, node: ShellNode, flow: Flow, place: Place): Result {
  if (reached(flow) === undefined) return { flow: nothing, output: '' };
  if (shell.depth >= depthLimit || hasTooManySteps(shell)) {
    noteLimit(shell);
    return { flow: either(reached(flow)), output: computed };
  }
  shell.depth++;
  const result = runNode(shell, node, flow, place);
  shell.depth--;
  return result.output.length > textLimit ? { flow: result.flow, output: computed } : result;
}

export function hasTooManySteps({ steps }: ShellState): boolean {
  return steps >= stepLimit;
}

export function noteLimit({ unread }: ShellState): void {
  unread.add('more commands than can be followed');
}

function runNode(shell: ShellState, node: ShellNode, flow: Flow, place: Place): Result {
  switch (node.kind) {
    case 'simple':
      return runSimple(shell, node.tokens, flow, place);
    case 'pipeline':
      return runPipeline(shell, node, flow, place);
    case 'chain':
      return runChain(shell, node, flow, place);
    case 'list':
      return runList(shell, node, flow, place);
    case 'group':
      return redirected(shell, node.redirects, flow, place, (_, inside) => runGroup(shell, node, flow, inside));
    case 'if':
      return redirected(shell, node.redirects, flow, place, (_, inside) => runIf(shell, node, flow, inside));
    case 'loop':
      return redirected(shell, node.redirects, flow, place, (_, inside) => runLoop(shell, node, flow, inside));
    case 'for':
      return redirected(shell, node.redirects, flow, place, (_, inside) => runFor(shell, node, flow, inside));
    case 'case':
      return runCase(shell, node, flow, place);
    case 'function':
      shell.functions.set(node.name, node.body);
      return { flow: success(reached(flow)), output: '' };
  }
}

function runGroup(
  shell: ShellState,
  { body, subshell }: ShellNode & { kind: 'group' },
  flow: Flow,
  place: Place,
): Result {
  if (!subshell) return run(shell, body, flow, place);
  return stopAtFailure(
    shell,
    apart(shell, () => run(shell, body, flow, place)),
    place,
  );
}

function runList(shell: ShellState, { items }: ShellNode & { kind: 'list' }, flow: Flow, place: Place): Result {
  let here = flow;
  let output = '';
  for (const { node, background } of items) {
    const result = background ? apart(shell, () => run(shell, node, here, place)) : run(shell, node, here, place);
    here = background ? success(reached(here)) : result.flow;
    output += result.output;
    if (reached(here) === undefined) break;
  }
  return { flow: here, output };
}

function runChain(shell: ShellState, { links }: ShellNode & { kind: 'chain' }, flow: Flow, place: Place): Result {
  let here = flow;
  let output = '';
  links.forEach(({ operator, node }, index) => {
    const { succeeded, failed } = here;
    const next = links[index + 1];
    const inside =
      next === undefined
        ? place
        : { ...place, tolerated: true, failureIgnored: place.failureIgnored || isIgnored(next) };
    const enter = operator === '' ? here : operator === '&&' ? success(succeeded) : failure(failed);
    const result = run(shell, node, enter, inside);
    output += result.output;
    here = result.flow;
    if (operator === '&&') here = { succeeded: here.succeeded, failed: join(here.failed, failed) };
    if (operator === '||') here = { succeeded: join(here.succeeded, succeeded), failed: here.failed };
  });
  return { flow: here, output };
}

function runPipeline(
  shell: ShellState,
  { nodes, negated }: ShellNode & { kind: 'pipeline' },
  flow: Flow,
  place: Place,
): Result {
  let { input } = place;
  let result: Result = { flow, output: '' };
  nodes.forEach((node, index) => {
    const isLast = index === nodes.length - 1;
    const inside = { ...place, input, tolerated: place.tolerated || negated || !isLast };
    const step = () => run(shell, node, flow, inside);
    result = nodes.length === 1 ? step() : apart(shell, step);
    input = result.output;
  });
  if (nodes.length > 1) result = stopAtFailure(shell, result, { ...place, tolerated: place.tolerated || negated });
  const { succeeded, failed } = result.flow;
  return negated ? { flow: { succeeded: failed, failed: succeeded }, output: result.output } : result;
}

function runIf(
  shell: ShellState,
  { clauses, otherwise }: ShellNode & { kind: 'if' },
  flow: Flow,
  place: Place,
): Result {
  const end = new Meeting();
  let output = '';
  let here = flow;
  for (const { condition, body } of clauses) {
    const asked = run(shell, condition, here, { ...place, tolerated: true });
    const done = run(shell, body, success(asked.flow.succeeded), place);
    end.add(done.flow);
    output += asked.output + done.output;
    here = failure(asked.flow.failed);
  }
  if (otherwise === undefined) end.add(success(here.failed));
  else {
    const done = run(shell, otherwise, here, place);
    end.add(done.flow);
    output += done.output;
  }
  return { flow: end.flow, output };
}

function runLoop(
  shell: ShellState,
  { condition, body, until }: ShellNode & { kind: 'loop' },
  flow: Flow,
  place: Place,
): Result {
  return inLoop(shell, () => {
    const asked = run(shell, condition, flow, { ...place, tolerated: true });
    const { succeeded, failed } = asked.flow;
    const done = run(shell, body, success(until ? failed : succeeded), place);
    return { flow: success(until ? succeeded : failed), output: asked.output + done.output };
  });
}

function runFor(
  shell: ShellState,
  { name, words, body }: ShellNode & { kind: 'for' },
  flow: Flow,
  place: Place,
): Result {
  const values = words === undefined ? place.parameters : words.flatMap((word) => split(shell, word, place.parameters));
  return inLoop(shell, () => {
    let here = success(reached(flow));
    let output = '';
    for (const value of values) {
      assign(shell, name, value);
      const done = run(shell, body, here, place);
      const next = joinFlows(done.flow, shell.continues.flow);
      shell.continues = new Meeting();
      // A list that only the running script knows may be empty.
      here = isOpenList(value) ? joinFlows(next, success(reached(here))) : next;
      output += done.output;
      if (reached(here) === undefined || output.length > textLimit) break;
    }
    return { flow: here, output };
  });
}

function runCase(
  shell: ShellState,
  { branches, always }: ShellNode & { kind: 'case' },
  flow: Flow,
  place: Place,
): Result {
  const end = new Meeting();
  let output = '';
  for (const branch of branches) {
    const done = run(shell, branch, success(reached(flow)), place);
    end.add(done.flow);
    output += done.output;
  }
  if (!always) end.add(success(reached(flow)));
  return { flow: end.flow, output };
}

function inLoop(shell: ShellState, turns: () => Result): Result {
  const { breaks, continues } = shell;
  shell.breaks = new Meeting();
  shell.continues = new Meeting();
  const { flow, output } = turns();
  const end = joinFlows(flow, shell.breaks.flow);
  shell.breaks = breaks;
  shell.continues = continues;
  return { flow: end, output };
}

/** `… || true`. */
function isIgnored({ operator, node }: { operator: string; node: ShellNode }): boolean {
  if (operator !== '||' || node.kind !== 'simple') return false;
  const [first] = node.tokens;
  return first?.kind === 'word' && harmless.has(first.text);
}

function isOpenList(value: string): boolean {
  return value.includes(computed) || /[*?[]/.test(value);
}
