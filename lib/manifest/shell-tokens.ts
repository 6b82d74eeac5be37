/** A piece of a POSIX shell script. Words keep their quotes and `$`, because their meaning depends on the variables. */
export type ShellToken =
  | { readonly kind: 'word'; readonly text: string }
  /** `;`, newline, `&&`, `||`, `|`, `&`, `(`, `)` or `;;`. */
  | { readonly kind: 'operator'; readonly text: string }
  /** `<file`, `>file`, `2>&1` and the like. */
  | { readonly kind: 'redirect'; readonly operator: string; readonly target: string }
  /** What stands between `<<WORD` and WORD. With a quoted WORD nothing in it is expanded. */
  | { readonly kind: 'heredoc'; readonly body: string; readonly quoted: boolean };

/** More than any start script has; what follows is not read. */
const tokenLimit = 20_000;

const blank = /(?:[ \t\r]|\\\r?\n)+/y;
const comment = /#[^\n]*/y;
const operator = /\n|;;|&&|\|\||[;&|()]/y;
const redirect = /\d*(?:<<-?|<>|<&|>>|>&|>\||<|>)/y;
const plainText = /[^\s;&|()<>'"\\$`]+/y;
const singleQuoted = /'[^']*'?/y;
const escaped = /\\[\s\S]?/y;
const variable = /\$(?:\w+|[?#@*$!-])/y;

/** Cuts a POSIX shell script into its pieces. Never throws; an unclosed quote runs to the end. */
export function shellTokens(script: string): readonly ShellToken[] {
  const reader = new TokenReader(script);
  return reader.read();
}

interface Heredoc {
  readonly index: number;
  readonly end: string;
  readonly quoted: boolean;
  readonly indented: boolean;
}

class TokenReader {
  private at = 0;
  private readonly tokens: ShellToken[] = [];
  private waiting: Heredoc[] = [];

  constructor(private readonly script: string) {}

  read(): readonly ShellToken[] {
    while (this.at < this.script.length && this.tokens.length < tokenLimit) {
      if (this.take(blank) || this.take(comment)) continue;
      if (!this.readRedirect() && !this.readOperator()) this.tokens.push({ kind: 'word', text: this.readWord() });
    }
    return this.tokens;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const text = pattern.exec(this.script)?.[0];
    if (text === undefined || text === '') return undefined;
    this.at += text.length;
    return text;
  }

  private readOperator(): boolean {
    const text = this.take(operator);
    if (text === undefined) return false;
    this.tokens.push({ kind: 'operator', text });
    if (text === '\n') this.readHeredocs();
    return true;
  }

  private readRedirect(): boolean {
    const found = this.take(redirect);
    if (found === undefined) return false;
    this.take(blank);
    const target = this.readWord();
    const direction = found.replace(/^\d+/, '');
    if (direction.startsWith('<<')) {
      const end = target.replace(/['"\\]/g, '');
      const quoted = end !== target;
      this.waiting.push({ index: this.tokens.length, end, quoted, indented: direction === '<<-' });
      this.tokens.push({ kind: 'heredoc', body: '', quoted });
    } else {
      this.tokens.push({ kind: 'redirect', operator: found, target });
    }
    return true;
  }

  private readHeredocs(): void {
    for (const heredoc of this.waiting) {
      this.tokens[heredoc.index] = { kind: 'heredoc', body: this.readBody(heredoc), quoted: heredoc.quoted };
    }
    this.waiting = [];
  }

  private readBody({ end, indented }: Heredoc): string {
    let body = '';
    while (this.at < this.script.length) {
      const line = this.readLine();
      const content = indented ? line.replace(/^\t+/, '') : line;
      if (content === end) break;
      body += `${content}\n`;
    }
    return body;
  }

  private readLine(): string {
    const end = this.script.indexOf('\n', this.at);
    const line = this.script.slice(this.at, end === -1 ? undefined : end);
    this.at = end === -1 ? this.script.length : end + 1;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  private readWord(): string {
    const start = this.at;
    while (this.at < this.script.length && this.readWordPart());
    // Whatever stopped the very first part would stop it for ever.
    if (this.at === start) this.at++;
    return this.script.slice(start, this.at);
  }

  private readWordPart(): boolean {
    if (this.take(plainText) || this.take(singleQuoted) || this.take(escaped)) return true;
    switch (this.script[this.at]) {
      case '"':
        this.skipDoubleQuoted();
        return true;
      case '`':
      case '$':
        this.skipExpansion();
        return true;
      default:
        return false;
    }
  }

  private skipDoubleQuoted(): void {
    this.at++;
    while (this.at < this.script.length && this.script[this.at] !== '"') {
      if (this.take(escaped)) continue;
      if (this.script[this.at] === '$' || this.script[this.at] === '`') this.skipExpansion();
      else this.at++;
    }
    this.at++;
  }

  private skipExpansion(): void {
    this.at = endOfExpansion(this.script, this.at);
  }
}

/** Where what begins with `$` or a backtick ends: `$name`, `${…}`, `$(…)`. An unclosed one runs to the end of the text. */
export function endOfExpansion(text: string, start: number): number {
  if (text[start] === '`') return after(text, text.indexOf('`', start + 1));
  variable.lastIndex = start;
  const name = variable.exec(text)?.[0];
  if (name !== undefined) return start + name.length;
  if (text[start + 1] === '(') return endOfBalanced(text, start + 1, '(', ')');
  if (text[start + 1] === '{') return endOfBalanced(text, start + 1, '{', '}');
  return start + 1;
}

function endOfBalanced(text: string, start: number, open: string, close: string): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at];
    if (character === open) depth++;
    if (character === close) depth--;
    at = endOfPiece(text, at);
    if (depth === 0) return at;
  }
  return text.length;
}

function endOfPiece(text: string, at: number): number {
  if (text[at] === '\\') return at + 2;
  return text[at] === "'" ? after(text, text.indexOf("'", at + 1)) : at + 1;
}

function after(text: string, found: number): number {
  return found === -1 ? text.length : found + 1;
}
