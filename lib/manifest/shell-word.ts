/** Stands in a text for whatever is only known when the script runs. */
export const computed = '\u0000';

/** A piece of a word: text as it is, a variable or a parameter, all parameters, or what only the running script knows. */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly otherwise: string | undefined }
  | { readonly kind: 'parameters' }
  | { readonly kind: 'computed' };

/** A word of a shell script, with its quotes understood and its variables still open. */
export interface ShellWord {
  readonly parts: readonly Part[];
  /** Whether it falls apart at the spaces of what it expands to: an unquoted variable does. */
  readonly splits: boolean;
}

/** The same words come back in every loop, and in the scripts of other Pods. */
const words = new Map<string, ShellWord>();
const texts = new Map<string, readonly Part[]>();
const limit = 4_000;

const expansion = /\\[\s\S]|\$\{(\w+)(?::?-([^}]*))?\}|\$(\w+)|\$\{[^}]*\}|\$\([\s\S]*?\)|`[^`]*`|\$[?#@*!-]/g;
const quoting =
  /'([^']*)'?|"((?:\\[\s\S]|[^"\\])*)"?|\\([\s\S])|(\$\{[^}]*\}|\$\([\s\S]*\)|\$\w+|\$[?#@*$!-]|`[^`]*`?)/g;

/** A word as the script writes it. */
export function readWord(source: string): ShellWord {
  const known = words.get(source);
  if (known !== undefined) return known;
  const word = { parts: wordParts(source), splits: /^\$\w+$|^\$\{\w+\}$|^"?\$@"?$/.test(source) };
  if (words.size >= limit) words.clear();
  words.set(source, word);
  return word;
}

/** A text in which variables are filled in: between double quotes, or in a heredoc. */
export function readText(source: string): readonly Part[] {
  const known = texts.get(source);
  if (known !== undefined) return known;
  const parts = textParts(source);
  if (texts.size >= limit) texts.clear();
  texts.set(source, parts);
  return parts;
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
  }
  return text;
}

function variableOf(name: string, variables: ReadonlyMap<string, string>, parameters: readonly string[]) {
  return /^\d$/.test(name) ? parameters[Number(name) - 1] : variables.get(name);
}

function wordParts(source: string): readonly Part[] {
  if (!/['"\\$`]/.test(source)) return [{ kind: 'text', text: source }];
  const parts: Part[] = [];
  let end = 0;
  for (const match of source.matchAll(quoting)) {
    const [whole, single, double, escaped, bare] = match;
    if (match.index > end) parts.push({ kind: 'text', text: source.slice(end, match.index) });
    const literal = single ?? escaped;
    if (literal !== undefined) parts.push({ kind: 'text', text: literal });
    else parts.push(...textParts(double ?? bare ?? ''));
    end = match.index + whole.length;
  }
  if (end < source.length) parts.push({ kind: 'text', text: source.slice(end) });
  return parts;
}

function textParts(source: string): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of source.matchAll(expansion)) {
    if (match.index > end) parts.push({ kind: 'text', text: source.slice(end, match.index) });
    parts.push(expansionPart(match));
    end = match.index + match[0].length;
  }
  if (end < source.length) parts.push({ kind: 'text', text: source.slice(end) });
  return parts;
}

function expansionPart([whole, braced, otherwise, bare]: RegExpMatchArray): Part {
  if (whole.startsWith('\\')) return { kind: 'text', text: /["\\$`]/.test(whole.charAt(1)) ? whole.slice(1) : whole };
  if (whole === '$@' || whole === '$*') return { kind: 'parameters' };
  const name = braced ?? bare;
  return name === undefined ? { kind: 'computed' } : { kind: 'variable', name, otherwise };
}
