import type { Problem } from './problem';
import { mapping, type Scalar, scalar, type Tree } from './tree';
import { unsetIn } from './unset';

const RANGE = /^(\d{1,5})(?:-(\d{1,5}))?$/;
/** More ports than any service publishes. */
const WIDEST_RANGE = 1000;

/**
 * `[[HOST_IP:][PUBLISHED]:]TARGET[/PROTOCOL]` in the long syntax, one entry a port of a range. Texts that are no ports,
 * placeholders among them, stay texts: whether somebody needs them is seen later.
 */
export function longPorts(short: Scalar, path: string, problems: Problem[]): readonly Tree[] {
  const { place, text } = short;
  const [numbers = '', protocol] = splitProtocol(text);
  const parts = splitOutsideBrackets(numbers);
  const target = parts.pop() ?? '';
  const published = parts.pop();
  const hostIp = parts.join(':').replace(/^\[|\]$/g, '');
  const entry = (to: string, from: string | undefined): Tree =>
    mapping(
      [
        ['target', scalar(to, place)],
        ...(from === undefined || from === '' ? [] : [['published', scalar(from, place)] as const]),
        ...(protocol === undefined ? [] : [['protocol', scalar(protocol, place)] as const]),
        ...(hostIp === '' ? [] : [['host_ip', scalar(hostIp, place)] as const]),
      ],
      short,
    );
  const targets = expand(target);
  const publisheds = published === undefined ? undefined : expand(published);
  if (targets === undefined || (publisheds !== undefined && publisheds.length !== targets.length)) {
    if (targets !== undefined && targets.length === 1) return [entry(target, published)];
    if (unsetIn(text).length === 0 && /\d-\d/.test(text)) {
      problems.push({ message: 'is no range of ports: both sides need the same number of them', path, place });
    }
    return [entry(target, published)];
  }
  return targets.map((to, index) => entry(to, publisheds?.[index]));
}

function splitProtocol(text: string): readonly string[] {
  const slash = text.lastIndexOf('/');
  return slash === -1 ? [text] : [text.slice(0, slash), text.slice(slash + 1)];
}

function splitOutsideBrackets(text: string): string[] {
  return text.split(/:(?![^[]*\])/);
}

function expand(text: string): readonly string[] | undefined {
  const [, first, last = first] = RANGE.exec(text) ?? [];
  if (first === undefined || last === undefined) return text.includes('-') && /^\d/.test(text) ? undefined : [text];
  const length = Number(last) - Number(first) + 1;
  if (length < 1 || length > WIDEST_RANGE) return undefined;
  return Array.from({ length }, (_, index) => String(Number(first) + index));
}
