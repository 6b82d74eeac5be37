import { entriesOf, itemsOf, type Mapping, mapping, sequence, type Tree, textAt } from './tree';

/**
 * Lays one file over another, by compose's rules (the specification's chapter "Merge"): mappings are merged, lists are
 * joined, everything else is replaced; `!reset` takes out, `!override` replaces. Both must be canonical.
 */
export function merge(base: Tree, over: Tree, path: readonly string[] = []): Tree {
  if (over.tag === '!override' || isReplaced(path)) return withoutResets(over);
  if (base.kind === 'mapping' && over.kind === 'mapping') return mergedMapping(base, over, path);
  if (base.kind === 'sequence' && over.kind === 'sequence') return joined(base, over, path.at(-1) ?? '');
  return withoutResets(over);
}

function mergedMapping(base: Mapping, over: Mapping, path: readonly string[]): Tree {
  const merged = new Map(base.entries);
  for (const [key, value] of over.entries) {
    const before = merged.get(key);
    if (value.tag === '!reset') merged.delete(key);
    else merged.set(key, before === undefined ? withoutResets(value) : merge(before, value, [...path, key]));
  }
  return mapping(merged, over);
}

/** A tree without what it resets, once there is nothing left to reset. */
export function withoutResets(tree: Tree): Tree {
  switch (tree.kind) {
    case 'scalar':
      return tree;
    case 'sequence':
      return sequence(tree.items.filter(({ tag }) => tag !== '!reset').map(withoutResets), tree);
    case 'mapping':
      return mapping(
        entriesOf(tree)
          .filter(([, { tag }]) => tag !== '!reset')
          .map(([key, value]) => [key, withoutResets(value)]),
        tree,
      );
  }
}

/** A command is one thing, not a list of things. */
function isReplaced(path: readonly string[]): boolean {
  if (path[0] !== 'services') return false;
  const attribute = path.slice(2).join('.');
  return ['command', 'entrypoint', 'healthcheck.test', 'extends'].includes(attribute);
}

/** What makes two items of a list the same thing, by the list's key. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  ports: ['host_ip', 'published', 'target', 'protocol'],
  volumes: ['target'],
  secrets: ['source', 'target'],
  configs: ['source', 'target'],
  devices: ['target'],
  env_file: ['path'],
};

function joined(base: Tree, over: Tree, key: string): Tree {
  const identity = (item: Tree): string =>
    item.kind === 'scalar' ? item.text : JSON.stringify((IDENTITY[key] ?? []).map((name) => textAt(item, name) ?? ''));
  const merged = new Map<unknown, Tree>();
  for (const item of [...itemsOf(base), ...itemsOf(over)]) {
    if (item.tag === '!reset') continue;
    merged.set(item.kind === 'scalar' || key in IDENTITY ? identity(item) : item, item);
  }
  return sequence([...merged.values()], over);
}
