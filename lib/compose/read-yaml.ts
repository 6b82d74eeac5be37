import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type YAMLMap } from 'yaml';
import { ComposeError, fail, type Place } from './problem';
import type { Mapping, MergeTag, Tree } from './tree';
import { holdsMark } from './unset';

/** Phase 1. More values than any compose file has: an alias bomb ends here. */
const MOST_VALUES = 50_000;

/**
 * Reads the documents of one YAML file: aliases and merge keys are written out, every value keeps its place.
 * @throws ComposeError for what is not YAML, for equal keys in one mapping, aliases in a circle and alias bombs
 */
export function readYaml(text: string, file: string): readonly Tree[] {
  if (holdsMark(text)) fail('holds a character of the private use area (U+E000), which no compose file needs', start(file));
  const lines = new LineCounter();
  const documents = parse(text, lines, file);
  const place = (offset: number): Place => {
    const { col, line } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = documents.flatMap(({ errors }) =>
    errors.map(({ message, pos }) => ({ message: `is not YAML: ${lowerFirst(message)}`, place: place(pos[0]) })),
  );
  if (problems.length > 0) throw new ComposeError(problems.slice(0, 10));
  return documents.flatMap((document) => {
    if (document.contents === null) return [];
    return [new Reader(place, (alias) => alias.resolve(document)).read(document.contents)];
  });
}

function parse(text: string, lineCounter: LineCounter, file: string) {
  try {
    // Equal keys are looked for below: the parser's own search takes quadratic time.
    const parsed = parseAllDocuments(text, { lineCounter, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    return Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    if (error instanceof RangeError) return fail('is nested too deeply', start(file));
    throw error;
  }
}

type Resolve = (alias: import('yaml').Alias) => Node | undefined;

class Reader {
  private count = 0;
  private readonly open = new Set<Node>();

  constructor(
    private readonly place: (offset: number) => Place,
    private readonly resolve: Resolve,
  ) {}

  read(node: Node | null): Tree {
    const place = this.place(node?.range?.[0] ?? 0);
    this.count += 1;
    if (this.count > MOST_VALUES) fail(`its aliases stand for more than ${MOST_VALUES} values`, place);
    if (isAlias(node)) return this.readAlias(node, place);
    const tag = tagOf(node);
    if (isMap(node)) return { kind: 'mapping', entries: this.entries(node), place, ...tag };
    if (isSeq(node)) {
      return { kind: 'sequence', items: node.items.map((item) => this.read(item as Node | null)), place, ...tag };
    }
    if (!isScalar(node)) return { kind: 'scalar', text: '', value: null, place };
    const { source, value } = node;
    if (typeof value === 'string') return { kind: 'scalar', text: value, value, place, ...tag };
    if (typeof value === 'number' || typeof value === 'boolean') {
      return { kind: 'scalar', text: source ?? String(value), value, place, ...tag };
    }
    return { kind: 'scalar', text: '', value: null, place, ...tag };
  }

  private readAlias(node: import('yaml').Alias, place: Place): Tree {
    const target = this.resolve(node);
    if (target === undefined) return fail(`the alias "*${node.source}" has no anchor`, place);
    if (this.open.has(target)) return fail(`the alias "*${node.source}" stands within its own anchor`, place);
    this.open.add(target);
    const tree = this.read(target);
    this.open.delete(target);
    return tree;
  }

  private entries(node: YAMLMap): ReadonlyMap<string, Tree> {
    const own = new Map<string, Tree>();
    const merged: Mapping[] = [];
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value ?? '') : fail('has a key that is no text', this.place(node.range?.[0] ?? 0));
      const place = this.place((key as Node).range?.[0] ?? 0);
      if (name === '<<') {
        merged.push(...this.merged(value as Node | null, place));
        continue;
      }
      if (own.has(name)) fail(`the key "${name}" stands twice in one mapping: keep one of them`, place);
      own.set(name, this.read(value as Node | null));
    }
    // The mapping's own keys win, then the merged mapping that stands first.
    return new Map([...merged.reverse().flatMap(({ entries }) => [...entries]), ...own]);
  }

  private merged(value: Node | null, place: Place): Mapping[] {
    const tree = this.read(value);
    const trees = tree.kind === 'sequence' ? tree.items : [tree];
    return trees.map((each) => (each.kind === 'mapping' ? each : fail('"<<" merges mappings only', place)));
  }
}

function tagOf(node: Node | null): { readonly tag?: MergeTag } {
  const tag = node !== null && 'tag' in node ? node.tag : undefined;
  return tag === '!reset' || tag === '!override' ? { tag } : {};
}

function start(file: string): Place {
  return { file, line: 1, column: 1 };
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
