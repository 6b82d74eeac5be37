import type { LineCounter, Document as YamlDocument } from 'yaml';
import type { Path, Position } from './document';

/** One document of a YAML stream: its text, and the line of the file on which it begins, counted from 0. */
export interface DocumentText {
  readonly text: string;
  readonly firstLine: number;
}

/**
 * Cuts a YAML stream at its document markers. A line that begins with `---` or `...` is one wherever it stands, so a
 * document that cannot be read never takes its neighbours with it (YAML 1.2, section 9.1.2, "forbidden").
 */
export function splitStream(stream: string): DocumentText[] {
  const documents: DocumentText[] = [];
  const add = (start: number, end: number, firstLine: number) => {
    const text = stream.slice(start, end);
    if (hasContent(text)) documents.push({ text, firstLine });
  };
  let start = 0;
  let startLine = 0;
  let line = 0;
  let counted = 0;
  let isOpened = false;
  for (const { 0: marker, index } of stream.matchAll(/(?<![^\n])(?:---|\.\.\.)(?=\s|$)/g)) {
    line += countLines(stream, counted, index);
    counted = index;
    const end = marker === '---' ? index : index + marker.length;
    // A directive belongs to the document that begins at the next marker.
    const continues = marker === '---' && !isOpened && hasDirectiveOnly(stream.slice(start, index));
    isOpened = marker === '---';
    if (continues) continue;
    add(start, end, startLine);
    start = end;
    startLine = line;
  }
  add(start, stream.length, startLine);
  return documents;
}

/** Why a document is not YAML, and where. */
export interface TextProblem {
  readonly message: string;
  readonly position: Position;
}

/** Positions within one document, found by a slower parser that is loaded and run only when somebody asks. */
export class DocumentPositions {
  private parsed: { readonly document: YamlDocument; readonly lines: LineCounter } | undefined;

  constructor(private readonly source: DocumentText) {}

  /** Where the value at `path`, or its nearest parent that exists, stands in the file. */
  of(path: Path): Position {
    try {
      return this.find(path);
    } catch {
      // Nested too deeply for a parser that recurses.
      return { line: this.source.firstLine + 1, column: 1 };
    }
  }

  private find(path: Path): Position {
    const { document } = this.parse();
    for (let length = path.length; length >= 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      const offset = startOf(node);
      if (offset !== undefined) return this.at(offset);
    }
    return this.at(0);
  }

  /** Why the document is not YAML. What else the parser says mostly follows from that. */
  problem(): TextProblem | undefined {
    const [error] = this.parse().document.errors;
    return error && { message: error.message, position: this.at(error.pos[0]) };
  }

  private at(offset: number): Position {
    const { line, col } = this.parse().lines.linePos(offset);
    return { line: Math.max(line, 1) + this.source.firstLine, column: Math.max(col, 1) };
  }

  private parse() {
    if (this.parsed === undefined) {
      const yaml: typeof import('yaml') = require('yaml');
      const lines = new yaml.LineCounter();
      const options = { lineCounter: lines, prettyErrors: false, version: '1.1', logLevel: 'silent' } as const;
      this.parsed = { document: yaml.parseDocument(this.source.text, options), lines };
    }
    return this.parsed;
  }
}

function startOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const { range } = node;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function hasContent(text: string): boolean {
  return /^(?!---(?:[^\S\n]*$|[^\S\n]+#)|\.\.\.[^\S\n]*$|[^\S\n]*#|[^\S\n]*$)/m.test(text);
}

function hasDirectiveOnly(text: string): boolean {
  return /^%/m.test(text) && !/^(?!%|[^\S\n]*#|[^\S\n]*$|---|\.\.\.)/m.test(text);
}
