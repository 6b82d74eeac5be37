import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type YAMLMap } from 'yaml';
import { ComposeError, fail, type Place } from './problem';
import type { Mapping, MergeTag, Tree } from './tree';
import { holdsMark } from './unset';

/** Phase 1. More values than any compose file has: an alias bomb ends here. */
const MOST_VALUES = 50_000;

/** The documents of a file, and the keys of a service that stand twice in it. */
export interface YamlFile {
  readonly documents: readonly Tree[];
  readonly repeated: readonly RepeatedKey[];
}

/** A key with a single value that stands twice: the last counts, as it did before Docker Compose refused such files. */
export interface RepeatedKey {
  readonly key: string;
  readonly place: Place;
}

/**
 * Reads the documents of one YAML file: aliases and merge keys are written out, every value keeps its place.
 * @throws ComposeError for what is not YAML, for equal keys whose values are no single ones, aliases in a circle and alias bombs
 */
export function readYaml(text: string, file: string): YamlFile {
  if (holdsMark(text))
    fail('holds a character of the private use area (U+E000), which no compose file needs', start(file));
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
  const repeated: RepeatedKey[] = [];
  const trees = documents.flatMap((document) => {
    if (document.contents === null) return [];
    return [new Reader(place, (alias) => alias.resolve(document), repeated).read(document.contents)];
  });
  return { documents: trees, repeated };
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
    private readonly repeated: RepeatedKey[],
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
      if (!isScalar(key)) return fail('has a key that is no text', this.place(node.range?.[0] ?? 0));
      const name = String(key.value ?? '');
      const place = this.place(key.range?.[0] ?? 0);
      if (name === '<<') merged.push(...this.merged(value as Node | null, place));
      else own.set(name, this.member(name, place, value as Node | null, own.get(name)));
    }
    // The mapping's own keys win, then the merged mapping that stands first.
    return new Map([...merged.reverse().flatMap(({ entries }) => [...entries]), ...own]);
  }

  private member(key: string, place: Place, value: Node | null, before: Tree | undefined): Tree {
    const tree = this.read(value);
    if (before === undefined) return tree;
    if (before.kind !== 'scalar' || tree.kind !== 'scalar') {
      fail(`the key "${key}" stands twice in one mapping: keep one of them`, place);
    }
    this.repeated.push({ key, place });
    return tree;
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
