import type { z } from 'zod';
import { quote } from '../network/value-error';

/** Stands in a sketch for the value that was written in the object's place: explain.ts knows whether it may be shown. */
const WRITTEN = '\u0000';
const MOST_KEYS = 4;

/**
 * An object in short, for whoever wrote something else in its place: `{ user: …, group: … }`.
 * @param written the key at which the written value would be right; `undefined`: none
 */
export function sketch(
  keys: readonly string[],
  written: string | undefined,
  hasMore = keys.length > MOST_KEYS,
): string {
  const shown = keys.slice(0, MOST_KEYS).map((key) => `${key}: ${key === written ? WRITTEN : '…'}`);
  return `{ ${[...shown, ...(hasMore ? ['…'] : [])].join(', ')} }`;
}

/** The sketch of an object with these keys: those that it needs, or else all. */
export function sketchOf(shape: z.core.$ZodShape, value: unknown): string {
  const needed = Object.keys(shape).filter((key) => !accepts(shape[key], undefined));
  const [first] = needed;
  const isFirst = first !== undefined && typeof value !== 'object' && isMeantFor(shape[first], value);
  return sketch(needed.length > 0 ? needed : Object.keys(shape), isFirst ? first : undefined);
}

/** A key that takes any word is not known to be meant: the word may be a password. */
function isMeantFor(schema: z.core.$ZodType | undefined, value: unknown): boolean {
  return accepts(schema, value) && !accepts(schema, 'word');
}

function accepts(schema: z.core.$ZodType | undefined, value: unknown): boolean {
  return schema !== undefined && (schema as z.ZodType).safeParse(value).success;
}

/** Whether the written value has a place in the sketch. */
export function showsWritten(text: string): boolean {
  return text.includes(WRITTEN);
}

/** A sketch with the written value in its place. @param value `undefined`: it is not to be shown */
export function completed(text: string, value: unknown): string {
  return text.replace(WRITTEN, () => (value === undefined ? '…' : quote(value)));
}
