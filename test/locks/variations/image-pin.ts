import { set, setVariable } from '../locked-manifests';
import type { Variation } from './variation';

export const variations: readonly Variation[] = [
  {
    name: 'an image is pinned by digest alone',
    change: ({ client }) => set(client, 'image', `lscr.io/linuxserver/qbittorrent@sha256:${'0'.repeat(64)}`),
  },
  {
    name: 'a moving tag is pinned by digest',
    change: ({ client }) => set(client, 'image', `lscr.io/linuxserver/qbittorrent:latest@sha256:${'0'.repeat(64)}`),
  },
  ...['v5.1.4', '5.1.4-r0-ls400', 'release-5.1.4', '5.1.0-beta1'].map(
    (tag): Variation => ({
      name: `the tag ${tag} names a release`,
      change: ({ client }) => set(client, 'image', `lscr.io/linuxserver/qbittorrent:${tag}`),
    }),
  ),
  { name: 'nothing is installed', change: ({ client }) => setVariable(client, 'DOCKER_MODS', '') },
  {
    name: 'the registry has a port',
    change: ({ client }) =>
      set(client, 'image', 'registry.example.org:5000/linuxserver/qbittorrent:version-5.1.4_v2.0.11-ls400'),
  },
];
