import { interpolateText, type Variables } from './interpolate';
import type { Problem } from './problem';
import { SecretVariables } from './secret-variables';

const LINE = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*(?:[=:]\s?(.*))?$/s;

/** What an .env file says, and its lines that say nothing. */
export interface EnvFile {
  readonly values: ReadonlyMap<string, string>;
  /** Names without "=": compose takes their values from the environment. */
  readonly inherited: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * An .env file, by compose's rules: comments, `export`, quotes, values over several lines in quotes, variables in what
 * is not in single quotes. Problems never show a value.
 * @param secrets gets to know the variables whose values have a secret one's in them
 */
export function readEnvFile(
  text: string,
  file: string,
  outside: Variables,
  secrets: SecretVariables = new SecretVariables(),
): EnvFile {
  const reader = new EnvReader(text.replace(/^\uFEFF/, '').split(/\r?\n/), file, outside, secrets);
  reader.read();
  return reader;
}

class EnvReader implements EnvFile {
  readonly values = new Map<string, string>();
  readonly inherited: string[] = [];
  readonly problems: Problem[] = [];

  constructor(
    private readonly lines: readonly string[],
    private readonly file: string,
    private readonly outside: Variables,
    private readonly secrets: SecretVariables,
  ) {}

  read(): void {
    for (let index = 0; index < this.lines.length; index++) index += this.readLine(this.lines[index] ?? '', index);
  }

  /** @returns how many lines more the value takes */
  private readLine(line: string, index: number): number {
    if (/^\s*(?:#|$)/.test(line)) return 0;
    const [, name, rest] = LINE.exec(line) ?? [];
    if (name === undefined) {
      const place = { file: this.file, line: index + 1, column: 1 };
      this.problems.push({ message: 'is neither NAME=VALUE nor a comment', place });
      return 0;
    }
    if (rest === undefined) {
      this.inherited.push(name);
      return 0;
    }
    const quoted = quotedValue(rest, this.lines, index);
    const isLiteral = quoted?.quote === "'";
    const text = quoted === undefined ? unquoted(rest) : isLiteral ? quoted.text : withoutEscapes(quoted.text);
    this.values.set(name, isLiteral ? text : this.interpolated(name, text));
    return quoted?.moreLines ?? 0;
  }

  private interpolated(name: string, text: string): string {
    const variables = new Map([...this.values, ...this.outside]);
    const value = interpolateText(text, variables);
    if (interpolateText(text, variables, this.secrets) !== value) this.secrets.add(name);
    return value;
  }
}

function unquoted(rest: string): string {
  return rest.replace(/(^|\s)#.*$/s, '').trim();
}

function quotedValue(rest: string, lines: readonly string[], index: number) {
  const quote = rest.trimStart().charAt(0);
  if (quote !== '"' && quote !== "'") return undefined;
  let text = rest.trimStart().slice(1);
  for (let moreLines = 0; ; moreLines++) {
    const end = closing(text, quote);
    if (end !== -1) return { quote, text: text.slice(0, end), moreLines };
    const next = lines[index + moreLines + 1];
    if (next === undefined) return undefined;
    text += `\n${next}`;
  }
}

function closing(text: string, quote: string): number {
  for (let at = 0; at < text.length; at++) {
    if (quote === '"' && text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === quote) return at;
  }
  return -1;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function withoutEscapes(text: string): string {
  return text.replace(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character);
}
