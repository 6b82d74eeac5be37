import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QbittorrentClient } from '../../declaration/clients/qbittorrent';
import type { ClientSettings } from '../draft';
import type { DraftedClient } from './client';
import {
  clientContainer,
  configMount,
  configureContainer,
  downloadsMount,
  makeScratch,
  passwordMount,
  passwordVolume,
  scratch,
} from './containers';
import { packagings } from './qbittorrent-packagings';

const configureScript = readFileSync(join(__dirname, 'qbittorrent-configure.sh'), 'utf8');

/** What a fresh /config gets, as linuxserver's own default file has it. An existing file keeps its own. */
const defaults = [
  '[BitTorrent]',
  'Session\\DefaultSavePath=/downloads/',
  'Session\\QueueingSystemEnabled=true',
  'Session\\TempPath=/downloads/incomplete/',
  '[LegalNotice]',
  'Accepted=true',
].join('\n');

/** qBittorrent, designed for its release 5. Binds to an interface by its name (Session\Interface). */
export function draftQbittorrent(declared: QbittorrentClient): DraftedClient {
  const packaging = packagings[declared.packaging];
  const script = configureScript.replaceAll('/config/qBittorrent/qBittorrent.conf', packaging.settingsFile);
  const configure = configureContainer(declared.image, declared, makeScratch + script, [configMount, passwordMount]);
  const container = clientContainer('qbittorrent', declared, [configMount, downloadsMount]);
  const settings: ClientSettings = {};
  const { port } = declared.webUi;
  return {
    client: {
      container,
      configure,
      settings,
      boundTo: 'interface',
      loosened: {},
      writeSettings: () => {
        const ports = { webUi: port, torrent: settings.torrentPort };
        Object.assign(container.environment, packaging.environment(ports), packaging.user(declared.runAs));
        const command = packaging.command?.(ports, declared.runAs.mode);
        if (command !== undefined) container.command = command;
        configure.environment['DEFAULTS'] = defaults;
        configure.environment['SETTINGS'] = settingsText(settings, port);
      },
    },
    volumes: [scratch, passwordVolume(declared.webUi.passwordSecret.name)],
  };
}

function settingsText(settings: ClientSettings, webUiPort: number): string {
  const webUi = [...webUiSettings(webUiPort), ...hostSettings(settings.webUiHosts)];
  return [
    '[BitTorrent]',
    ...(settings.interface === undefined
      ? []
      : [
          `Session\\Interface=${settings.interface}`,
          'Session\\InterfaceAddress=',
          `Session\\InterfaceName=${settings.interface}`,
        ]),
    ...(settings.torrentPort === undefined ? [] : [`Session\\Port=${settings.torrentPort}`]),
    '[Network]',
    // UPnP and NAT-PMP would ask the router at home for a port.
    'PortForwardingEnabled=false',
    '[Preferences]',
    ...webUi.map((line) => `WebUI\\${line}`),
    // Where releases after 5.2 read them (qBittorrent's pull request 24721).
    '[WebUI]',
    ...webUi,
  ].join('\n');
}

function webUiSettings(port: number): readonly string[] {
  // LocalHostAuth: all containers of the Pod share one loopback.
  return ['Address=*', 'Enabled=true', 'LocalHostAuth=true', `Port=${port}`, 'UseUPnP=false'];
}

/**
 * Names that browsers may ask for, so that no other page's name leads here (DNS rebinding); `*` is qBittorrent's own
 * wildcard. A port-forward asks for localhost.
 */
function hostSettings(hosts: readonly string[] | undefined): readonly string[] {
  if (hosts === undefined) return [];
  return ['HostHeaderValidation=true', `ServerDomains=${[...hosts, 'localhost'].join(';')}`];
}
