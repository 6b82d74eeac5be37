import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RtorrentClient } from '../../declaration/clients/rtorrent';
import type { ClientSettings } from '../draft';
import type { DraftedClient } from './client';
import {
  clientContainer,
  configureContainer,
  downloadsMount,
  makeScratch,
  passwordMount,
  passwordVolume,
  scratch,
} from './containers';
import { tunnelAddressLines } from './tunnel-address';

const configureScript = readFileSync(join(__dirname, 'rtorrent-configure.sh'), 'utf8');

const dataMount = { name: 'config', mountPath: '/data' };
/** Not in a volume: only root may write there, and rTorrent does not run as root. */
const bindFile = '/etc/rtorrent-podlock.rc';

/**
 * Ports of nginx in the image. Its own default for XML-RPC, 8000, is gluetun's control server. With each port goes the
 * next one, for the image's health check.
 */
const xmlRpcPort = 17998;
const webDavPort = 17996;

/**
 * rTorrent with ruTorrent (`crazymax/rtorrent-rutorrent`, crazy-max/docker-rtorrent-rutorrent). It binds to an address
 * (`network.bind_address.set`), so the one that the tunnel has at the start is written before the image's own init.
 */
export function draftRtorrent(declared: RtorrentClient): DraftedClient {
  const configure = configureContainer(declared.image, declared, makeScratch + configureScript, [
    dataMount,
    passwordMount,
  ]);
  const passwords = { name: scratch.name, mountPath: '/passwd', subPath: 'passwd' };
  const container = clientContainer('rtorrent', declared, [dataMount, downloadsMount, passwords]);
  const { runAs, webUi } = declared;
  const settings: ClientSettings = {};
  return {
    client: {
      container,
      configure,
      settings,
      boundTo: 'address',
      loosened: {},
      writeSettings: () => {
        Object.assign(container.environment, {
          PUID: String(runAs.user),
          PGID: String(runAs.group),
          RUTORRENT_PORT: String(webUi.port),
          XMLRPC_PORT: String(xmlRpcPort),
          WEBDAV_PORT: String(webDavPort),
          // The image asks a public resolver for its own address; the tracker sees the tunnel's anyway.
          WAN_IP_CMD: 'false',
          ...(settings.torrentPort === undefined
            ? {}
            : { RT_INC_PORT: String(settings.torrentPort), RT_DHT_PORT: String(settings.torrentPort) }),
        });
        configure.environment['DEFAULTS'] = 'directory.default.set = /downloads/complete';
        configure.environment['SETTINGS'] = `import = ${bindFile}`;
        container.command = ['/bin/sh', '-c', startScript(settings)];
      },
    },
    volumes: [scratch, passwordVolume(webUi.passwordSecret.name)],
  };
}

/** rTorrent does not start without the file that .rtorrent.rc imports. */
function startScript({ interface: tunnel }: ClientSettings): string {
  if (tunnel === undefined) return `: >${bindFile}\nexec /init`;
  return [
    ...tunnelAddressLines(tunnel),
    `[ -n "$address" ] || echo 'no IPv4 address of ${tunnel} now: rTorrent hears nobody until it is started again' >&2`,
    `echo "network.bind_address.set = \${address:-127.0.0.1}" >${bindFile}`,
    'exec /init',
  ].join('\n');
}
