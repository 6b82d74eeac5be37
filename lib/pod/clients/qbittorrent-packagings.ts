import type { RunAs } from '../../declaration/clients/client';
import type { QbittorrentPackaging } from '../../declaration/clients/qbittorrent';

/** How an image of qBittorrent is started, and where it keeps its settings. */
export interface Packaging {
  /** The full name of qBittorrent.conf. */
  readonly settingsFile: string;
  /** What the image's own start script takes from the environment, for both modes. */
  environment(ports: QbittorrentPorts): Record<string, string>;
  /** The same for one mode: how it learns the user. */
  readonly user: (runAs: RunAs) => Record<string, string>;
  /** What runs instead of the image's own entry point. @default - that one */
  readonly command?: (ports: QbittorrentPorts, mode: RunAs['mode']) => string[] | undefined;
}

interface QbittorrentPorts {
  readonly webUi: number;
  /** `undefined`: it is not known before the client runs. */
  readonly torrent: number | undefined;
}

/** As linuxserver's and hotio's s6 init take the user: it drops to PUID:PGID. */
const puid = ({ user, group }: RunAs) => ({ PUID: String(user), PGID: String(group) });

/** The images of qBittorrent that Podlock is designed for. Sources and quirks: docs/clients.md. */
export const packagings: Readonly<Record<QbittorrentPackaging, Packaging>> = {
  /**
   * `lscr.io/linuxserver/qbittorrent` (linuxserver/docker-qbittorrent). Its svc-qbittorrent/run passes TORRENTING_PORT
   * as `--torrenting-port`, by some releases 6881 where it is not set, and that wins over the file. As a user it needs
   * a /run of its own and a read-only root, which its readme declares as supported.
   */
  linuxserver: {
    settingsFile: '/config/qBittorrent/qBittorrent.conf',
    environment: ({ webUi, torrent }) => ({
      WEBUI_PORT: String(webUi),
      ...(torrent === undefined ? {} : { TORRENTING_PORT: String(torrent) }),
    }),
    user: (runAs) => (runAs.mode === 'user' ? { S6_READ_ONLY_ROOT: '1' } : puid(runAs)),
  },
  /**
   * `ghcr.io/home-operations/qbittorrent` (home-operations/containers, apps/qbittorrent). Starts as nobody, or as any
   * user it is told to be; has no root mode. qBittorrent reads QBT_WEBUI_PORT and QBT_TORRENTING_PORT itself, and the
   * image presets the second to 50413.
   */
  'home-operations': {
    settingsFile: '/config/qBittorrent/qBittorrent.conf',
    environment: ({ webUi, torrent }) => ({
      QBT_WEBUI_PORT: String(webUi),
      ...(torrent === undefined ? {} : { QBT_TORRENTING_PORT: String(torrent) }),
      HOME: '/config',
      XDG_CONFIG_HOME: '/config',
      XDG_DATA_HOME: '/config',
    }),
    user: () => ({}),
  },
  /**
   * `ghcr.io/hotio/qbittorrent` (hotio/qbittorrent). Its init-setup changes the ids of its user with usermod, so it
   * starts as root. Its profile is /app, whose folder qBittorrent is a link to /config: the file is in /config/config.
   * The first number of WEBUI_PORTS is the WebUI's.
   */
  hotio: {
    settingsFile: '/config/config/qBittorrent.conf',
    environment: ({ webUi }) => ({
      WEBUI_PORTS: `${webUi}/tcp,${webUi}/udp`,
      VPN_ENABLED: 'false',
      PRIVOXY_ENABLED: 'false',
    }),
    user: puid,
  },
  /**
   * `docker.io/qbittorrentofficial/qbittorrent-nox` (qbittorrent/docker-qbittorrent-nox). Its entrypoint.sh changes
   * owners and drops by doas, as root only, so as a user its program is started without it. The profile is /config.
   */
  official: {
    settingsFile: '/config/qBittorrent/config/qBittorrent.conf',
    environment: ({ webUi, torrent }) => ({
      QBT_WEBUI_PORT: String(webUi),
      ...(torrent === undefined ? {} : { QBT_TORRENTING_PORT: String(torrent) }),
      QBT_EULA: 'accept',
      QBT_LEGAL_NOTICE: 'confirm',
    }),
    user: (runAs) => (runAs.mode === 'user' ? {} : puid(runAs)),
    command: ({ webUi }, mode) =>
      mode === 'root'
        ? undefined
        : ['/sbin/tini', '-g', '--', 'qbittorrent-nox', '--profile=/config', `--webui-port=${webUi}`],
  },
};
