import type { Volume, VolumeMount } from '../manifest/kubernetes';

const folder = '/run/tunnel-seen';

/** Where the client's container notes which tunnel it listens on, and port-sync that it listens on a newer one. */
export const tunnelSeen: { readonly file: string; readonly volume: Volume; readonly mount: VolumeMount } = {
  file: `${folder}/tunnel`,
  volume: { name: 'tunnel-seen', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
  mount: { name: 'tunnel-seen', mountPath: folder },
};
