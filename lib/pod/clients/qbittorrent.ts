import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QbittorrentClient } from '../../declaration/clients/qbittorrent';
import { privateRanges } from '../../network/private-address';
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
  const webUi = [...webUiSettings(webUiPort), ...waySettings(settings.webUiWay)];
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
 * wildcard. A port-forward asks for localhost. Behind a proxy, who fails to log in is banned by the address that the proxy
 * tells, and not the proxy, which is everybody; and the cookie is for https alone where the proxy says that it was asked so.
 */
function waySettings(way: ClientSettings['webUiWay']): readonly string[] {
  if (way === undefined) return [];
  return [
    ...(way.hosts.length === 0
      ? ['ServerDomains=*']
      : ['HostHeaderValidation=true', `ServerDomains=${listed([...way.hosts, 'localhost'])}`]),
    ...(way.isProxied
      ? [
          'ReverseProxySupportEnabled=true',
          'SecureCookie=true',
          // Nobody knows the proxy's own address before it runs, and the NetworkPolicy lets in nobody else.
          `TrustedReverseProxiesList=${listed([...privateRanges('IPv4'), ...privateRanges('IPv6')])}`,
        ]
      : ['ReverseProxySupportEnabled=false']),
  ];
}

/** In quotes: for QSettings the rest of the line is a comment else (seen: of two names the first one counted). */
function listed(items: readonly string[]): string {
  return `"${items.join(';')}"`;
}
