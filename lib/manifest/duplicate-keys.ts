import { entriesOf, type YamlNode } from './yaml-nodes';

/** A key that stands more than once in one mapping. */
export interface DuplicateKey {
  readonly key: string;
  /** In the order of the text; at least two. */
  readonly keys: readonly YamlNode[];
  /** The values that belong to them. */
  readonly values: readonly YamlNode[];
}

/** Every key that stands more than once in its mapping, in the order of the text. */
export function duplicateKeys(root: YamlNode): readonly DuplicateKey[] {
  const duplicates: DuplicateKey[] = [];
  const visit = (node: YamlNode): void => {
    const groups = new Map<string, { keys: YamlNode[]; values: YamlNode[] }>();
    for (const [key, value] of entriesOf(node)) {
      const name = String(key.value);
      const group = groups.get(name) ?? { keys: [], values: [] };
      group.keys.push(key);
      group.values.push(value);
      groups.set(name, group);
    }
    for (const [key, group] of groups) if (group.keys.length > 1) duplicates.push({ key, ...group });
    if (node.kind === 'mapping' || node.kind === 'sequence') node.children.forEach(visit);
  };
  visit(root);
  return duplicates.sort((left, right) => (left.keys[1]?.opened ?? 0) - (right.keys[1]?.opened ?? 0));
}

/** The value of a document for a reader that keeps the first of several equal keys. */
export function firstReading(node: YamlNode): unknown {
  if (node.kind === 'sequence') return node.children.map(firstReading);
  if (node.kind !== 'mapping') return node.value;
  const value: Record<string, unknown> = {};
  for (const [key, child] of entriesOf(node)) {
    const name = String(key.value);
    if (Object.hasOwn(value, name)) continue;
    // An assignment to __proto__ would set the prototype.
    Object.defineProperty(value, name, {
      value: firstReading(child),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  // What a merge key brought in counts only where the mapping itself says nothing.
  const merged = typeof node.value === 'object' && node.value !== null ? node.value : {};
  return Object.hasOwn(value, '<<') ? { ...merged, ...value } : value;
}
