import { load, type Schema, type State } from 'js-yaml';
import type { Path } from './document';

/** A value of a YAML document as the parser met it. */
export interface YamlNode {
  /** Where the parser began to look for it: blanks, comments, anchors and tags may come first. */
  opened: number;
  /** `null` for an alias, and for a value that is left out. */
  kind: string | null;
  value: unknown;
  /** A mapping's keys and values in turn, a sequence's items; what a scalar has means nothing. */
  children: YamlNode[];
}

/** Which of several equal keys of one mapping counts. Parsers do not agree. */
export type Reading = 'first' | 'last';

/**
 * The nodes of one document, by the parser that also reads the data, so that both read alike. Equal keys are no error.
 *
 * @throws YAMLException or RangeError, where the parser does
 */
export function readNodes(text: string, schema: Schema): YamlNode | undefined {
  const open: YamlNode[] = [];
  let root: YamlNode | undefined;
  const listener = (event: 'open' | 'close', state: State): void => {
    if (event === 'open') {
      const node: YamlNode = { opened: state.position, kind: null, value: undefined, children: [] };
      open.at(-1)?.children.push(node);
      open.push(node);
      return;
    }
    const node = open.pop();
    if (node === undefined) return;
    node.kind = state.kind;
    node.value = state.result;
    unwrap(node);
    if (open.length === 0) root ??= node;
  };
  load(text, { schema, listener, json: true });
  return root;
}

/** The parser tries a flow collection as the key of a mapping first; then it stands within itself. */
function unwrap(node: YamlNode): void {
  const [only, ...others] = node.children;
  if (only === undefined || others.length > 0 || only.value !== node.value || only.kind !== node.kind) return;
  node.opened = only.opened;
  node.children = only.children;
}

/** The node at `path`, or its nearest parent that exists. */
export function nodeAt(root: YamlNode, path: Path, reading: Reading): YamlNode {
  let node = root;
  for (const key of path) {
    const child = childOf(node, key, reading);
    if (child === undefined) break;
    node = child;
  }
  return node;
}

function childOf(node: YamlNode, key: string | number, reading: Reading): YamlNode | undefined {
  if (node.kind === 'sequence') return typeof key === 'number' ? node.children[key] : undefined;
  const found = entriesOf(node).filter(([name]) => name.value === key || String(name.value) === String(key));
  return found.at(reading === 'first' ? 0 : -1)?.[1];
}

/** The keys of a mapping, each with its value. */
export function entriesOf({ kind, children }: YamlNode): readonly (readonly [key: YamlNode, value: YamlNode])[] {
  if (kind !== 'mapping') return [];
  const entries: [YamlNode, YamlNode][] = [];
  for (let index = 1; index < children.length; index += 2) {
    const [key, value] = [children[index - 1], children[index]];
    if (key !== undefined && value !== undefined) entries.push([key, value]);
  }
  return entries;
}

/** Where a node begins: past the blanks, comments, anchors and tags before it. */
export function startOf({ opened }: YamlNode, text: string): number {
  const before = /(?:\s+|#[^\n]*|[&!][^\s,[\]{}]*)*/y;
  before.lastIndex = opened;
  const start = opened + (before.exec(text)?.[0].length ?? 0);
  // A value that is left out at the end stands where it would begin.
  return start < text.length ? start : opened;
}
