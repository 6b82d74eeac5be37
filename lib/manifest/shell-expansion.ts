import { apart } from './shell-exit';
import { type Flow, join, reached, success } from './shell-flow';
import { type Place, type Result, runText, type ShellState } from './shell-state';
import type { ShellToken } from './shell-tokens';
import { computed, fillParts, readText, readWord, type ShellWord, textLimit } from './shell-word';

/** What a redirect can always open. */
const always = /^(?:\d|\/dev\/(?:null|std(?:in|out|err)))$/;

interface SimpleCommand {
  readonly words: string[];
  readonly redirects: { readonly operator: string; readonly target: string }[];
  heredoc: string | undefined;
}

/** Runs what these tokens say, with the input and the output that their redirects give it. */
export function redirected(
  shell: ShellState,
  tokens: readonly ShellToken[],
  before: Flow,
  place: Place,
  run: (words: readonly string[], place: Place) => Result,
): Result {
  if (tokens.length === 0) return run([], place);
  const command: SimpleCommand = { words: [], redirects: [], heredoc: undefined };
  for (const token of tokens) gather(shell, token, command, place.parameters);
  const input = command.heredoc ?? redirectedInput(shell, command) ?? place.input;
  const { flow, output } = run(command.words, { ...place, input });
  const result = { flow, output: redirectOutput(shell, command, output) };
  if (command.redirects.every(({ target }) => always.test(target))) return result;
  // Where the file cannot be opened, the command does not run.
  return { ...result, flow: { succeeded: flow.succeeded, failed: join(flow.failed, reached(before)) } };
}

function gather(shell: ShellState, token: ShellToken, command: SimpleCommand, parameters: readonly string[]): void {
  if (token.kind === 'heredoc')
    command.heredoc = token.quoted ? token.body : fill(shell, readText(token.body), parameters);
  else if (token.kind === 'word') command.words.push(...split(shell, token.text, parameters));
  else if (token.kind === 'redirect') {
    command.redirects.push({ operator: token.operator, target: fill(shell, readWord(token.target), parameters) });
  }
}

function redirectedInput({ files }: ShellState, { redirects }: SimpleCommand): string | undefined {
  // Of another descriptor nobody knows what stands behind it.
  const source = redirects.findLast(({ operator, target }) => /^0?<[>&]?$/.test(operator) && target !== '-');
  return source && (files.get(source.target) ?? computed);
}

function redirectOutput({ files }: ShellState, { redirects }: SimpleCommand, printed: string): string {
  const target = redirects.findLast(({ operator }) => /^1?>[>|]?$/.test(operator));
  if (target === undefined) return printed;
  const before = target.operator.endsWith('>>') ? (files.get(target.target) ?? '') : '';
  files.set(target.target, (before + printed).length > textLimit ? computed : before + printed);
  return '';
}

/** The words that a word becomes. */
export function split(shell: ShellState, source: string, parameters: readonly string[]): readonly string[] {
  const word = readWord(source);
  const text = fill(shell, word, parameters);
  return word.splits ? text.split(/\s+/).filter((part) => part !== '') : [text];
}

function fill(shell: ShellState, { parts, scripts }: ShellWord, parameters: readonly string[]): string {
  for (const script of scripts) runInside(shell, script, parameters);
  return fillParts(parts, shell.variables, parameters);
}

/** What `$(…)` runs. */
function runInside(shell: ShellState, script: string, parameters: readonly string[]): void {
  const place = { parameters: [...parameters], tolerated: true, failureIgnored: false, input: undefined };
  apart(shell, () => runText(shell, script, success(0n), place));
}
