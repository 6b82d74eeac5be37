import type { IpFamily } from './ip-range';

const PRIVATE: Readonly<Record<IpFamily, readonly string[]>> = {
  IPv4: [
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '100.64.0.0/10', // overlay networks such as Tailscale, and clouds' Pods
    '169.254.0.0/16', // link-local: a node, as some network plug-ins show it to its Pods
  ],
  IPv6: [
    'fc00::/7',
    'fe80::/10', // link-local
  ],
};

/** The ranges that homes, clusters and private networks take their addresses from (RFC 1918, 3927, 4193, 4291, 6598). */
export function privateRanges(family: IpFamily): readonly string[] {
  return PRIVATE[family];
}
