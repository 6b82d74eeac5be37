/**
 * Releases to take where a compose file has an image without one (`:latest`, `:develop`, no tag at all): Podlock runs
 * offline and cannot ask a registry what `latest` is today. Each is a release that its registry had on the date below.
 * Renovate or `podlock`'s user moves them on; nothing else depends on this table.
 */
export const IMAGES_AS_OF = '2026-11-25';

/** By repository, without the registry: the same images are on several. */
const RELEASES: Readonly<Record<string, string>> = {
  'fallenbagel/jellyseerr': '2.7.3',
  'flaresolverr/flaresolverr': 'v3.5.0',
  'guacamole/guacamole': '1.6.0',
  'guacamole/guacd': '1.6.0',
  'home-operations/qbittorrent': '5.2.3',
  'hotio/qbittorrent': 'release-5.2.3',
  'linuxserver/bazarr': '1.5.6',
  'linuxserver/deluge': '2.2.0',
  'linuxserver/jackett': '0.24.2685',
  'linuxserver/jellyfin': '10.11.8',
  'linuxserver/lidarr': '3.1.0',
  'linuxserver/nzbget': '26.3.20261002',
  'linuxserver/prowlarr': '2.3.5',
  'linuxserver/qbittorrent': '5.2.3',
  'linuxserver/radarr': '6.1.1',
  'linuxserver/sabnzbd': '4.5.5',
  'linuxserver/sonarr': '4.0.17',
  'linuxserver/transmission': '4.0.6',
  'seerr-team/seerr': 'v3.3.0',
  'slskd/slskd': '0.25.1',
};

const FULL_NAME: Readonly<Record<string, string>> = {
  'home-operations': 'ghcr.io',
  hotio: 'ghcr.io',
  linuxserver: 'lscr.io',
};

/** The reference of a release of this image; undefined where the table has none. */
export function knownRelease(repository: string): string | undefined {
  const path = repository.replace(/^(?:lscr\.io|ghcr\.io|docker\.io|cr\.hotio\.dev|index\.docker\.io)\//, '');
  const tag = Object.hasOwn(RELEASES, path) ? RELEASES[path] : undefined;
  if (tag === undefined) return undefined;
  const registry =
    FULL_NAME[path.split('/')[0] ?? ''] ?? (repository === path ? 'docker.io' : repository.split('/')[0]);
  return `${registry}/${path}:${tag}`;
}

/** Where the programs that people put behind a VPN listen, unless told otherwise: by the end of the image's name. */
export const WEB_PORTS: Readonly<Record<string, number>> = {
  autobrr: 7474,
  bazarr: 6767,
  deluge: 8112,
  emby: 8096,
  flaresolverr: 8191,
  guacamole: 8080,
  jackett: 9117,
  jellyfin: 8096,
  jellyseerr: 5055,
  lidarr: 8686,
  nzbget: 6789,
  nzbhydra2: 5076,
  overseerr: 5055,
  plex: 32400,
  prowlarr: 9696,
  qbittorrent: 8080,
  'qbittorrent-nox': 8080,
  radarr: 7878,
  readarr: 8787,
  rutorrent: 8080,
  sabnzbd: 8080,
  seerr: 5055,
  slskd: 5030,
  sonarr: 8989,
  tautulli: 8181,
  transmission: 9091,
  whisparr: 6969,
};
