import { ValueError } from '../network/value-error';
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
  },
  { release: 'the release is part of "image"', version: 'the release is part of "image"' },
);

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
