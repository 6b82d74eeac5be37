import type { Volume, VolumeMount } from '../manifest/kubernetes';

const folder = '/run/forwarded-port';

/** Where gluetun writes the port that its provider handed out, and port-sync reads it: VPN_PORT_FORWARDING_STATUS_FILE. */
export const statusFile = `${folder}/port`;

/** What gluetun and port-sync share: nothing but that file. Of the other containers tunnel-metrics alone may read it. */
export const forwardedPortVolume: { readonly volume: Volume; readonly mount: VolumeMount } = {
  volume: { name: 'forwarded-port', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
  mount: { name: 'forwarded-port', mountPath: folder },
};
