import type { PolicyPeer } from '../../manifest/network-policy';
import { type IpRange, overlaps, parseInterfaceAddress } from '../../network/ip-range';

/**
 * Private and link-local ranges: other Pods, Services, the node, the home network, a cloud's credentials. The last two
 * lead to all of them where the cluster has a NAT64 gateway.
 */
const neighbourhoods = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
].map((text) => parseInterfaceAddress(text).network);

const cache = new Map<string, IpRange | undefined>();
const cacheLimit = 1_000;

/** The private range that a block reaches first, `unreadable` for a block that is none, or undefined when all is public. */
export function privateReach({ cidr, except }: Extract<PolicyPeer, { kind: 'block' }>): string | undefined {
  const range = parseRange(cidr);
  if (range === undefined) return 'unreadable';
  const excepted = except
    .flatMap((text) => parseRange(text) ?? [])
    .sort((one, other) => (one.first < other.first ? -1 : 1));
  const reached = neighbourhoods.find((neighbourhood) => {
    const shared = intersection(neighbourhood, range);
    return shared !== undefined && !isCovered(shared, excepted);
  });
  return reached?.text;
}

type Span = Pick<IpRange, 'first' | 'last'>;

/** Two ranges are apart, or one lies within the other: a prefix has no other way to overlap. */
function intersection(one: IpRange, other: IpRange): Span | undefined {
  if (!overlaps(one, other)) return undefined;
  return one.prefixLength >= other.prefixLength ? one : other;
}

/** Whether ranges that are sorted by their first address leave nothing out. */
function isCovered({ first, last }: Span, ranges: readonly IpRange[]): boolean {
  let next = first;
  for (const range of ranges) {
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

/** Go's net package, so the API server too, reads an IPv4 address in IPv6 clothes as IPv4. */
const mapped = parseInterfaceAddress('::ffff:0:0/96').network;

function readRange(text: string): IpRange | undefined {
  try {
    const range = parseInterfaceAddress(text).network;
    if (range.prefixLength < mapped.prefixLength || !overlaps(range, mapped)) return range;
    const address = Number(range.first - mapped.first);
    const parts = [24, 16, 8, 0].map((bits) => (address >>> bits) & 255);
    return parseInterfaceAddress(`${parts.join('.')}/${range.prefixLength - mapped.prefixLength}`).network;
  } catch {
    return undefined;
  }
}
