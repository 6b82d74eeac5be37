import { ValueError } from '../../network/value-error';
import { booleanLeaf, choiceLeaf, leaf, report, strictObject } from '../leaf';
import { parseReason } from '../reason';
import { together, type Variables, variable } from './assignment';
import { address, filledList, hostName, publicEndpoint, range, secondsOrOff } from './values';

/** Resolvers that gluetun knows by name (gluetun v3.41, wiki setup/options/dns.md). */
const RESOLVERS = [
  'cira family',
  'cira private',
  'cira protected',
  'cleanbrowsing adult',
  'cleanbrowsing family',
  'cleanbrowsing security',
  'cloudflare',
  'cloudflare family',
  'cloudflare security',
  'google',
  'libredns',
  'opendns',
  'quad9',
  'quad9 secured',
  'quad9 unsecured',
  'quadrant',
] as const;

const off = "unknown key; gluetun's DNS server cannot be switched off: it is the only one that asks through the tunnel";

/** Names: gluetun serves 127.0.0.1:53 to the whole Pod and asks its upstream resolvers through the tunnel. */
export const dnsSchema = strictObject(
  {
    /**
     * How gluetun asks: by DNS over TLS, over HTTPS, or in plain text (DNS_UPSTREAM_RESOLVER_TYPE). Plain text goes
     * through the tunnel too, but whoever runs the VPN server reads it: it needs `because`.
     * @default 'DoT'
     */
    upstreamResolverType: variable('DNS_UPSTREAM_RESOLVER_TYPE', choiceLeaf(['DoT', 'DoH', 'plain'])),
    /**
     * Whom gluetun asks, by gluetun's own names (DNS_UPSTREAM_RESOLVERS).
     * @default ['cloudflare']
     */
    upstreamResolvers: variable('DNS_UPSTREAM_RESOLVERS', filledList(choiceLeaf(RESOLVERS))),
    /**
     * Whom gluetun asks in plain text: public addresses with ports (DNS_UPSTREAM_PLAIN_ADDRESSES). Only with `plain`,
     * and needed there: newer releases do not start without. Reports differ on whether v3.41.3 reads it; a gluetun that
     * does not asks `upstreamResolvers`, in plain text and through the tunnel too.
     * @default - none
     */
    upstreamPlainAddresses: variable('DNS_UPSTREAM_PLAIN_ADDRESSES', filledList(publicEndpoint)),
    /**
     * Why names may be asked for in plain text, in one line. The check reports it beside the loosened lock.
     * @default - plain text is refused
     */
    because: leaf<string>('a reason', parseReason).optional(),
    /**
     * Whether gluetun asks over IPv6 (DNS_UPSTREAM_IPV6). Needs IPv6 in the cluster and in the tunnel.
     * @default false
     */
    upstreamIpv6: variable('DNS_UPSTREAM_IPV6', booleanLeaf()),
    /** Whether answers are remembered (DNS_CACHING). @default true */
    caching: variable('DNS_CACHING', booleanLeaf()),
    /** Whether names of malware are not resolved (BLOCK_MALICIOUS). @default true */
    blockMalicious: variable('BLOCK_MALICIOUS', booleanLeaf()),
    /** Whether names of surveillance are not resolved (BLOCK_SURVEILLANCE). @default false */
    blockSurveillance: variable('BLOCK_SURVEILLANCE', booleanLeaf()),
    /** Whether names of advertisers are not resolved (BLOCK_ADS). @default false */
    blockAds: variable('BLOCK_ADS', booleanLeaf()),
    /** Addresses that no name may resolve to (DNS_BLOCK_IPS). @default - none */
    blockIps: variable('DNS_BLOCK_IPS', filledList(address)),
    /** Ranges that no name may resolve to (DNS_BLOCK_IP_PREFIXES). @default - none */
    blockIpPrefixes: variable('DNS_BLOCK_IP_PREFIXES', filledList(range)),
    /** Names that are resolved though a block list has them (DNS_UNBLOCK_HOSTNAMES). @default - none */
    unblockHostnames: variable('DNS_UNBLOCK_HOSTNAMES', filledList(hostName)),
    /**
     * Public names that may resolve to private addresses, each in full (DNS_REBINDING_PROTECTION_EXEMPT_HOSTNAMES).
     * @default - none
     */
    rebindingProtectionExemptHostnames: variable('DNS_REBINDING_PROTECTION_EXEMPT_HOSTNAMES', filledList(hostName)),
    /**
     * How often the block lists are fetched anew, in seconds: 0 for never, else at least 30 (DNS_UPDATE_PERIOD).
     * @default 86400
     */
    updatePeriodSeconds: variable('DNS_UPDATE_PERIOD', secondsOrOff(30, 31_536_000), 's'),
  },
  { server: off, enabled: off, keepNameserver: off, address: off },
)
  .superRefine((dns, context) => {
    const wrong = (key: string, value: unknown, problem: string) =>
      report(context, { kind: 'wrong', error: new ValueError(value, problem) }, [key]);
    const missing = (key: string, expected: string) => report(context, { kind: 'missing', expected }, [key]);
    const isPlain = dns.upstreamResolverType?.['DNS_UPSTREAM_RESOLVER_TYPE'] === 'plain';
    if (isPlain) {
      if (dns.upstreamPlainAddresses === undefined) missing('upstreamPlainAddresses', 'a list, for plain text');
      if (dns.because === undefined) missing('because', "why whoever runs the VPN server may read the client's names");
      return;
    }
    if (dns.upstreamPlainAddresses !== undefined) {
      wrong('upstreamPlainAddresses', ['…'], 'is ignored by gluetun unless upstreamResolverType is "plain"');
    }
    if (dns.because !== undefined)
      wrong('because', dns.because, 'is a reason for nothing: only "plain" loosens a lock');
  })
  .transform(({ because, ...parts }): DnsSettings => ({ because, variables: together(Object.values(parts)) }));

interface DnsSettings {
  readonly because: string | undefined;
  readonly variables: Variables;
}
