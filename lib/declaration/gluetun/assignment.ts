import type { z } from 'zod';
import { strictObject } from '../leaf';
import type { VariableName } from './variables';

/** gluetun's variables, with their values. */
export type Variables = Readonly<Record<string, string>>;

type Value = string | number | boolean | readonly (string | number)[];

/** A value of the declaration that becomes one variable of gluetun, or none where it is left out. */
export function variable<Output extends Value, Input>(
  name: VariableName,
  schema: z.ZodType<Output, Input>,
  unit = '',
): z.ZodOptional<z.ZodType<Variables, Input>> {
  const assigned = schema.transform((value): Variables => ({ [name]: `${format(value)}${value === 0 ? '' : unit}` }));
  return assigned.optional() as unknown as z.ZodOptional<z.ZodType<Variables, Input>>;
}

function format(value: Value): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'object' ? value.join(',') : String(value);
}

type Shape = Readonly<Record<string, z.ZodOptional<z.ZodType<Variables, unknown>>>>;

/** An object whose every key becomes variables of gluetun. */
export function variablesObject<const S extends Shape>(
  shape: S,
  hints: Readonly<Record<string, string>> = {},
): z.ZodType<Variables, z.input<z.ZodObject<S, z.core.$strict>>> {
  return strictObject(shape, hints).transform((parts) => together(Object.values(parts))) as unknown as z.ZodType<
    Variables,
    z.input<z.ZodObject<S, z.core.$strict>>
  >;
}

/** One set of variables out of several; what was left out is skipped. */
export function together(parts: readonly unknown[]): Variables {
  return Object.assign({}, ...parts) as Variables;
}
