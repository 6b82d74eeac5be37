import { type ShellToken, shellTokens } from './shell-tokens';
import { computed, fillParts, readText, readWord } from './shell-word';

/** A program that a script starts, as far as one can tell without running it. */
export interface ShellCommand {
  /** The program and its arguments, with quotes taken off and variables filled in. */
  readonly words: readonly string[];
  /** What it reads from a pipe, a heredoc or a file that the script wrote. @default - nothing that is known */
  readonly input: string | undefined;
  /** Whether the script goes on when it fails: `… || true`. */
  readonly failureIgnored: boolean;
}

/** What a script does. */
export interface ShellReading {
  readonly commands: readonly ShellCommand[];
  /** The variables at its end. A value may hold `computed`. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Functions that call each other without end are left after this many commands. */
const stepLimit = 3_000;
const depthLimit = 12;

const skippedWords = new Set([
  'then',
  'else',
  'fi',
  'do',
  'done',
  '{',
  '}',
  '!',
  'if',
  'elif',
  'while',
  'until',
  'esac',
]);
const prefixCommands = new Set(['exec', 'command', 'sudo', 'env', 'nohup', 'time', 'builtin']);
const declarations = new Set(['export', 'readonly', 'local', 'declare']);
const harmless = new Set([':', 'true']);
const silent = new Set(['[', 'test', 'set', ':', 'true', 'false', 'exit', 'return', 'shift', 'sleep', 'mkdir', 'rm']);
const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/;

/**
 * Reads a shell script without running it: follows functions, loops over lists, pipes, heredocs and variables, and takes
 * every branch of an `if`. What it cannot know becomes `computed`.
 *
 * @param environment the variables that the script starts with
 */
export function readShellScript(script: string, environment: ReadonlyMap<string, string> = new Map()): ShellReading {
  const reader = new ShellReader(new Map(environment));
  reader.run(shellTokens(script), []);
  return { commands: reader.commands, variables: reader.variables };
}

interface SimpleCommand {
  readonly words: string[];
  readonly redirects: { readonly operator: string; readonly target: string }[];
  heredoc: string | undefined;
}

class ShellReader {
  readonly commands: ShellCommand[] = [];
  private readonly functions = new Map<string, readonly ShellToken[]>();
  private readonly files = new Map<string, string>();
  private steps = 0;
  private depth = 0;

  constructor(readonly variables: Map<string, string>) {}

  /** Reads the commands of a piece of script and returns what they print. */
  run(tokens: readonly ShellToken[], parameters: readonly string[]): string {
    if (this.depth >= depthLimit) return computed;
    this.depth++;
    let output = '';
    let piped: string | undefined;
    let at = 0;
    while (at < tokens.length && this.steps < stepLimit) {
      const structure = this.readStructure(tokens, at, parameters);
      const { end, printed } = structure ?? this.readCommand(tokens, at, parameters, piped);
      const pipes = isOperator(tokens[end], '|');
      // The output of a group reaches the pipe behind it as a whole.
      const closes = isWord(tokens[end - 1], '}') || isWord(tokens[end - 1], 'done') || isWord(tokens[end - 1], 'fi');
      piped = pipes ? (closes ? output + printed : printed) : undefined;
      if (!pipes) output += printed;
      at = end + 1;
    }
    this.depth--;
    return output;
  }

  /** A function or a `for` loop at this place. Everything else reads as a row of commands. */
  private readStructure(tokens: readonly ShellToken[], at: number, parameters: readonly string[]) {
    const first = tokens[at];
    if (first?.kind !== 'word') return undefined;
    if (isOperator(tokens[at + 1], '(') && isOperator(tokens[at + 2], ')')) return this.readFunction(tokens, at);
    if (first.text === 'for') return this.readLoop(tokens, at, parameters);
    return undefined;
  }

  private readFunction(tokens: readonly ShellToken[], at: number) {
    const open = tokens.findIndex((token, index) => index > at && isWord(token, '{'));
    if (open === -1) return { end: tokens.length, printed: '' };
    const close = matching(tokens, open, '{', '}');
    const name = tokens[at];
    if (name?.kind === 'word') this.functions.set(name.text, tokens.slice(open + 1, close));
    return { end: close + 1, printed: '' };
  }

  private readLoop(tokens: readonly ShellToken[], at: number, parameters: readonly string[]) {
    const open = tokens.findIndex((token, index) => index > at && isWord(token, 'do'));
    const name = tokens[at + 1];
    if (open === -1 || name?.kind !== 'word') return { end: tokens.length, printed: '' };
    const close = matching(tokens, open, 'do', 'done');
    const values = tokens
      .slice(at + 3, open)
      .flatMap((token) => (token.kind === 'word' ? this.split(token.text, parameters) : []));
    const body = tokens.slice(open + 1, close);
    let printed = '';
    for (const value of values) {
      this.variables.set(name.text, value);
      printed += this.run(body, parameters);
    }
    return { end: close + 1, printed };
  }

  private readCommand(
    tokens: readonly ShellToken[],
    at: number,
    parameters: readonly string[],
    piped: string | undefined,
  ) {
    this.steps++;
    const command: SimpleCommand = { words: [], redirects: [], heredoc: undefined };
    let end = at;
    for (let token = tokens[end]; token !== undefined && token.kind !== 'operator'; token = tokens[++end]) {
      this.gather(token, command, parameters);
    }
    const next = tokens[end + 1];
    const failureIgnored = isOperator(tokens[end], '||') && next?.kind === 'word' && harmless.has(next.text);
    const input = command.heredoc ?? this.redirectedInput(command) ?? piped;
    const printed = this.perform(command.words, input, failureIgnored);
    return { end, printed: this.redirectOutput(command, printed) };
  }

  private gather(token: ShellToken, command: SimpleCommand, parameters: readonly string[]): void {
    if (token.kind === 'heredoc') {
      command.heredoc = token.quoted ? token.body : fillParts(readText(token.body), this.variables, parameters);
    } else if (token.kind === 'redirect') {
      command.redirects.push({ operator: token.operator, target: this.expand(token.target, parameters) });
    } else if (token.kind === 'word' && !(command.words.length === 0 && skippedWords.has(token.text))) {
      command.words.push(...this.split(token.text, parameters));
    }
  }

  private redirectedInput({ redirects }: SimpleCommand): string | undefined {
    const source = redirects.findLast(({ operator }) => operator === '<');
    return source && this.files.get(source.target);
  }

  private redirectOutput({ redirects }: SimpleCommand, printed: string): string {
    const target = redirects.findLast(({ operator }) => /^1?>[>|]?$/.test(operator));
    if (target === undefined) return printed;
    const before = target.operator.endsWith('>>') ? (this.files.get(target.target) ?? '') : '';
    this.files.set(target.target, before + printed);
    return '';
  }

  /** Does what a command does to variables and files, and returns what it prints. */
  private perform(words: readonly string[], input: string | undefined, failureIgnored: boolean): string {
    const rest = this.assign(words);
    const [name = '', ...parameters] = rest;
    if (name === '') return '';
    if (prefixCommands.has(name)) return this.perform(parameters, input, failureIgnored);
    if (declarations.has(name)) {
      this.assign(parameters);
      return '';
    }
    const own = this.functions.get(name);
    if (own !== undefined) return this.run(own, parameters);
    if (name === 'eval') return this.run(shellTokens(parameters.join(' ')), []);
    const printed = this.print(name, parameters, input);
    if (printed !== undefined) return printed;
    if (/(?:^|\/)(?:ba|da|a)?sh$/.test(name)) return this.runShell(parameters, input);
    const known = input ?? parameters.map((file) => this.files.get(file)).find((file) => file !== undefined);
    this.commands.push({ words: rest, input: known, failureIgnored });
    return silent.has(name) ? '' : `${computed}\n`;
  }

  private print(name: string, parameters: readonly string[], input: string | undefined): string | undefined {
    if (name === 'echo') return `${parameters.filter((text) => !/^-[neE]+$/.test(text)).join(' ')}\n`;
    if (name === 'printf') return formatText(parameters);
    if (name === 'cat') return parameters.map((file) => this.files.get(file) ?? computed).join('') + (input ?? '');
    return undefined;
  }

  private runShell(parameters: readonly string[], input: string | undefined): string {
    const script = /^-\w*c$/.test(parameters[0] ?? '') ? parameters[1] : this.files.get(parameters[0] ?? '');
    return this.run(shellTokens(script ?? input ?? ''), parameters.slice(2));
  }

  /** Sets the variables in front of a command, and returns the command. */
  private assign(words: readonly string[]): readonly string[] {
    let at = 0;
    for (; at < words.length; at++) {
      const [, name, value] = assignment.exec(words[at] ?? '') ?? [];
      if (name === undefined || value === undefined) break;
      this.variables.set(name, value);
    }
    return words.slice(at);
  }

  /** The words that a word becomes. */
  private split(source: string, parameters: readonly string[]): readonly string[] {
    const { parts, splits } = readWord(source);
    const text = fillParts(parts, this.variables, parameters);
    return splits ? text.split(/\s+/).filter((part) => part !== '') : [text];
  }

  private expand(source: string, parameters: readonly string[]): string {
    return fillParts(readWord(source).parts, this.variables, parameters);
  }
}

function isWord(token: ShellToken | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text === text;
}

function isOperator(token: ShellToken | undefined, text: string): boolean {
  return token?.kind === 'operator' && token.text === text;
}

/** The index of the word that closes what `open` opened, or the end. */
function matching(tokens: readonly ShellToken[], start: number, open: string, close: string): number {
  let depth = 0;
  for (let at = start; at < tokens.length; at++) {
    if (isWord(tokens[at], open)) depth++;
    if (isWord(tokens[at], close)) depth--;
    if (depth === 0) return at;
  }
  return tokens.length;
}

function formatText([format = '', ...values]: readonly string[]): string {
  const remaining = [...values];
  return format.replace(/\\n/g, '\n').replace(/%[sdb]/g, () => (remaining.shift() ?? '').replace(/\\n/g, '\n'));
}
