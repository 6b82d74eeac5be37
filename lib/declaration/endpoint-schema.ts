import type { z } from 'zod';
import { type IpAddress, includes, parseIpAddress, parseIpRange } from '../network/ip-range';
import { parsePort } from '../network/port';
import { ValueError } from '../network/value-error';
import { leaf, strictObject } from './leaf';
import { list } from './nearest';
import type { Provider } from './providers';
import type { VpnEndpointChoice } from './vpn';

/** Where nobody can listen for a tunnel. */
const NO_SERVER = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/127',
  '::ffff:0:0/96',
  'fe80::/10',
  'ff00::/8',
].map(parseIpRange);

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
  if (!NO_SERVER.some((range) => includes(range, parsed))) return parsed.text;
  throw new ValueError(value, 'is not an address that a VPN server can have');
}

function parseIp(value: unknown): IpAddress {
  if (typeof value === 'string' && /[g-z]/i.test(value) && !value.includes(':')) {
    throw new ValueError(value, 'is a host name: gluetun takes IP addresses only, and the NetworkPolicy too');
  }
  return parseIpAddress(value);
}
