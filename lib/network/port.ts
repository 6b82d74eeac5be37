import { ValueError } from './value-error';

const HIGHEST_PORT = 65535;

/**
 * A TCP or UDP port: a whole number from 1 to 65535, given as a number.
 * @throws ValueError
 */
export function parsePort(value: unknown): number {
  if (isPort(value)) return value;
  throw new ValueError(value, `is not a port: allowed are whole numbers from 1 to ${HIGHEST_PORT}`, portMeant(value));
}

/** @see parsePort */
export function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= HIGHEST_PORT;
}

function portMeant(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\s*\d{1,5}\s*$/.test(value)) return undefined;
  const port = Number(value);
  return isPort(port) ? port : undefined;
}
