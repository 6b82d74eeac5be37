import { interpolateText, type Variables } from './interpolate';
import type { Problem } from './problem';

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
 */
export function readEnvFile(text: string, file: string, outside: Variables): EnvFile {
  const values = new Map<string, string>();
  const inherited: string[] = [];
  const problems: Problem[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, name, rest] = LINE.exec(line) ?? [];
    if (name === undefined) {
      problems.push({ message: 'is neither NAME=VALUE nor a comment', place: { file, line: index + 1, column: 1 } });
    } else if (rest === undefined) {
      inherited.push(name);
    } else {
      const known = new Map([...values, ...outside]);
      const quoted = quotedValue(rest, lines, index);
      if (quoted === undefined) values.set(name, interpolateText(unquoted(rest), known));
      else {
        values.set(name, quoted.quote === "'" ? quoted.text : interpolateText(unescape(quoted.text), known));
        index += quoted.moreLines;
      }
    }
  }
  return { values, inherited, problems };
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

function unescape(text: string): string {
  return text.replace(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character);
}
