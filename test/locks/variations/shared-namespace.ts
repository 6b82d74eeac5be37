import { set } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  { name: 'hostNetwork is written as false', change: ({ pod }) => set(pod, 'hostNetwork', false) },
  {
    name: 'a second program shares the Pod',
    change: ({ pod, client }) =>
      pod.containers.push({ ...client, name: 'prowlarr', image: 'lscr.io/linuxserver/prowlarr:1.37.0', ports: [] }),
  },
];
