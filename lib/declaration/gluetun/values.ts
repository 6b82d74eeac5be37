import { z } from 'zod';
import { parseIpAddress, parseIpRange } from '../../network/ip-range';
import { parsePort } from '../../network/port';
import { isPublicAddress } from '../../network/public-address';
import { ValueError } from '../../network/value-error';
import { leaf, report } from '../leaf';

/** What gluetun itself takes for a host name in its block lists (settings/dnsblacklist.go). */
const HOST = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;
/** Names that are answered without a tunnel. */
const NEAR = /(?:^|\.)(?:localhost|local|internal|svc|lan|home|home\.arpa|localdomain)$/i;

/** At least one of what `item` takes. */
export function filledList<Output, Input>(
  item: z.ZodType<Output, Input>,
): z.ZodType<readonly Output[], readonly Input[]> {
  return z
    .array(item)
    .readonly()
    .superRefine((items, context) => {
      if (items.length > 0) return;
      report(context, { kind: 'wrong', error: new ValueError([], 'says nothing: leave it out') });
    });
}

/** An address on the internet. @throws ValueError */
export function parsePublicAddress(value: unknown): string {
  const address = parseIpAddress(value);
  if (isPublicAddress(address)) return address.text;
  throw new ValueError(value, 'is not a public address, so no tunnel leads there');
}

/** `203.0.113.7:53` or `[2001:db8::7]:53`, on the internet. @throws ValueError */
export function parsePublicEndpoint(value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  const [, ipv6, ipv4, port] = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(text) ?? [];
  if (port === undefined) {
    throw new ValueError(
      value,
      'is not an address with a port: allowed are such as "203.0.113.7:53" and "[2001:db8::7]:53"',
    );
  }
  const address = parsePublicAddress(ipv6 ?? ipv4);
  return ipv6 === undefined ? `${address}:${parsePort(Number(port))}` : `[${address}]:${parsePort(Number(port))}`;
}

/** A host on the internet, by name or address, with or without a port. @throws ValueError */
function parsePublicTarget(value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  if (/^\[|^[\d.]+:\d+$/.test(text)) return parsePublicEndpoint(value);
  if (/^[\d.]+$/.test(text) || text.split(':').length > 2) return parsePublicAddress(value);
  const [host = '', port] = text.split(':');
  const name = parseHostName(host);
  if (!name.includes('.') || NEAR.test(name))
    throw new ValueError(value, 'is answered without a tunnel: name a host on the internet');
  return port === undefined ? name : `${name}:${parsePort(Number(port))}`;
}

/** @throws ValueError */
function parseHostName(value: unknown): string {
  if (typeof value === 'string' && HOST.test(value)) return value.toLowerCase();
  throw new ValueError(value, 'is not a host name: allowed are such as "tracker.example.org"');
}

export const address = leaf<string>('an IP address', (value) => parseIpAddress(value).text);
export const range = leaf<string>('a range of IP addresses', (value) => parseIpRange(value).text);
export const hostName = leaf<string>('a host name', parseHostName);
export const publicEndpoint = leaf<string>('the address of a server with its port', parsePublicEndpoint);
export const publicTarget = leaf<string>('a host on the internet', parsePublicTarget);

/** A whole number of seconds that is 0 or at least `lowest`. */
export function secondsOrOff(lowest: number, highest: number): z.ZodType<number, number> {
  return leaf<number>('a number of seconds', (value) => {
    const isWhole = typeof value === 'number' && Number.isInteger(value);
    if (isWhole && (value === 0 || (value >= lowest && value <= highest))) return value;
    throw new ValueError(value, `is not a number of seconds: allowed are 0 for never, and ${lowest} to ${highest}`);
  });
}
