import { type IpAddress, type IpFamily, type IpRange, parseIpRange } from './ip-range';

/**
 * Ranges that nobody on the internet has (IANA's special-purpose registries). Documentation ranges are not among
 * them: nothing answers there, and they stand for the internet in examples and tests.
 */
const NOT_PUBLIC: Readonly<Record<IpFamily, readonly IpRange[]>> = {
  IPv4: [
    '0.0.0.0/8', // this network
    '10.0.0.0/8', // private
    '100.64.0.0/10', // carrier-grade NAT
    '127.0.0.0/8', // loopback
    '169.254.0.0/16', // link-local, where clouds serve credentials
    '172.16.0.0/12', // private
    '192.0.0.0/24', // IETF protocol assignments
    '192.168.0.0/16', // private
    '198.18.0.0/15', // benchmarking
    '224.0.0.0/4', // multicast
    '240.0.0.0/4', // reserved, and broadcast
  ].map(parseIpRange),
  IPv6: [
    '::/128', // unspecified
    '::1/128', // loopback
    '100::/64', // discard
    'fc00::/7', // unique local
    'fe80::/10', // link-local
    'fec0::/10', // site-local of old
    'ff00::/8', // multicast
  ].map(parseIpRange),
};

/**
 * IPv6 ranges that a gateway turns into IPv4, private addresses among it. `::ffff:0:0/96` is not on any wire, and
 * as an exception of `::/0` Go's net package (so the API server) takes it for IPv4 and refuses it.
 */
const LEADS_TO_IPV4 = ['64:ff9b::/96', '64:ff9b:1::/48', '2001::/32', '2002::/16'];

const EXCEPTIONS: Readonly<Record<IpFamily, readonly string[]>> = {
  IPv4: NOT_PUBLIC.IPv4.map(({ text }) => text),
  IPv6: [...NOT_PUBLIC.IPv6.map(({ text }) => text), ...LEADS_TO_IPV4],
};

/** What to take out of `0.0.0.0/0` or `::/0` so that public addresses are left: a NetworkPolicy's `except`. */
export function publicExceptions(family: IpFamily): readonly string[] {
  return EXCEPTIONS[family];
}

/** Whether the address is one that somebody on the internet can have. */
export function isPublicAddress({ family, value }: IpAddress): boolean {
  return !covers(NOT_PUBLIC[family], value, value);
}

/** Whether the range holds a public address. Ranges that lead to IPv4 through a gateway do. */
export function reachesPublicAddress({ family, first, last }: IpRange): boolean {
  return !covers(NOT_PUBLIC[family], first, last);
}

/** Whether the ranges together hold every public address of IPv4 or of IPv6: two halves (`/1`) count, as `/0` does. */
export function coversInternet(ranges: readonly IpRange[]): boolean {
  return (['IPv4', 'IPv6'] as const).some((family) => {
    const allOfThem = family === 'IPv4' ? 1n << 32n : 1n << 128n;
    const sameFamily = ranges.filter((range) => range.family === family);
    return covers([...sameFamily, ...NOT_PUBLIC[family]], 0n, allOfThem - 1n);
  });
}

/** Whether every value from `first` to `last` lies in some range. */
function covers(ranges: readonly IpRange[], first: bigint, last: bigint): boolean {
  const sorted = [...ranges].sort((one, other) => (one.first < other.first ? -1 : 1));
  let next = first;
  for (const range of sorted) {
    if (range.first > next) break;
    if (range.last >= next) next = range.last + 1n;
  }
  return next > last;
}
