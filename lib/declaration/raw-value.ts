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

/** A name that is unique within a namespace, made unique among all. */
export function namedIn(pod: unknown, name: unknown): string | undefined {
  const namespace = at(pod, 'namespace');
  return typeof namespace === 'string' && typeof name === 'string' ? JSON.stringify([namespace, name]) : undefined;
}

/** Each place where a text stands again, with the place where it stood first. */
export function repeated(texts: readonly unknown[]): (readonly [number, number])[] {
  const firsts = new Map<string, number>();
  const repeats: (readonly [number, number])[] = [];
  for (const [index, text] of texts.entries()) {
    if (typeof text !== 'string') continue;
    const first = firsts.get(text);
    if (first === undefined) firsts.set(text, index);
    else repeats.push([index, first]);
  }
  return repeats;
}

/** The name of the Secret that stands at a path, alone or beside where its keys come from. */
export function secretNameAt(value: unknown, ...keys: readonly string[]): unknown {
  const source = at(value, ...keys);
  return typeof source === 'string' ? source : at(source, 'name');
}
