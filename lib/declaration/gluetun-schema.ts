import type { z } from 'zod';
import { ValueError } from '../network/value-error';
import { GLUETUN_KEYS } from './foreign-keys';
import { together } from './gluetun/assignment';
import { dnsSchema } from './gluetun/dns-schema';
import type { GluetunSettings } from './gluetun/gluetun-settings';
import { httpProxySchema, shadowsocksSchema } from './gluetun/proxy-schema';
import { healthSchema, loggingSchema, publicIpSchema, updaterSchema } from './gluetun/service-schemas';
import { settingsSchema } from './gluetun/settings-schema';
import { openvpnTuningSchema, wireguardSchema } from './gluetun/tunnel-schemas';
import { parseImageOf } from './image-reference';
import { integerLeaf, leaf, strictObject } from './leaf';
import { GLUETUN_RELEASE } from './providers';
import { resourcesSchema } from './resources-schema';

/** gluetun itself: what serves every provider alike. */
export const gluetunSchema = strictObject(
  {
    /**
     * gluetun's image, with the tag of a release (v3.41.0 or later: earlier ones read other variables) or a digest.
     * @default 'docker.io/qmcgaw/gluetun:v3.41.3'
     */
    image: leaf<string>('the reference of an image', parseGluetunImage).default(
      `docker.io/qmcgaw/gluetun:${GLUETUN_RELEASE}`,
    ),
    /**
     * How long the tunnel may take to come up before gluetun is started anew, in seconds: at least 60, since a
     * healthy start takes that long on a bad day.
     * @default 300
     */
    startupWindowSeconds: integerLeaf('a number of seconds', 60, 3600).default(300),
    /**
     * The tunnel's network interface, for gluetun and the client alike.
     * @default 'tun0'
     */
    tunnelInterface: leaf<string>('the name of a network interface', parseTunnelInterface).default('tun0'),
    /**
     * What gluetun may use.
     * @default - 50m of CPU and 64Mi of memory requested, 512Mi of memory at most
     */
    resources: resourcesSchema({
      cpu: '50m',
      memory: '64Mi',
      memoryLimit: '512Mi',
      // Names that gluetun looks up at itself took it to 270 MB (measured); a lower limit kills it in the middle.
      lowestMemoryLimit: '300Mi',
    }),
    /** Names. @default - DNS over TLS to Cloudflare, malware blocked */
    dns: dnsSchema.optional(),
    /** How gluetun finds out that the tunnel is dead. @default - by calling cloudflare.com and github.com through it */
    health: healthSchema.optional(),
    /** How WireGuard runs; only for a tunnel of that type. @default - as gluetun has it */
    wireguard: wireguardSchema.optional(),
    /** How OpenVPN runs; only for a tunnel of that type. @default - as gluetun has it */
    openvpn: openvpnTuningSchema.optional(),
    /** How gluetun keeps its list of servers. @default - the list of its release */
    updater: updaterSchema.optional(),
    /** An HTTP proxy into the tunnel. @default - none */
    httpProxy: httpProxySchema.optional(),
    /** A Shadowsocks server into the tunnel. @default - none */
    shadowsocks: shadowsocksSchema.optional(),
    /** How gluetun learns the tunnel's public address. @default - it asks ipinfo.io, or others if that fails */
    publicIp: publicIpSchema.optional(),
    /** What gluetun logs. @default - level info */
    logging: loggingSchema.optional(),
    /** Variables of gluetun that have no key here, by their names. @default - none */
    settings: settingsSchema.optional(),
  },
  { ...GLUETUN_KEYS, release: 'the release is part of "image"', version: 'the release is part of "image"' },
).transform(({ image, startupWindowSeconds, tunnelInterface, resources, ...parts }) => ({
  image,
  startupWindowSeconds,
  tunnelInterface,
  resources,
  settings: gluetunSettings(parts),
}));

interface Parts {
  readonly dns?: z.output<typeof dnsSchema> | undefined;
  readonly health?: z.output<typeof healthSchema> | undefined;
  readonly wireguard?: z.output<typeof wireguardSchema> | undefined;
  readonly openvpn?: z.output<typeof openvpnTuningSchema> | undefined;
  readonly updater?: z.output<typeof updaterSchema> | undefined;
  readonly httpProxy?: z.output<typeof httpProxySchema> | undefined;
  readonly shadowsocks?: z.output<typeof shadowsocksSchema> | undefined;
  readonly publicIp?: z.output<typeof publicIpSchema> | undefined;
  readonly logging?: z.output<typeof loggingSchema> | undefined;
  readonly settings?: z.output<typeof settingsSchema> | undefined;
}

function gluetunSettings(parts: Parts): GluetunSettings {
  const { dns, health, httpProxy, logging, openvpn, publicIp, settings, shadowsocks, updater, wireguard } = parts;
  const proxies = [httpProxy, shadowsocks].flatMap((proxy) => proxy ?? []);
  const withFiles = [updater, publicIp, ...proxies];
  const withVariables = [dns, openvpn, ...withFiles];
  return {
    variables: together([health, wireguard, logging, settings, ...withVariables.map((part) => part?.variables)]),
    files: withFiles.flatMap((part) => part?.files ?? []),
    proxies: proxies.map(({ listener }) => listener),
    plainDns: dns?.because,
    openvpnFlags: openvpn?.flags ?? [],
  };
}

/** The first of the releases whose variables and habits the manifests are made for; 3.41.3 is the one measured. */
const EARLIEST = [3, 41, 0] as const;

function parseGluetunImage(value: unknown): string {
  const image = parseImageOf('gluetun', value);
  const numbers = /:v?(\d+)\.(\d+)\.(\d+)/.exec(image)?.slice(1).map(Number) ?? EARLIEST;
  const differing = EARLIEST.findIndex((number, index) => numbers[index] !== number);
  if ((numbers[differing] ?? 0) >= (EARLIEST[differing] ?? 0)) return image;
  throw new ValueError(
    image,
    `is older than v${EARLIEST.join('.')}: take v3.41.0 or later, such as ${GLUETUN_RELEASE}`,
  );
}

/** Only names of tunnels: the guard opens this interface, so a name such as `eth0` would open the uplink. */
function parseTunnelInterface(value: unknown): string {
  if (typeof value === 'string' && /^(tun|wg)\d{1,4}$/.test(value)) return value;
  throw new ValueError(value, 'is not the name of a tunnel: allowed are "tun" or "wg", then a number, such as "tun0"');
}
