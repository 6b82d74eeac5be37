import { type IpAddress, includes, parseIpAddress, parseIpRange } from './ip-range';

/** Homes' and clusters' own. Not link-local: clouds hand out credentials at 169.254.169.254. */
const OWN_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].map(parseIpRange);

/** Where clouds hand out credentials all the same: AWS by IPv6, Alibaba. */
const METADATA = new Set(['fd00:ec2::254', '100.100.100.200']);

/** Whether an address is one of a home network or of a cluster: a host there may be reached beside the tunnel. */
export function isOwnHost(address: IpAddress): boolean {
  return !METADATA.has(address.text) && OWN_RANGES.some((range) => includes(range, address));
}

/**
 * The one host that a range or an address stands for (`10.0.0.7`, `10.0.0.7/32`, `fd00::7/128`), where it is a home's or a
 * cluster's own; undefined for anything wider, or elsewhere.
 */
export function ownHost(text: string): IpAddress | undefined {
  const [address = '', length, ...rest] = text.split('/');
  try {
    const parsed = parseIpAddress(address);
    const whole = parsed.family === 'IPv4' ? '32' : '128';
    const isSingle = rest.length === 0 && (length === undefined || length === whole);
    return isSingle && isOwnHost(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
