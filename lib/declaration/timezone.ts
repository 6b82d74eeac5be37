import { nearest } from '../network/nearest';
import { ValueError } from '../network/value-error';

const known = new Map<string, boolean>([['Etc/UTC', true]]);

/**
 * A time zone of the IANA database, spelled as its files are.
 * @throws ValueError
 */
export function parseTimezone(value: unknown): string {
  if (typeof value === 'string' && isTimezone(value)) return value;
  throw new ValueError(
    value,
    'is not a time zone of the IANA database: allowed are such as "Etc/UTC" and "Europe/Berlin"',
    nearest(value, ['Etc/UTC', ...Intl.supportedValuesOf('timeZone')]),
  );
}

function isTimezone(name: string): boolean {
  // Files of the database are found by their exact names, while Intl also takes "europe/berlin" and "+02:00".
  if (!/^[A-Z][\w+-]*(\/[A-Z][\w+-]*){0,2}$/.test(name) || name.length > 64) return false;
  const seen = known.get(name);
  if (seen !== undefined) return seen;
  const exists = acceptedByIntl(name);
  known.set(name, exists);
  return exists;
}

function acceptedByIntl(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
