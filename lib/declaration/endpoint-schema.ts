import type { z } from 'zod';
import { type IpAddress, includes, parseIpAddress, parseIpRange } from '../network/ip-range';
import { list } from '../network/nearest';
import { parsePort } from '../network/port';
import { publicExceptions } from '../network/public-address';
import { ValueError } from '../network/value-error';
import { leaf, strictObject } from './leaf';
import type { Provider } from './providers';
import { isUnusable } from './unusable-address';
import type { VpnEndpointChoice } from './vpn';

/** Private ranges, and those of IPv6 that lead to private IPv4 addresses through a gateway. */
const NOT_PUBLIC = [...publicExceptions('IPv4'), ...publicExceptions('IPv6')].map(parseIpRange);

const address = leaf<string>('the IP address of the server', parseServerAddress);
const anyPort = leaf<number>('a port', parsePort);

/** The endpoint of a server that gluetun does not know: both parts must be said. */
export const customEndpointSchema: z.ZodType<VpnEndpointChoice> = strictObject({ address, port: anyPort });

/** The endpoint of a provider's server: each part may be left to gluetun. */
export function endpointSchema(
  provider: Provider,
  endpointPorts: 'any' | 'none' | readonly number[],
): z.ZodType<VpnEndpointChoice> {
  const parts = { address: address.optional() };
  if (endpointPorts === 'none') {
    const port = `unknown key; gluetun allows no other port than the usual one for ${provider}: leave it out`;
    return strictObject(parts, { port })
      .transform((choice): VpnEndpointChoice => ({ address: choice.address, port: undefined }))
      .prefault({});
  }
  return strictObject({ ...parts, port: portSchema(provider, endpointPorts).optional() })
    .transform((choice): VpnEndpointChoice => ({ address: choice.address, port: choice.port }))
    .prefault({});
}

function portSchema(provider: Provider, allowed: 'any' | readonly number[]): z.ZodType<number, number> {
  if (allowed === 'any') return anyPort;
  return leaf<number>(`one of the ports ${list(allowed, 'or')}`, (value) => {
    const port = parsePort(value);
    if (allowed.includes(port)) return port;
    throw new ValueError(port, `is not a port that gluetun allows for ${provider}: allowed are ${list(allowed)}`);
  });
}

function parseServerAddress(value: unknown): string {
  const parsed = parseIp(value);
  if (isUnusable(parsed)) throw new ValueError(value, 'is not an address that a VPN server can have');
  if (!NOT_PUBLIC.some((range) => includes(range, parsed))) return parsed.text;
  throw new ValueError(
    value,
    'is not a public address: a VPN server in your own network hides nothing, and the NetworkPolicy lets no Pod there',
  );
}

function parseIp(value: unknown): IpAddress {
  if (typeof value === 'string' && /[g-z]/i.test(value) && !value.includes(':')) {
    throw new ValueError(value, 'is a host name: gluetun takes IP addresses only, and the NetworkPolicy too');
  }
  return parseIpAddress(value);
}
