import { outcome, print } from './shell-builtins';
import { type ShellCall, scriptOf } from './shell-call';
import { apart, stopAtFailure } from './shell-exit';
import { redirected } from './shell-expansion';
import { either, type Flow, joinFlows, Meeting, nothing, reached, success } from './shell-flow';
import { type Launch, launchOf, mayDoAnything, overwritten } from './shell-programs';
import { noteUnread, type Place, type Result, runText, type ShellState } from './shell-state';
import type { ShellNode } from './shell-syntax';
import type { ShellToken } from './shell-tokens';
import { assignAll } from './shell-variables';
import { computed } from './shell-word';

/** Builtins that run a command in this shell. */
const ownPrefixes = new Set(['exec', 'command']);
const onlyBuiltin = new Set(['set', 'exit', 'return', 'eval', '.', 'source', 'trap', 'shift', 'exec', 'command']);
const declarations = new Set(['export', 'readonly', 'local', 'declare', 'typeset']);
const unknownOutput = `${computed}\n`;
const silent = new Set(['[', 'test', 'set', ':', 'true', 'false', 'exit', 'return', 'shift', 'sleep', 'mkdir', 'rm']);

export function runSimple(shell: ShellState, tokens: readonly ShellToken[], flow: Flow, place: Place): Result {
  shell.steps++;
  const result = redirected(shell, tokens, flow, place, (words, inside) => perform(shell, words, flow, inside));
  return stopAtFailure(shell, result, place);
}

/** Does what a command does to the script, its variables and its files. */
export function perform(shell: ShellState, words: readonly string[], flow: Flow, place: Place): Result {
  const rest = assignAll(shell, words);
  const [name = '', ...parameters] = rest;
  if (name === '')
    return {
      flow: words.length > 0 && words.join('').includes(computed) ? either(reached(flow)) : success(reached(flow)),
      output: '',
    };
  if (declarations.has(name)) return declare(shell, parameters, flow);
  const own = shell.functions.get(name);
  if (own !== undefined) return callFunction(shell, own, flow, { ...place, parameters });
  if (ownPrefixes.has(name)) return performPrefixed(shell, name, parameters, flow, place);
  const script = scriptOf(name, parameters, place.input, shell.files);
  if (script !== undefined) return runScript(shell, script, rest, flow, place);
  const launch = launchOf(name, parameters);
  if (launch !== undefined) return performLaunched(shell, launch, rest, flow, place);
  return performProgram(shell, rest, flow, place);
}

function declare(shell: ShellState, parameters: readonly string[], flow: Flow): Result {
  for (const word of parameters) assignAll(shell, [word]);
  const isName = parameters.every((word) => /^[A-Za-z_]\w*(?:=|$)/.test(word));
  return { flow: isName ? success(reached(flow)) : either(reached(flow)), output: '' };
}

function performPrefixed(
  shell: ShellState,
  name: string,
  parameters: readonly string[],
  flow: Flow,
  place: Place,
): Result {
  const facts = reached(flow);
  const first = parameters.findIndex((word) => !/^-(?:p|-)$/.test(word) || name !== 'command');
  const words = first === -1 ? [] : parameters.slice(first);
  if (words.length === 0) return { flow: success(facts), output: '' };
  if (name === 'command' && /^-p?[vV]+$/.test(words[0] ?? '')) return { flow: either(facts), output: computed };
  if (/^[-\0]/.test(words[0] ?? '')) noteUnread(shell, [name, ...words]);
  const result = perform(shell, words, flow, place);
  if (name !== 'exec') return result;
  shell.exits.add(result.flow);
  return { flow: nothing, output: result.output };
}

/** What another program runs: it changes nothing of this shell. */
function performLaunched(
  shell: ShellState,
  { words, isUnclear }: Launch,
  all: readonly string[],
  flow: Flow,
  place: Place,
): Result {
  if (isUnclear) noteUnread(shell, all);
  if (words.length === 0) return { flow: success(reached(flow)), output: '' };
  const isProgram = !shell.functions.has(words[0] ?? '') && !onlyBuiltin.has(words[0] ?? '');
  if (isProgram)
    return apart(shell, () => perform(shell, words, flow, { ...place, parameters: [...place.parameters] }));
  return { flow: either(reached(flow)), output: computed };
}

function callFunction(shell: ShellState, body: ShellNode, flow: Flow, place: Place): Result {
  const { returns } = shell;
  const ownReturns = new Meeting();
  shell.returns = ownReturns;
  const { flow: end, output } = shell.run(shell, body, flow, place);
  shell.returns = returns;
  return { flow: joinFlows(end, ownReturns.flow), output };
}

function runScript(
  shell: ShellState,
  { text, parameters, isOwn, stops }: ShellCall,
  words: readonly string[],
  flow: Flow,
  place: Place,
): Result {
  if (text === computed || (!isOwn && text.includes(computed))) {
    noteUnread(shell, words);
    return { flow: either(reached(flow)), output: computed };
  }
  if (!isOwn) return runText(shell, text, flow, place);
  const { functions } = shell;
  return apart(shell, () => {
    shell.stopsOnFailure = stops;
    const known = new Map(functions);
    const result = runText(shell, text, flow, { ...place, parameters: [...parameters], tolerated: false });
    functions.clear();
    for (const [name, body] of known) functions.set(name, body);
    return result;
  });
}

function performProgram(shell: ShellState, words: readonly string[], flow: Flow, place: Place): Result {
  const [name = '', ...parameters] = words;
  const printed = print(shell, name, parameters, place.input);
  if (printed !== undefined)
    return { flow: printed.includes(computed) ? either(reached(flow)) : success(reached(flow)), output: printed };
  const known = place.input ?? parameters.map((file) => shell.files.get(file)).find((file) => file !== undefined);
  const bit = bitOf(shell, name, parameters, known);
  shell.found.push({ command: { words, input: known, failureIgnored: place.failureIgnored }, bit });
  if (mayDoAnything(words)) noteUnread(shell, words);
  for (const file of overwritten(words)) if (shell.files.has(file)) shell.files.set(file, computed);
  if (name === '/gluetun-entrypoint' && parameters[0] !== 'healthcheck') shell.handedOn.push(new Map(shell.variables));
  return { flow: outcome(shell, words, flow, place, bit), output: silent.has(name) ? '' : unknownOutput };
}

/** The same for every kind of a program (`iptables`, `iptables-legacy`), because a script may try one after the other. */
function bitOf({ bits }: ShellState, name: string, parameters: readonly string[], input: string | undefined): bigint {
  const kind = name.replace(/^.*\//, '').replace(/-(?:legacy|nft)(?=-|$)/, '');
  const key = [kind, ...parameters, '\n', input ?? ''].join(' ');
  const bit = bits.get(key) ?? 1n << BigInt(bits.size);
  bits.set(key, bit);
  return bit;
}
