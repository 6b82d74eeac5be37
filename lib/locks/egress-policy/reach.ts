import type { PolicyPeer } from '../../manifest/network-policy';
import { type IpRange, parseInterfaceAddress } from '../../network/ip-range';

/** Private and link-local ranges: other Pods, Services, the node, the home network, a cloud's credentials. */
const neighbourhoods = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
].map((text) => parseInterfaceAddress(text).network);

const cache = new Map<string, IpRange | undefined>();
const cacheLimit = 1_000;

/** The private range that a block reaches first, `unreadable` for a block that is none, or undefined when all is public. */
export function privateReach({ cidr, except }: Extract<PolicyPeer, { kind: 'block' }>): string | undefined {
  const range = parseRange(cidr);
  if (range === undefined) return 'unreadable';
  const excepted = except.flatMap((text) => parseRange(text) ?? []);
  const reached = neighbourhoods.find((neighbourhood) => {
    if (neighbourhood.family !== range.family) return false;
    const first = neighbourhood.first > range.first ? neighbourhood.first : range.first;
    const last = neighbourhood.last < range.last ? neighbourhood.last : range.last;
    return first <= last && !isCovered(first, last, excepted);
  });
  return reached?.text;
}

function isCovered(first: bigint, last: bigint, ranges: readonly IpRange[]): boolean {
  let next = first;
  for (const range of [...ranges].sort((one, other) => (one.first < other.first ? -1 : 1))) {
    if (range.first > next) break;
    if (range.last >= next) next = range.last + 1n;
  }
  return next > last;
}

/** Policies name the same few ranges again and again. */
function parseRange(text: string): IpRange | undefined {
  if (cache.has(text)) return cache.get(text);
  const range = readRange(text);
  if (cache.size < cacheLimit) cache.set(text, range);
  return range;
}

function readRange(text: string): IpRange | undefined {
  try {
    return parseInterfaceAddress(text).network;
  } catch {
    return undefined;
  }
}
