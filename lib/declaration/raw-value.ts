/** What stands at a path of something that nobody parsed yet; `undefined` where there is no such path. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (parent, key) => (typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined),
    value,
  );
}

/** The items of a list, none of anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The name of the Secret that stands at a path, alone or beside where its keys come from. */
export function secretNameAt(value: unknown, ...keys: readonly string[]): unknown {
  const source = at(value, ...keys);
  return typeof source === 'string' ? source : at(source, 'name');
}
