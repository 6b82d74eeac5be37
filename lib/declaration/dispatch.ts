import { z } from 'zod';
import { type IssueSink, passOn, report } from './leaf';

/** An object whose schema depends on what it holds. */
export type PlainObject = Readonly<Record<string, unknown>>;

/**
 * A schema that is chosen by the value.
 * @param choose the schema, or `undefined` after it reported what is wrong
 * @param expected what to ask for where the value is missing
 * @param sketch the object in short, for a value that is none
 */
export function dispatch<Input, Output>(
  choose: (value: PlainObject, sink: IssueSink) => z.ZodType<Output> | undefined,
  expected: string,
  sketch: (value: unknown) => string,
): z.ZodType<Output, Input> {
  return z.transform<Input, Output>((value: unknown, context) => {
    if (value === undefined) {
      report(context, { kind: 'missing', expected });
      return z.NEVER;
    }
    if (!isPlainObject(value)) {
      context.issues.push({ code: 'invalid_type', expected: 'object', input: value, message: sketch(value) });
      return z.NEVER;
    }
    const result = choose(value, context)?.safeParse(value);
    if (result?.success) return result.data;
    passOn(result?.error, context);
    return z.NEVER;
  });
}

function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
