import { ValueError } from '../network/value-error';
import { parseImageReference } from './image-reference';
import { integerLeaf, leaf, strictObject } from './leaf';
import { GLUETUN_RELEASE } from './providers';
import { resourcesSchema } from './resources-schema';

/** gluetun itself: what serves every provider alike. */
export const gluetunSchema = strictObject(
  {
    /**
     * gluetun's image, with a tag or digest.
     * @default 'docker.io/qmcgaw/gluetun:v3.41.3'
     */
    image: leaf<string>('the reference of an image', parseImageReference).default(
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
  },
  { release: 'the release is part of "image"', version: 'the release is part of "image"' },
);

/** Only names of tunnels: the guard opens this interface, so a name such as `eth0` would open the uplink. */
function parseTunnelInterface(value: unknown): string {
  if (typeof value === 'string' && /^(tun|wg)\d{1,4}$/.test(value)) return value;
  throw new ValueError(value, 'is not the name of a tunnel: allowed are "tun" or "wg", then a number, such as "tun0"');
}
