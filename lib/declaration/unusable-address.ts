import { type IpAddress, includes, parseIpRange } from '../network/ip-range';

/** Addresses that no network interface has, or that mean something else on every host. */
const UNUSABLE = [
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

/** Whether neither a VPN server nor the tunnel can have the address. */
export function isUnusable(address: IpAddress): boolean {
  return UNUSABLE.some((range) => includes(range, address));
}
