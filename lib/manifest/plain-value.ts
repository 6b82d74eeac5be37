/**
 * Readings of values that came out of a stranger's YAML, where any field may have any type.
 * None of them throws; each says what a wrong type reads as.
 */

/** A mapping of unknown content. */
export type Fields = Readonly<Record<string, unknown>>;

const noFields: Fields = Object.freeze({});
const noItems: readonly unknown[] = Object.freeze([]);

/** Whether a value is a mapping. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A mapping, or an empty one for anything else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : noFields;
}

/** A list, or an empty one for anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : noItems;
}

/** A scalar as text, or undefined for null, lists and mappings. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

/** The scalars of a list as text; whatever else stands in it is left out. */
export function textsOf(value: unknown): readonly string[] {
  return itemsOf(value).flatMap((item) => textOf(item) ?? []);
}

/** A whole number, also when somebody quoted it; undefined for anything else. */
export function wholeNumberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  if (typeof value === 'string' && /^-?\d{1,15}$/.test(value.trim())) return Number(value);
  return undefined;
}

/** Whether a switch whose danger is `true` is on, also when somebody quoted it. */
export function isSwitchedOn(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true');
}

/** The scalar entries of a mapping as text: labels, annotations, ConfigMap data. */
export function textEntriesOf(value: unknown): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const [key, entry] of Object.entries(fieldsOf(value))) {
    const text = textOf(entry);
    if (text !== undefined) entries.set(key, text);
  }
  return entries;
}
