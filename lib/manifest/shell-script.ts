import {
  either,
  type Facts,
  type Flow,
  failure,
  join,
  joinFlows,
  Meeting,
  nothing,
  reached,
  success,
} from './shell-flow';
import { parseShell, type ShellNode } from './shell-syntax';
import { testResult } from './shell-test';
import type { ShellToken } from './shell-tokens';
import { computed, fillParts, readText, readWord, type ShellWord, textLimit } from './shell-word';

/** A program that a script may start, as far as one can tell without running it. */
export interface ShellCommand {
  /** The program and its arguments, with quotes taken off and variables filled in. */
  readonly words: readonly string[];
  /** What it reads from a pipe, a heredoc or a file that the script wrote. @default - nothing that is known */
  readonly input: string | undefined;
  /** Whether the script goes on when it fails: `… || true`. */
  readonly failureIgnored: boolean;
  /** Whether the script cannot end well unless this, or another kind of the same program, has run and succeeded. */
  readonly certain: boolean;
}

/** What a script does. */
export interface ShellReading {
  /** Every command that may run, in order. What stands behind an `exit` or in an `if false` is not among them. */
  readonly commands: readonly ShellCommand[];
  /** The variables at its end. A value may hold `computed`. */
  readonly variables: ReadonlyMap<string, string>;
  /** Commands that may do anything, because what they run is not in the script. */
  readonly unread: readonly string[];
}

/** Functions that call each other without end are left after this many commands. */
const stepLimit = 3_000;
const depthLimit = 40;

const prefixCommands = new Set(['exec', 'command', 'sudo', 'env', 'nohup', 'time', 'builtin']);
const declarations = new Set(['export', 'readonly', 'local', 'declare']);
const harmless = new Set([':', 'true']);
const silent = new Set(['[', 'test', 'set', ':', 'true', 'false', 'exit', 'return', 'shift', 'sleep', 'mkdir', 'rm']);
const neverFail = new Set([':', 'true', 'echo', 'printf', 'shift', 'unset', 'umask']);
const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/;
/** Variables that decide which program a name stands for. */
const programVariable = /^(?:PATH|LD_\w+|ENV|BASH_ENV|IFS)$/;
const programFolders = /^(?:(?:\/usr(?:\/local)?)?\/s?bin(?::|$))+$/;
const shellName = /^(?:\/(?:usr\/)?(?:local\/)?bin\/)?(?:ba|da|a)?sh$/;

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
  const reader = new ShellReader(new Map(environment), new Map(files));
  return reader.read(words);
}

interface SimpleCommand {
  readonly words: string[];
  readonly redirects: { readonly operator: string; readonly target: string }[];
  heredoc: string | undefined;
}

/** Where a command stands. */
interface Place {
  readonly parameters: readonly string[];
  /** Whether its failure does not end the script although `set -e` holds: in the condition of an `if`, before `&&`. */
  readonly tolerated: boolean;
  readonly failureIgnored: boolean;
  readonly input: string | undefined;
}

interface Result {
  readonly flow: Flow;
  /** What it prints. */
  readonly output: string;
}

interface OpenCommand {
  readonly command: Omit<ShellCommand, 'certain'>;
  readonly bit: bigint;
}

class ShellReader {
  private readonly found: OpenCommand[] = [];
  private readonly unread = new Set<string>();
  private readonly functions = new Map<string, ShellNode>();
  private readonly bits = new Map<string, bigint>();
  private exits = new Meeting();
  private returns: Meeting | undefined;
  private breaks = new Meeting();
  private continues = new Meeting();
  private stopsOnFailure = false;
  private exitTrap: string | undefined;
  private steps = 0;
  private depth = 0;

  constructor(
    private variables: Map<string, string>,
    private readonly files: Map<string, string>,
  ) {}

  read(words: readonly string[]): ShellReading {
    const place = { parameters: [], tolerated: false, failureIgnored: false, input: undefined };
    const { flow } = this.runFirst(words, place);
    const end = this.afterTrap(joinFlows(flow, this.exits.flow));
    if (this.steps >= stepLimit) this.unread.add('more commands than can be followed');
    const commands = this.found.map(({ command, bit }) => ({
      ...command,
      certain: end.succeeded === undefined || (end.succeeded & bit) !== 0n,
    }));
    return { commands, variables: this.variables, unread: [...this.unread] };
  }

  /** The first shell is not left: its variables are those of the whole script. */
  private runFirst(words: readonly string[], place: Place): Result {
    const [name = '', ...parameters] = words;
    const script = this.scriptOf(name, parameters, place);
    if (script === undefined || script.text === computed) return this.perform(words, success(0n), place);
    this.stopsOnFailure = script.stops;
    return this.runText(script.text, success(0n), { ...place, parameters: script.parameters });
  }

  private run(node: ShellNode, flow: Flow, place: Place): Result {
    if (reached(flow) === undefined) return { flow: nothing, output: '' };
    if (this.depth >= depthLimit || this.steps >= stepLimit) {
      this.unread.add('more commands than can be followed');
      return { flow: either(reached(flow)), output: computed };
    }
    this.depth++;
    const result = this.runNode(node, flow, place);
    this.depth--;
    return result.output.length > textLimit ? { flow: result.flow, output: computed } : result;
  }

  private runNode(node: ShellNode, flow: Flow, place: Place): Result {
    switch (node.kind) {
      case 'simple':
        return this.runSimple(node.tokens, flow, place);
      case 'pipeline':
        return this.runPipeline(node, flow, place);
      case 'chain':
        return this.runChain(node, flow, place);
      case 'list':
        return this.runList(node, flow, place);
      case 'group':
        return this.redirected(node.redirects, place, (inside) =>
          node.subshell
            ? this.stopAtFailure(
                this.apart(() => this.run(node.body, flow, inside)),
                inside,
              )
            : this.run(node.body, flow, inside),
        );
      case 'if':
        return this.redirected(node.redirects, place, (inside) => this.runIf(node, flow, inside));
      case 'loop':
        return this.redirected(node.redirects, place, (inside) => this.runLoop(node, flow, inside));
      case 'for':
        return this.redirected(node.redirects, place, (inside) => this.runFor(node, flow, inside));
      case 'case':
        return this.runCase(node, flow, place);
      case 'function':
        this.functions.set(node.name, node.body);
        return { flow: success(reached(flow)), output: '' };
    }
  }

  private runList({ items }: ShellNode & { kind: 'list' }, flow: Flow, place: Place): Result {
    let here = flow;
    let output = '';
    for (const { node, background } of items) {
      const result = background ? this.apart(() => this.run(node, here, place)) : this.run(node, here, place);
      here = background ? success(reached(here)) : result.flow;
      output += result.output;
      if (reached(here) === undefined) break;
    }
    return { flow: here, output };
  }

  private runChain({ links }: ShellNode & { kind: 'chain' }, flow: Flow, place: Place): Result {
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
      const result = this.run(node, enter, inside);
      output += result.output;
      here = result.flow;
      if (operator === '&&') here = { succeeded: here.succeeded, failed: join(here.failed, failed) };
      if (operator === '||') here = { succeeded: join(here.succeeded, succeeded), failed: here.failed };
    });
    return { flow: here, output };
  }

  private runPipeline({ nodes, negated }: ShellNode & { kind: 'pipeline' }, flow: Flow, place: Place): Result {
    let { input } = place;
    let result: Result = { flow, output: '' };
    nodes.forEach((node, index) => {
      const isLast = index === nodes.length - 1;
      const inside = { ...place, input, tolerated: place.tolerated || negated || !isLast };
      const step = () => this.run(node, flow, inside);
      result = nodes.length === 1 ? step() : this.apart(step);
      input = result.output;
    });
    if (nodes.length > 1) result = this.stopAtFailure(result, { ...place, tolerated: place.tolerated || negated });
    const { succeeded, failed } = result.flow;
    return negated ? { flow: { succeeded: failed, failed: succeeded }, output: result.output } : result;
  }

  private runIf({ clauses, otherwise }: ShellNode & { kind: 'if' }, flow: Flow, place: Place): Result {
    const end = new Meeting();
    let output = '';
    let here = flow;
    for (const { condition, body } of clauses) {
      const asked = this.run(condition, here, { ...place, tolerated: true });
      const done = this.run(body, success(asked.flow.succeeded), place);
      end.add(done.flow);
      output += asked.output + done.output;
      here = failure(asked.flow.failed);
    }
    if (otherwise === undefined) end.add(success(here.failed));
    else {
      const done = this.run(otherwise, here, place);
      end.add(done.flow);
      output += done.output;
    }
    return { flow: end.flow, output };
  }

  private runLoop({ condition, body, until }: ShellNode & { kind: 'loop' }, flow: Flow, place: Place): Result {
    return this.inLoop(() => {
      const asked = this.run(condition, flow, { ...place, tolerated: true });
      const { succeeded, failed } = asked.flow;
      const done = this.run(body, success(until ? failed : succeeded), place);
      return { flow: success(until ? succeeded : failed), output: asked.output + done.output };
    });
  }

  private runFor({ name, words, body }: ShellNode & { kind: 'for' }, flow: Flow, place: Place): Result {
    const values = words === undefined ? place.parameters : words.flatMap((word) => this.split(word, place.parameters));
    return this.inLoop(() => {
      let here = success(reached(flow));
      let output = '';
      for (const value of values) {
        this.assign(name, value);
        const done = this.run(body, here, place);
        const next = joinFlows(done.flow, this.continues.flow);
        this.continues = new Meeting();
        // A list that only the running script knows may be empty.
        here = isOpenList(value) ? joinFlows(next, success(reached(here))) : next;
        output += done.output;
        if (reached(here) === undefined || output.length > textLimit) break;
      }
      return { flow: here, output };
    });
  }

  private runCase({ branches, always }: ShellNode & { kind: 'case' }, flow: Flow, place: Place): Result {
    const end = new Meeting();
    let output = '';
    for (const branch of branches) {
      const done = this.run(branch, success(reached(flow)), place);
      end.add(done.flow);
      output += done.output;
    }
    if (!always) end.add(success(reached(flow)));
    return { flow: end.flow, output };
  }

  private inLoop(run: () => Result): Result {
    const { breaks, continues } = this;
    this.breaks = new Meeting();
    this.continues = new Meeting();
    const { flow, output } = run();
    const end = joinFlows(flow, this.breaks.flow);
    this.breaks = breaks;
    this.continues = continues;
    return { flow: end, output };
  }

  /** In a shell of its own: `exit` ends that one, and variables stay there. */
  private apart(run: () => Result): Result {
    const { exits, returns, breaks, continues, variables, stopsOnFailure, exitTrap } = this;
    this.exits = new Meeting();
    this.returns = undefined;
    this.exitTrap = undefined;
    this.variables = new Map(variables);
    const { flow, output } = run();
    const end = this.afterTrap(joinFlows(flow, this.exits.flow));
    Object.assign(this, { exits, returns, breaks, continues, variables, stopsOnFailure, exitTrap });
    return { flow: end, output };
  }

  /** A trap on EXIT may end a failed script well. */
  private afterTrap(end: Flow): Flow {
    const trap = this.exitTrap;
    this.exitTrap = undefined;
    const reachedEnd = reached(end);
    if (trap === undefined || reachedEnd === undefined) return end;
    this.exits = new Meeting();
    this.stopsOnFailure = false;
    const place = { parameters: [], tolerated: true, failureIgnored: false, input: undefined };
    this.runText(trap, success(reachedEnd), place);
    const { succeeded } = this.exits.flow;
    return succeeded === undefined ? end : { succeeded: join(end.succeeded, succeeded), failed: end.failed };
  }

  private redirected(redirects: readonly ShellToken[], place: Place, run: (place: Place) => Result): Result {
    if (redirects.length === 0) return run(place);
    const command: SimpleCommand = { words: [], redirects: [], heredoc: undefined };
    for (const token of redirects) this.gather(token, command, place.parameters);
    const { flow, output } = run({ ...place, input: command.heredoc ?? this.redirectedInput(command) ?? place.input });
    return { flow, output: this.redirectOutput(command, output) };
  }

  private runSimple(tokens: readonly ShellToken[], flow: Flow, place: Place): Result {
    this.steps++;
    const command: SimpleCommand = { words: [], redirects: [], heredoc: undefined };
    for (const token of tokens) this.gather(token, command, place.parameters);
    const input = command.heredoc ?? this.redirectedInput(command) ?? place.input;
    const result = this.stopAtFailure(this.perform(command.words, flow, { ...place, input }), place);
    return { flow: result.flow, output: this.redirectOutput(command, result.output) };
  }

  /** `set -e`. */
  private stopAtFailure(result: Result, { tolerated }: Place): Result {
    const { succeeded, failed } = result.flow;
    if (!this.stopsOnFailure || tolerated || failed === undefined) return result;
    this.exits.add(failure(failed));
    return { flow: success(succeeded), output: result.output };
  }

  private gather(token: ShellToken, command: SimpleCommand, parameters: readonly string[]): void {
    if (token.kind === 'heredoc')
      command.heredoc = token.quoted ? token.body : this.fill(readText(token.body), parameters);
    else if (token.kind === 'word') command.words.push(...this.split(token.text, parameters));
    else if (token.kind === 'redirect') {
      command.redirects.push({ operator: token.operator, target: this.fill(readWord(token.target), parameters) });
    }
  }

  private redirectedInput({ redirects }: SimpleCommand): string | undefined {
    const source = redirects.findLast(({ operator }) => operator === '<');
    return source && (this.files.get(source.target) ?? computed);
  }

  private redirectOutput({ redirects }: SimpleCommand, printed: string): string {
    const target = redirects.findLast(({ operator }) => /^1?>[>|]?$/.test(operator));
    if (target === undefined) return printed;
    const before = target.operator.endsWith('>>') ? (this.files.get(target.target) ?? '') : '';
    this.files.set(target.target, (before + printed).length > textLimit ? computed : before + printed);
    return '';
  }

  /** Does what a command does to the script, its variables and its files. */
  private perform(words: readonly string[], flow: Flow, place: Place): Result {
    const facts = reached(flow);
    const rest = this.assignAll(words);
    const [name = '', ...parameters] = rest;
    if (name === '')
      return {
        flow: words.length > 0 && words.join('').includes(computed) ? either(facts) : success(facts),
        output: '',
      };
    if (declarations.has(name)) {
      this.assignAll(parameters);
      return { flow: success(facts), output: '' };
    }
    const own = this.functions.get(name);
    if (own !== undefined) return this.call(own, flow, { ...place, parameters });
    if (prefixCommands.has(name)) return this.performPrefixed(name, parameters, flow, place);
    const script = this.scriptOf(name, parameters, place);
    if (script !== undefined) return this.runScript(script, rest, flow, place);
    return this.performProgram(rest, flow, place);
  }

  private performPrefixed(name: string, parameters: readonly string[], flow: Flow, place: Place): Result {
    if (parameters.length === 0) return { flow: success(reached(flow)), output: '' };
    if (name === 'command' && /^-[vV]+$/.test(parameters[0] ?? ''))
      return { flow: either(reached(flow)), output: computed };
    const result = this.perform(parameters, flow, place);
    if (name !== 'exec') return result;
    this.exits.add(result.flow);
    return { flow: nothing, output: result.output };
  }

  private call(body: ShellNode, flow: Flow, place: Place): Result {
    const { returns } = this;
    this.returns = new Meeting();
    const { flow: end, output } = this.run(body, flow, place);
    const result = joinFlows(end, this.returns.flow);
    this.returns = returns;
    return { flow: result, output };
  }

  private performProgram(words: readonly string[], flow: Flow, place: Place): Result {
    const [name = '', ...parameters] = words;
    const facts = reached(flow);
    const printed = this.print(name, parameters, place.input);
    if (printed !== undefined)
      return { flow: printed.includes(computed) ? either(facts) : success(facts), output: printed };
    const known = place.input ?? parameters.map((file) => this.files.get(file)).find((file) => file !== undefined);
    const bit = this.bitOf(name, parameters, known);
    this.found.push({ command: { words, input: known, failureIgnored: place.failureIgnored }, bit });
    this.noteUnread(words);
    return { flow: this.outcome(name, parameters, flow, bit), output: silent.has(name) ? '' : `${computed}\n` };
  }

  private outcome(name: string, parameters: readonly string[], flow: Flow, bit: bigint): Flow {
    const facts = reached(flow);
    switch (name) {
      case 'false':
        return failure(facts);
      case 'exit':
        return this.leave(this.exits, statusFlow(parameters[0], flow));
      case 'return':
        return this.leave(this.returns ?? this.exits, statusFlow(parameters[0], flow));
      case 'break':
        return this.leave(this.breaks, success(facts));
      case 'continue':
        return this.leave(this.continues, success(facts));
      case 'set':
        this.setOptions(parameters);
        return success(facts);
      case 'trap':
        this.setTrap(parameters);
        return success(facts);
      case '[':
      case 'test':
        return outcomeOf(testResult(name === '[' ? parameters.slice(0, -1) : parameters), facts);
      case 'read':
        for (const variable of parameters) this.assign(variable, computed);
        return either(facts);
      default:
        if (neverFail.has(name)) return success(facts);
        return { succeeded: facts === undefined ? undefined : facts | bit, failed: facts };
    }
  }

  private leave(to: Meeting, flow: Flow): Flow {
    to.add(flow);
    return nothing;
  }

  private setOptions(parameters: readonly string[]): void {
    parameters.forEach((option, index) => {
      const isExit = /^[-+]\w*e/.test(option) || (/^[-+]\w*o$/.test(option) && parameters[index + 1] === 'errexit');
      if (isExit) this.stopsOnFailure = option.startsWith('-');
    });
  }

  private setTrap([action = '-', ...signals]: readonly string[]): void {
    if (!signals.some((signal) => /^(?:0|(?:SIG)?EXIT|ERR|DEBUG)$/i.test(signal))) return;
    this.exitTrap = action === '-' ? undefined : action;
  }

  /** The same for every kind of a program (`iptables`, `iptables-legacy`), because a script may try one after the other. */
  private bitOf(name: string, parameters: readonly string[], input: string | undefined): bigint {
    const kind = name.replace(/^.*\//, '').replace(/-(?:legacy|nft)(?=-|$)/, '');
    const key = [kind, ...parameters, '\n', input ?? ''].join(' ');
    const bit = this.bits.get(key) ?? 1n << BigInt(this.bits.size);
    this.bits.set(key, bit);
    return bit;
  }

  private noteUnread(words: readonly string[]): void {
    const [name = ''] = words;
    const isElsewhere = name.includes('/') && !/^\/(?:usr\/)?(?:local\/)?s?bin\/[^/]+$/.test(name);
    const isUnknown = name.includes(computed) || (isElsewhere && name !== '/gluetun-entrypoint');
    if (isUnknown || ['alias', 'enable', 'hash', 'chroot', 'nsenter', 'unshare', 'mount'].includes(name))
      this.note(words);
  }

  private note(words: readonly string[]): void {
    this.unread.add(words.join(' ').replaceAll(computed, '…').slice(0, 80));
  }

  private print(name: string, parameters: readonly string[], input: string | undefined): string | undefined {
    if (name === 'echo') return `${parameters.filter((text) => !/^-[neE]+$/.test(text)).join(' ')}\n`;
    if (name === 'printf') return formatText(parameters);
    if (name === 'cat') {
      return parameters.length === 0
        ? (input ?? '')
        : parameters.map((file) => this.files.get(file) ?? (file === '-' ? (input ?? '') : computed)).join('');
    }
    return undefined;
  }

  /** The script that a command hands to a shell; undefined when it is no shell. */
  private scriptOf(name: string, parameters: readonly string[], { input }: Place): ShellCall | undefined {
    if (name === 'eval') return { text: parameters.join(' '), parameters: [], isOwn: false, stops: false };
    if (name === '.' || name === 'source') return this.fileCall(parameters[0] ?? '', [], false);
    if (/(?:^|\/)busybox$/.test(name))
      return this.scriptOf(parameters[0] ?? '', parameters.slice(1), { input } as Place);
    if (this.files.has(name) && name.startsWith('/')) return this.fileCall(name, parameters, true);
    return shellName.test(name) ? this.shellCall(parameters, input) : undefined;
  }

  private shellCall(parameters: readonly string[], input: string | undefined): ShellCall {
    const { options, rest } = shellOptions(parameters);
    const stops = options.includes('e');
    const [first, ...others] = rest;
    if (options.includes('n')) return { text: '', parameters: [], isOwn: true, stops };
    if (options.includes('c')) return { text: first ?? '', parameters: others.slice(1), isOwn: true, stops };
    if (first === undefined) return { text: input ?? '', parameters: [], isOwn: true, stops };
    return { ...this.fileCall(first, others, true), stops };
  }

  private fileCall(file: string, parameters: readonly string[], isOwn: boolean): ShellCall {
    return { text: this.files.get(file) ?? computed, parameters, isOwn, stops: false };
  }

  private runScript(
    { text, parameters, isOwn, stops }: ShellCall,
    words: readonly string[],
    flow: Flow,
    place: Place,
  ): Result {
    if (text === computed || (!isOwn && text.includes(computed))) {
      this.note(words);
      return { flow: either(reached(flow)), output: computed };
    }
    if (!isOwn) return this.runText(text, flow, place);
    const { functions } = this;
    return this.apart(() => {
      this.stopsOnFailure = stops;
      const known = new Map(functions);
      const result = this.runText(text, flow, { ...place, parameters, tolerated: false });
      functions.clear();
      for (const [name, body] of known) functions.set(name, body);
      return result;
    });
  }

  private runText(text: string, flow: Flow, place: Place): Result {
    const { body, isBroken } = parseShell(text);
    if (isBroken) this.unread.add('a script with a syntax error');
    return this.run(body, flow, place);
  }

  /** Sets the variables in front of a command, and returns the command. */
  private assignAll(words: readonly string[]): readonly string[] {
    let at = 0;
    for (; at < words.length; at++) {
      const [, name, value] = assignment.exec(words[at] ?? '') ?? [];
      if (name === undefined || value === undefined) break;
      this.assign(name, value);
    }
    return words.slice(at);
  }

  private assign(name: string, value: string): void {
    if (programVariable.test(name) && !(name === 'PATH' && programFolders.test(value))) this.note([`${name}=${value}`]);
    this.variables.set(name, value);
  }

  /** The words that a word becomes. */
  private split(source: string, parameters: readonly string[]): readonly string[] {
    const word = readWord(source);
    const text = this.fill(word, parameters);
    return word.splits ? text.split(/\s+/).filter((part) => part !== '') : [text];
  }

  private fill({ parts, scripts }: ShellWord, parameters: readonly string[]): string {
    for (const script of scripts) this.runInside(script, parameters);
    return fillParts(parts, this.variables, parameters);
  }

  /** What `$(…)` runs. */
  private runInside(script: string, parameters: readonly string[]): void {
    const place = { parameters, tolerated: true, failureIgnored: false, input: undefined };
    this.apart(() => this.runText(script, success(0n), place));
  }
}

interface ShellCall {
  readonly text: string;
  readonly parameters: readonly string[];
  /** Whether it runs in a shell of its own, not in this one (`eval`, `.`). */
  readonly isOwn: boolean;
  /** `sh -e`. */
  readonly stops: boolean;
}

/** The letters of a shell's options, and what follows them. */
function shellOptions(words: readonly string[]): { options: string; rest: readonly string[] } {
  const first = words.findIndex((word, at) => !/^[-+]./.test(word) && !/^[-+]\w*o$/.test(words[at - 1] ?? ''));
  const rest = first === -1 ? [] : words.slice(first);
  const options = words.slice(0, words.length - rest.length).map((word) => {
    if (word === 'errexit') return 'e';
    return /^-\w/.test(word) ? word.slice(1) : '';
  });
  return { options: options.join(''), rest };
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

function outcomeOf(result: boolean | undefined, facts: Facts): Flow {
  if (result === undefined) return either(facts);
  return result ? success(facts) : failure(facts);
}

/** The end of a script or function with a status; without one it is that of the last command. */
function statusFlow(status: string | undefined, flow: Flow): Flow {
  if (status === undefined) return flow;
  if (!/^\d+$/.test(status)) return either(reached(flow));
  return Number(status) % 256 === 0 ? success(reached(flow)) : failure(reached(flow));
}

function formatText([format = '', ...values]: readonly string[]): string {
  const remaining = [...values];
  return format.replace(/\\n/g, '\n').replace(/%[sdb]/g, () => (remaining.shift() ?? '').replace(/\\n/g, '\n'));
}
