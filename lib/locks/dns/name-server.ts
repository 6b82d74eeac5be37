import { parseIpAddress } from '../../network/ip-range';
import { isPublicAddress } from '../../network/public-address';
import type { Severity } from '../lock';

/** What happens to names that are sent to a server; undefined for gluetun's own, on loopback. */
export function judgeServer(server: string): { why: string; severity: Severity } | undefined {
  if (server.startsWith('127.') || server === '::1') return undefined;
  // A public resolver is reached through the tunnel, a private one past it.
  try {
    if (isPublicAddress(parseIpAddress(server)))
      return { why: ' in clear text whenever the tunnel lets them', severity: 'risk' };
  } catch {
    // Whatever it is, it is not gluetun's own server.
  }
  return { why: ', which no tunnel leads to', severity: 'leak' };
}
