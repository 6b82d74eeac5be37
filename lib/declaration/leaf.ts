import { z } from 'zod';
import { list, nearest } from '../network/nearest';
import { ValueError } from '../network/value-error';
import { sketchOf } from './sketch';

/** What an issue of ours carries, for explain.ts to put into words. */
export type Problem =
  | { readonly kind: 'missing'; readonly expected: string }
  | { readonly kind: 'wrong'; readonly error: ValueError }
  /** A value that is never shown. */
  | { readonly kind: 'secret'; readonly text: string }
  | {
      readonly kind: 'unknown-key';
      readonly known: readonly string[];
      /** What to say of keys that people try, beside or in the place of the nearest known one. */
      readonly hints: Readonly<Record<string, string>>;
    };

/** The part of zod's context that a transform needs to report something. */
export interface IssueSink {
  readonly issues: z.core.$ZodRawIssue[];
}

export function report(sink: IssueSink, problem: Problem, path: PropertyKey[] = []): void {
  sink.issues.push({ code: 'custom', input: undefined, path, params: { problem } });
}

/** Reports what another schema found, at a place below this one. */
export function passOn(error: z.core.$ZodError | undefined, sink: IssueSink, path: PropertyKey[] = []): void {
  for (const issue of error?.issues ?? []) {
    sink.issues.push({ ...issue, path: [...path, ...issue.path], input: undefined } as z.core.$ZodRawIssue);
  }
}

/**
 * A schema of one value that is parsed or refused by `parse`.
 * @param expected what to ask for where the value is missing
 * @param parse throws ValueError
 */
export function leaf<Input, Output = Input>(
  expected: string,
  parse: (value: unknown) => Output,
): z.ZodType<Output, Input> {
  return z.transform<Input, Output>((value, context) => {
    if (value === undefined) {
      report(context, { kind: 'missing', expected });
      return z.NEVER;
    }
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      report(context, { kind: 'wrong', error });
      return z.NEVER;
    }
  });
}

/** A switch: true or false, nothing that looks like them. */
export function booleanLeaf(): z.ZodType<boolean, boolean> {
  return leaf<boolean>('true or false', (value) => {
    if (typeof value === 'boolean') return value;
    throw new ValueError(value, 'is neither true nor false');
  });
}

/** A whole number within bounds, both of them allowed. */
export function integerLeaf(expected: string, lowest: number, highest: number): z.ZodType<number, number> {
  return leaf<number>(expected, (value) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= lowest && value <= highest) return value;
    throw new ValueError(value, `is not ${expected}: allowed are whole numbers from ${lowest} to ${highest}`);
  });
}

/** One of a few words. */
export function choiceLeaf<const Choice extends string>(choices: readonly Choice[]): z.ZodType<Choice, Choice> {
  const allowed = `allowed ${choices.length === 1 ? 'is' : 'are'} ${list(choices)}`;
  return leaf<Choice>(list(choices, 'or'), (value) => {
    const choice = choices.find((candidate) => candidate === value);
    if (choice !== undefined) return choice;
    throw new ValueError(value, `is not allowed here: ${allowed}`, nearest(value, choices));
  });
}

/**
 * An object in which every key that `shape` lacks is a mistake at that key.
 * @param hints what to say about keys that people try, in the place of the nearest known key
 */
export function strictObject<Shape extends z.core.$ZodShape>(
  shape: Shape,
  hints: Readonly<Record<string, string>> = {},
): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape);
  const unknownKey = z.transform<never, never>((_, context) => {
    report(context, { kind: 'unknown-key', known, hints });
    return z.NEVER;
  });
  // The one text of zod's that is ours: what the object looks like.
  const error: z.core.$ZodErrorMap = ({ code, input }) =>
    code === 'invalid_type' ? sketchOf(shape, input) : undefined;
  return z.object(shape, { error }).catchall(unknownKey) as unknown as z.ZodObject<Shape, z.core.$strict>;
}
