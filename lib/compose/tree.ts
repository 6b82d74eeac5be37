import type { Place } from './problem';

/** A value of a compose file, with the place that it came from. Places survive merging, `extends` and `include`. */
export type Tree = Scalar | Mapping | Sequence;

export interface Scalar {
  readonly kind: 'scalar';
  /** As text, as it was written: `0644` stays `0644`. Variables that are not set, or secret, stand in it as marks (see unset.ts). */
  readonly text: string;
  /** How YAML reads it. */
  readonly value: string | number | boolean | null;
  readonly place: Place;
  readonly tag?: MergeTag;
  /** The text with the secrets that are marks above, for the Secrets to make alone. @default - it has none */
  readonly revealed?: string;
}

export interface Mapping {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, Tree>;
  readonly place: Place;
  readonly tag?: MergeTag;
}

export interface Sequence {
  readonly kind: 'sequence';
  readonly items: readonly Tree[];
  readonly place: Place;
  readonly tag?: MergeTag;
}

/** compose's own tags: `!reset` takes a value out, `!override` replaces it instead of merging. */
export type MergeTag = '!reset' | '!override';

export function scalar(text: string, place: Place): Scalar {
  return { kind: 'scalar', text, value: text, place };
}

export function sequence(items: readonly Tree[], like: Tree): Sequence {
  return { kind: 'sequence', items, place: like.place, ...tagOf(like) };
}

export function mapping(entries: Iterable<readonly [string, Tree]>, like: Tree): Mapping {
  return { kind: 'mapping', entries: new Map(entries), place: like.place, ...tagOf(like) };
}

function tagOf({ tag }: Tree): { readonly tag?: MergeTag } {
  return tag === undefined ? {} : { tag };
}

/** The value at a path of keys; `undefined` where there is none. */
export function at(tree: Tree | undefined, ...keys: readonly string[]): Tree | undefined {
  return keys.reduce<Tree | undefined>(
    (parent, key) => (parent?.kind === 'mapping' ? parent.entries.get(key) : undefined),
    tree,
  );
}

/** The text of a scalar at a path of keys; `undefined` for null, and for anything that is no scalar. */
export function textAt(tree: Tree | undefined, ...keys: readonly string[]): string | undefined {
  const found = at(tree, ...keys);
  return found?.kind === 'scalar' && found.value !== null ? found.text : undefined;
}

export function entriesOf(tree: Tree | undefined): readonly (readonly [string, Tree])[] {
  return tree?.kind === 'mapping' ? [...tree.entries] : [];
}

export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'sequence' ? tree.items : [];
}

/** The texts of a list of scalars, or the one of a scalar. */
export function textsOf(tree: Tree | undefined): readonly string[] {
  if (tree?.kind === 'scalar') return tree.value === null ? [] : [tree.text];
  return itemsOf(tree).flatMap((item) => textsOf(item));
}

/** The scalars of a list, or the one that it is. */
export function scalarsOf(tree: Tree): readonly Scalar[] {
  return tree.kind === 'scalar' ? [tree] : itemsOf(tree).flatMap(scalarsOf);
}

/** A copy of the tree in which every scalar went through `change`. */
export function mapScalars(tree: Tree, change: (leaf: Scalar, path: string) => Tree, path = ''): Tree {
  switch (tree.kind) {
    case 'scalar':
      return change(tree, path);
    case 'sequence':
      return { ...tree, items: tree.items.map((item, index) => mapScalars(item, change, `${path}[${index}]`)) };
    case 'mapping':
      return {
        ...tree,
        entries: new Map([...tree.entries].map(([key, value]) => [key, mapScalars(value, change, keyPath(path, key))])),
      };
  }
}

/** `services.gluetun`; a key with a dot or a blank is quoted. */
export function keyPath(path: string, key: string): string {
  const name = /^[\w/@:+-]+$/.test(key) ? key : JSON.stringify(key);
  return path === '' ? name : `${path}.${name}`;
}
