import { endOfExpansion } from './shell-tokens';

/** Stands in a text for whatever is only known when the script runs. */
export const computed = '\u0000';

/** Longer texts than this are not built: `a="$a$a"` doubles at every turn. In characters. */
export const textLimit = 65_536;

/** A piece of a word: text as it is, a variable or a parameter, all parameters, or what only the running script knows. */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly otherwise: string | undefined }
  | { readonly kind: 'parameters' }
  /** `script` is what runs inside `$(…)`. */
  | { readonly kind: 'computed'; readonly script: string | undefined };

/** A text of a shell script, with its quotes understood and its variables still open. */
export interface ShellWord {
  readonly parts: readonly Part[];
  /** Whether it falls apart at the spaces of what it expands to: an unquoted variable does. */
  readonly splits: boolean;
  /** The scripts that run to fill it in: `$(…)`. */
  readonly scripts: readonly string[];
}

/** The same words come back in every loop, and in the scripts of other Pods. */
const words = new Map<string, ShellWord>();
const texts = new Map<string, ShellWord>();
const limit = 4_000;

/** A word as the script writes it. */
export function readWord(source: string): ShellWord {
  return words.get(source) ?? remember(words, source, wordParts(source));
}

/** A text in which variables are filled in: between double quotes, or in a heredoc. */
export function readText(source: string): ShellWord {
  return texts.get(source) ?? remember(texts, source, textParts(source));
}

function remember(known: Map<string, ShellWord>, source: string, parts: readonly Part[]): ShellWord {
  const word = {
    parts,
    splits: /^\$\w+$|^\$\{\w+\}$|^"?\$@"?$/.test(source),
    scripts: parts.flatMap((part) => (part.kind === 'computed' && part.script !== undefined ? [part.script] : [])),
  };
  if (known.size >= limit) known.clear();
  known.set(source, word);
  return word;
}

/** What the parts become with these variables and parameters (`$1`, `$2`, …). */
export function fillParts(
  parts: readonly Part[],
  variables: ReadonlyMap<string, string>,
  parameters: readonly string[],
): string {
  let text = '';
  for (const part of parts) {
    if (part.kind === 'text') text += part.text;
    else if (part.kind === 'parameters') text += parameters.join(' ');
    else if (part.kind === 'computed') text += computed;
    else text += variableOf(part.name, variables, parameters) ?? part.otherwise ?? computed;
    if (text.length > textLimit) return computed;
  }
  return text;
}

function variableOf(name: string, variables: ReadonlyMap<string, string>, parameters: readonly string[]) {
  return /^\d$/.test(name) ? parameters[Number(name) - 1] : variables.get(name);
}

const unquoted = /[^'"\\$`]+/y;

function wordParts(source: string): readonly Part[] {
  if (!/['"\\$`]/.test(source)) return [{ kind: 'text', text: source }];
  const parts: Part[] = [];
  let at = 0;
  while (at < source.length) {
    const end = endOfWordPart(source, at);
    const piece = source.slice(at, end);
    if (piece.startsWith("'")) parts.push({ kind: 'text', text: piece.replace(/^'|'$/g, '') });
    else if (piece.startsWith('"')) parts.push(...textParts(piece.replace(/^"|"$/g, '')));
    else if (piece.startsWith('\\')) parts.push({ kind: 'text', text: piece.slice(1) });
    else parts.push(...textParts(piece));
    at = end;
  }
  return parts;
}

function endOfWordPart(source: string, at: number): number {
  switch (source[at]) {
    case "'":
      return after(source, source.indexOf("'", at + 1));
    case '"':
      return endOfDoubleQuoted(source, at);
    case '\\':
      return at + 2;
    case '$':
    case '`':
      return endOfExpansion(source, at);
    default:
      return endOfRun(unquoted, source, at);
  }
}

function endOfDoubleQuoted(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source[at] !== '"') {
    if (source[at] === '\\') at += 2;
    else at = source[at] === '$' || source[at] === '`' ? endOfExpansion(source, at) : at + 1;
  }
  return at + 1;
}

function after(source: string, found: number): number {
  return found === -1 ? source.length : found + 1;
}

function endOfRun(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(source)?.[0].length ?? 1);
}

const plain = /[^\\$`]+/y;

function textParts(source: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < source.length) {
    const first = source[at];
    if (first === '\\') {
      const next = source.charAt(at + 1);
      parts.push({ kind: 'text', text: /["\\$`]/.test(next) ? next : first + next });
      at += 2;
    } else if (first === '$' || first === '`') {
      const end = endOfExpansion(source, at);
      parts.push(expansionPart(source.slice(at, end)));
      at = end;
    } else {
      const end = endOfRun(plain, source, at);
      parts.push({ kind: 'text', text: source.slice(at, end) });
      at = end;
    }
  }
  return parts;
}

function expansionPart(source: string): Part {
  if (source === '$@' || source === '$*') return { kind: 'parameters' };
  if (source === '$') return { kind: 'text', text: source };
  const [, name, otherwise, bare] = /^\$(?:\{(\w+)(?::?[-=]([^}$`]*))?\}|(\w+))$/.exec(source) ?? [];
  if (name !== undefined || bare !== undefined) return { kind: 'variable', name: name ?? bare ?? '', otherwise };
  const inside = /^(?:\$\((?!\()([\s\S]*?)\)?|`([^`]*)`?)$/.exec(source);
  return { kind: 'computed', script: inside?.[1] ?? inside?.[2] };
}
