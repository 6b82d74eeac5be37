/** A document may stand for this many values, and for ten more per character that it has. */
const free = 100_000;

/** Merge keys copy: what is merged at most, as aliases times characters of the document. */
const mostMerged = 100_000_000;

/**
 * Whether a document's aliases make it too large to work with: a few lines can stand for billions of values.
 * Merge keys have to be judged before the document is read, because reading them copies.
 */
export function mergesTooMuch(text: string): boolean {
  if (!text.includes('<<')) return false;
  const aliases = text.match(/(?<=[\s,[:])\*[^\s,\]}]/g)?.length ?? 0;
  return aliases * text.length > mostMerged;
}

/** Whether the aliases of a document that was read stand for too many values. */
export function standsForTooMuch(value: unknown, text: string): boolean {
  // Without an alias, a document has no more values than characters.
  return /[\s,[:-]\*\S/.test(text) && size(value, new Map()) > free + 10 * text.length;
}

/** How many values there are when every alias is written out. Each shared value is counted once and remembered. */
function size(value: unknown, known: Map<object, number>): number {
  if (typeof value !== 'object' || value === null) return 1;
  const before = known.get(value);
  if (before !== undefined) return before;
  // A value within itself has no end.
  known.set(value, Number.POSITIVE_INFINITY);
  const total = Object.values(value).reduce<number>((sum, item) => sum + size(item, known), 1);
  known.set(value, total);
  return total;
}
