/**
 * Where a tunnel goes: the /24 of each region's addresses, IPv4 as cloudflared has it by default (Cloudflare's "Tunnel with
 * firewall").
 */
export const tunnelEdge = ['198.41.192.0/24', '198.41.200.0/24'] as const;

/** TCP for HTTP/2, UDP for QUIC. */
export const tunnelEdgePort = 7844;

/** Where cloudflareaccess.com is, among much else: Cloudflare's own list (www.cloudflare.com/ips-v4, October 2026). */
export const cloudflareNetwork = [
  '103.21.244.0/22',
  '103.22.200.0/22',
  '103.31.4.0/22',
  '104.16.0.0/13',
  '104.24.0.0/14',
  '108.162.192.0/18',
  '131.0.72.0/22',
  '141.101.64.0/18',
  '162.158.0.0/15',
  '172.64.0.0/13',
  '173.245.48.0/20',
  '188.114.96.0/20',
  '190.93.240.0/20',
  '197.234.240.0/22',
  '198.41.128.0/17',
] as const;
