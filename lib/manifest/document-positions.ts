import type { YAMLException } from 'js-yaml';
import type { Path, Position } from './document';
import type { DocumentText } from './document-text';
import { type DuplicateKey, duplicateKeys, firstReading } from './duplicate-keys';
import { kubernetesYamlSchema } from './kubernetes-yaml-schema';
import { LineTable } from './line-table';
import { nodeAt, type Reading, readNodes, startOf, type YamlNode } from './yaml-nodes';

/** Why a document is not YAML, and where. */
export interface TextProblem {
  readonly message: string;
  readonly position: Position;
}

/** js-yaml's own set: what YAML 1.2 does not count among its printable characters (section 5.1). */
const notPrintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  /[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Nodes take far more memory than text: so many documents keep theirs. The findings of one Pod lie in fewer. */
const kept = 8;
const recent: DocumentPositions[] = [];

/** Positions within one document, worked out only when somebody asks. */
export class DocumentPositions {
  private nodes: YamlNode | undefined;
  private lineTable: LineTable | undefined;

  constructor(private readonly source: DocumentText) {}

  /** Where the value at `path`, or its nearest parent that exists, stands in the file. */
  of(path: Path, reading: Reading = 'last'): Position {
    const root = this.root();
    return this.at(root === undefined ? 0 : startOf(nodeAt(root, path, reading), this.source.text));
  }

  /** Keys that stand more than once in one mapping, each with the places of its values. */
  duplicates(): readonly (DuplicateKey & { readonly places: readonly Position[] })[] {
    const root = this.root();
    return (root === undefined ? [] : duplicateKeys(root)).map((duplicate) => ({
      ...duplicate,
      places: duplicate.keys.map((key) => this.at(startOf(key, this.source.text))),
    }));
  }

  /** What the document says to a reader that keeps the first of several equal keys. */
  firstReading(): unknown {
    const root = this.root();
    return root && firstReading(root);
  }

  /** Why the document is not YAML: in the words of a parser that explains better than the fast one, where it can. */
  problem({ reason, mark }: YAMLException, inDetail = true): TextProblem {
    if (reason.includes('non-printable')) return this.unprintable();
    const better = inDetail ? this.explanation() : undefined;
    if (better !== undefined) return better;
    // The parser adds a line end of its own.
    return { message: reason, position: this.at(Math.min(mark?.position ?? 0, this.source.text.length)) };
  }

  private unprintable(): TextProblem {
    const { index, 0: character } = notPrintable.exec(this.source.text) ?? { index: 0, 0: '' };
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return { message: `has the character U+${code}, which no YAML may hold`, position: this.at(index) };
  }

  private explanation(): TextProblem | undefined {
    const { parseDocument }: typeof import('yaml') = require('yaml');
    // Its search for equal keys takes quadratic time.
    const options = { prettyErrors: false, version: '1.1', logLevel: 'silent', uniqueKeys: false } as const;
    const [error] = parseDocument(this.source.text, options).errors;
    return error && { message: error.message, position: this.at(error.pos[0]) };
  }

  private root(): YamlNode | undefined {
    if (recent.at(-1) !== this) this.keep();
    try {
      this.nodes ??= readNodes(this.source.text, kubernetesYamlSchema);
    } catch {
      // Whoever reads the data reports it.
    }
    return this.nodes;
  }

  private keep(): void {
    const index = recent.indexOf(this);
    if (index !== -1) recent.splice(index, 1);
    recent.push(this);
    if (recent.length <= kept) return;
    const oldest = recent.shift();
    if (oldest === undefined) return;
    oldest.nodes = undefined;
    oldest.lineTable = undefined;
  }

  private at(offset: number): Position {
    this.lineTable ??= new LineTable(this.source.text, this.source.firstLine);
    return this.lineTable.at(offset);
  }
}
