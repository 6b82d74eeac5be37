import { ValueError } from './value-error';

/** The longest DNS label, and so the longest label value and Service name in Kubernetes. */
export const LONGEST_LABEL = 63;
const LONGEST_SUBDOMAIN = 253;

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const LABEL_WITH_LETTER_FIRST = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

/**
 * A DNS label as RFC 1123 and Kubernetes have it: the name of a namespace.
 * @param longest the most characters, where other names are made by appending to this one. @default 63
 * @throws ValueError
 */
export function parseDnsLabel(value: unknown, longest = LONGEST_LABEL): string {
  return parseName(
    value,
    (text) => LABEL.test(text) && text.length <= longest,
    `is not a DNS label: allowed are 1 to ${longest} of a-z, 0-9 and "-", with a letter or digit at both ends`,
  );
}

/**
 * A DNS label that begins with a letter (RFC 1035): the name of a Service, and of what a Service's name is made from.
 * @param longest the most characters, where other names are made by appending to this one. @default 63
 * @throws ValueError
 */
export function parseServiceName(value: unknown, longest = LONGEST_LABEL): string {
  return parseName(
    value,
    (text) => LABEL_WITH_LETTER_FIRST.test(text) && text.length <= longest,
    `is not a name for a Service: allowed are 1 to ${longest} of a-z, 0-9 and "-", ` +
      'beginning with a letter, ending with a letter or digit',
  );
}

/**
 * A DNS subdomain as Kubernetes has it: the name of most objects, such as Secrets and claims.
 * @throws ValueError
 */
export function parseDnsSubdomain(value: unknown): string {
  return parseName(
    value,
    isDnsSubdomain,
    `is not a DNS subdomain: allowed are 1 to ${LONGEST_SUBDOMAIN} of a-z, 0-9, "-" and ".", ` +
      'each part with a letter or digit at both ends',
  );
}

/** @see parseDnsSubdomain */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= LONGEST_SUBDOMAIN && text.split('.').every((part) => LABEL.test(part));
}

function parseName(value: unknown, isName: (text: string) => boolean, problem: string): string {
  if (typeof value !== 'string') throw new ValueError(value, problem);
  // Names are short: a hostile one is not worth a search for what was meant.
  if (isName(value)) return value;
  const meant =
    value.length <= LONGEST_SUBDOMAIN
      ? value
          .trim()
          .toLowerCase()
          .replace(/[_\s]+/g, '-')
      : '';
  throw new ValueError(value, problem, isName(meant) ? meant : undefined);
}
