import type { Place } from './problem';
import { keyPath, type Tree } from './tree';

/** What became of one key of the compose project. */
export interface ReportEntry {
  /** As in `services.gluetun.environment.TZ`; in the long syntax, whatever the file has. */
  readonly path: string;
  readonly file: string;
  readonly line: number;
  /** Paths of the declaration, or words where it is no path. @default - it was dropped */
  readonly mappedTo?: readonly string[];
  /** @default - it was mapped */
  readonly droppedBecause?: string;
}

/** The reason of a key that nobody gave a reason for. A test sees to it that there is none. */
const UNACCOUNTED = 'Podlock does not know this key';

/**
 * Keeps account of every key: whoever reads one says what became of it, and in the end every value of the project has
 * an entry. What is said of a key holds for everything below it, unless that has an entry of its own.
 */
export class Ledger {
  private readonly mapped = new Map<string, string[]>();
  private readonly dropped = new Map<string, string>();
  private readonly extra: ReportEntry[] = [];

  map(path: string, to: string): void {
    const known = this.mapped.get(path) ?? [];
    if (!known.includes(to)) this.mapped.set(path, [...known, to]);
  }

  /** The first reason counts. */
  drop(path: string, because: string): void {
    if (!this.dropped.has(path)) this.dropped.set(path, because);
  }

  /** A key that stands in no compose file: one of an env_file. */
  also(path: string, place: Place): void {
    this.extra.push(this.entry(path, place, []));
  }

  /** What came of each path of the declaration: its places in the compose project. */
  sourcesOf(to: string): readonly string[] {
    return [...this.mapped].filter(([, targets]) => targets.includes(to)).map(([path]) => path);
  }

  /** Every value of the project, in the order of the files. */
  report(document: Tree): readonly ReportEntry[] {
    const entries: ReportEntry[] = [];
    const visit = (tree: Tree, path: string, above: readonly string[]): void => {
      const children = childrenOf(tree, path);
      if (children.length === 0) entries.push(this.entry(path, tree.place, above));
      for (const [child, value] of children) visit(value, child, [...above, path]);
    };
    visit(document, '', []);
    return [...entries, ...this.extra.map((entry) => this.refreshed(entry))];
  }

  private refreshed({ file, line, path }: ReportEntry): ReportEntry {
    return this.entry(path, { file, line, column: 1 }, []);
  }

  private entry(path: string, { file, line }: Place, above: readonly string[]): ReportEntry {
    const nearest = [path, ...[...above].reverse()].find((each) => this.mapped.has(each) || this.dropped.has(each));
    const mappedTo = nearest === undefined ? undefined : this.mapped.get(nearest);
    if (mappedTo !== undefined) return { path, file, line, mappedTo };
    const because = nearest === undefined ? undefined : this.dropped.get(nearest);
    return { path, file, line, droppedBecause: because ?? UNACCOUNTED };
  }
}

function childrenOf(tree: Tree, path: string): readonly (readonly [string, Tree])[] {
  if (tree.kind === 'mapping') return [...tree.entries].map(([key, value]) => [keyPath(path, key), value]);
  if (tree.kind === 'sequence') return tree.items.map((item, index) => [`${path}[${index}]`, item]);
  return [];
}
