import { type ShellToken, shellTokens } from './shell-tokens';

/** A command of a shell script, as POSIX divides them. */
export type ShellNode =
  | { readonly kind: 'simple'; readonly tokens: readonly ShellToken[] }
  /** `a | b`. */
  | { readonly kind: 'pipeline'; readonly nodes: readonly ShellNode[]; readonly negated: boolean }
  /** `a && b || c`: each with the operator in front of it. */
  | { readonly kind: 'chain'; readonly links: readonly ChainLink[] }
  /** Commands behind each other. */
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  /** `{ … }` or `( … )`. */
  | { readonly kind: 'group'; readonly body: ShellNode; readonly subshell: boolean; readonly redirects: Redirects }
  | {
      readonly kind: 'if';
      readonly clauses: readonly { readonly condition: ShellNode; readonly body: ShellNode }[];
      readonly otherwise: ShellNode | undefined;
      readonly redirects: Redirects;
    }
  /** `while` or `until`. */
  | {
      readonly kind: 'loop';
      readonly condition: ShellNode;
      readonly body: ShellNode;
      readonly until: boolean;
      readonly redirects: Redirects;
    }
  | {
      readonly kind: 'for';
      readonly name: string;
      /** @default - the parameters of the script or of the function */
      readonly words: readonly string[] | undefined;
      readonly body: ShellNode;
      readonly redirects: Redirects;
    }
  | { readonly kind: 'case'; readonly branches: readonly ShellNode[]; readonly always: boolean }
  | { readonly kind: 'function'; readonly name: string; readonly body: ShellNode };

interface ChainLink {
  readonly operator: '' | '&&' | '||';
  readonly node: ShellNode;
}

interface ListItem {
  readonly node: ShellNode;
  /** Started with `&`: nobody waits for its end. */
  readonly background: boolean;
}

type Redirects = readonly ShellToken[];

export interface ShellProgram {
  readonly body: ShellNode;
  /** Whether a shell would refuse it, or this reader lost its way. */
  readonly isBroken: boolean;
}

const depthLimit = 60;
const enders = new Set(['}', 'fi', 'then', 'else', 'elif', 'do', 'done', 'esac']);

/** Parses a POSIX shell script. Never throws. */
export function parseShell(script: string): ShellProgram {
  return new ShellParser(shellTokens(script)).read();
}

class ShellParser {
  private at = 0;
  private depth = 0;
  private isBroken = false;

  constructor(private readonly tokens: readonly ShellToken[]) {}

  read(): ShellProgram {
    const items: ListItem[] = [];
    while (this.at < this.tokens.length) {
      items.push(...this.readItems());
      // Something closes here that nothing opened.
      if (this.at < this.tokens.length) this.skipBroken();
    }
    return { body: { kind: 'list', items }, isBroken: this.isBroken };
  }

  private readList(): ShellNode {
    return { kind: 'list', items: this.readItems() };
  }

  private readItems(): ListItem[] {
    const items: ListItem[] = [];
    if (++this.depth > depthLimit) {
      this.isBroken = true;
      this.at = this.tokens.length;
    }
    this.skipSeparators();
    while (this.at < this.tokens.length && !this.isEnd()) {
      const before = this.at;
      const node = this.readChain();
      items.push({ node, background: this.takeOperator('&') });
      if (this.at === before) this.skipBroken();
      this.skipSeparators();
    }
    this.depth--;
    return items;
  }

  private readChain(): ShellNode {
    const links: ChainLink[] = [{ operator: '', node: this.readPipeline() }];
    for (let operator = this.takeLink(); operator !== undefined; operator = this.takeLink()) {
      this.skipNewlines();
      links.push({ operator, node: this.readPipeline() });
    }
    return links.length === 1 && links[0] ? links[0].node : { kind: 'chain', links };
  }

  private takeLink(): '&&' | '||' | undefined {
    if (this.takeOperator('&&')) return '&&';
    return this.takeOperator('||') ? '||' : undefined;
  }

  private readPipeline(): ShellNode {
    const negated = this.takeWord('!');
    const nodes = [this.readCommand()];
    while (this.takeOperator('|')) {
      this.skipNewlines();
      nodes.push(this.readCommand());
    }
    return nodes.length === 1 && nodes[0] && !negated ? nodes[0] : { kind: 'pipeline', nodes, negated };
  }

  private readCommand(): ShellNode {
    if (this.takeOperator('(')) return this.readGroup(true);
    const first = this.tokens[this.at];
    if (first?.kind !== 'word') return this.readSimple();
    switch (first.text) {
      case '{':
        this.at++;
        return this.readGroup(false);
      case 'if':
        this.at++;
        return this.readIf();
      case 'while':
      case 'until':
        this.at++;
        return this.readLoop(first.text === 'until');
      case 'for':
        this.at++;
        return this.readFor();
      case 'case':
        this.at++;
        return this.readCase();
      default:
        return isOperator(this.tokens[this.at + 1], '(') ? this.readFunction(first.text) : this.readSimple();
    }
  }

  private readSimple(): ShellNode {
    const start = this.at;
    // In `[[ a && b ]]` the operators belong to the test.
    if (isWord(this.tokens[start], '[[')) while (this.at < this.tokens.length && !this.isWordHere(']]')) this.at++;
    while (this.at < this.tokens.length && this.tokens[this.at]?.kind !== 'operator') this.at++;
    return { kind: 'simple', tokens: this.tokens.slice(start, this.at) };
  }

  private readGroup(subshell: boolean): ShellNode {
    const body = this.readList();
    if (!(subshell ? this.takeOperator(')') : this.takeWord('}'))) this.isBroken = true;
    return { kind: 'group', body, subshell, redirects: this.readRedirects() };
  }

  private readIf(): ShellNode {
    const clauses: { condition: ShellNode; body: ShellNode }[] = [];
    let otherwise: ShellNode | undefined;
    do {
      const condition = this.readList();
      this.expect('then');
      clauses.push({ condition, body: this.readList() });
    } while (this.takeWord('elif'));
    if (this.takeWord('else')) otherwise = this.readList();
    this.expect('fi');
    return { kind: 'if', clauses, otherwise, redirects: this.readRedirects() };
  }

  private readLoop(until: boolean): ShellNode {
    const condition = this.readList();
    const body = this.readBody();
    return { kind: 'loop', condition, body, until, redirects: this.readRedirects() };
  }

  private readFor(): ShellNode {
    const name = this.takeText();
    this.skipNewlines();
    const words: string[] = [];
    const isList = this.takeWord('in');
    while (isList && this.tokens[this.at]?.kind === 'word') words.push(this.takeText());
    this.skipSeparators();
    const body = this.readBody();
    return { kind: 'for', name, words: isList ? words : undefined, body, redirects: this.readRedirects() };
  }

  private readBody(): ShellNode {
    this.expect('do');
    const body = this.readList();
    this.expect('done');
    return body;
  }

  private readCase(): ShellNode {
    this.takeText();
    this.skipNewlines();
    this.expect('in');
    const branches: ShellNode[] = [];
    let always = false;
    this.skipSeparators();
    while (this.at < this.tokens.length && !this.isWordHere('esac')) {
      this.takeOperator('(');
      const before = this.at;
      while (this.at < this.tokens.length && !isOperator(this.tokens[this.at], ')')) {
        always ||= isWord(this.tokens[this.at], '*');
        this.at++;
      }
      this.at++;
      branches.push(this.readList());
      if (!this.takeOperator(';;') && !this.isWordHere('esac')) this.isBroken = true;
      if (this.at === before) this.skipBroken();
      this.skipSeparators();
    }
    this.expect('esac');
    this.readRedirects();
    return { kind: 'case', branches, always };
  }

  private readFunction(name: string): ShellNode {
    this.at += 2;
    if (!this.takeOperator(')')) this.isBroken = true;
    this.skipNewlines();
    return { kind: 'function', name, body: this.readCommand() };
  }

  private readRedirects(): Redirects {
    const start = this.at;
    while (this.tokens[this.at]?.kind === 'redirect' || this.tokens[this.at]?.kind === 'heredoc') this.at++;
    return this.tokens.slice(start, this.at);
  }

  private isEnd(): boolean {
    const token = this.tokens[this.at];
    if (token?.kind === 'word') return enders.has(token.text);
    return isOperator(token, ')') || isOperator(token, ';;');
  }

  private skipSeparators(): void {
    while (isOperator(this.tokens[this.at], '\n') || isOperator(this.tokens[this.at], ';')) this.at++;
  }

  private skipNewlines(): void {
    while (isOperator(this.tokens[this.at], '\n')) this.at++;
  }

  private skipBroken(): void {
    this.isBroken = true;
    this.at++;
  }

  private expect(word: string): void {
    if (!this.takeWord(word)) this.isBroken = true;
  }

  private takeText(): string {
    const token = this.tokens[this.at];
    if (token?.kind !== 'word') return '';
    this.at++;
    return token.text;
  }

  private takeWord(word: string): boolean {
    if (!this.isWordHere(word)) return false;
    this.at++;
    return true;
  }

  private takeOperator(operator: string): boolean {
    if (!isOperator(this.tokens[this.at], operator)) return false;
    this.at++;
    return true;
  }

  private isWordHere(word: string): boolean {
    return isWord(this.tokens[this.at], word);
  }
}

function isWord(token: ShellToken | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text === text;
}

function isOperator(token: ShellToken | undefined, text: string): boolean {
  return token?.kind === 'operator' && token.text === text;
}
