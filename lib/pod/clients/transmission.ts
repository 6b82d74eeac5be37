import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TransmissionClient } from '../../declaration/clients/transmission';
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
import { tunnelAddressLines } from './tunnel-address';

const configureScript = readFileSync(join(__dirname, 'transmission-configure.sh'), 'utf8');

/** What a fresh /config gets; an existing file keeps its own. */
const defaults = JSON.stringify({
  'download-dir': '/downloads/complete',
  'incomplete-dir': '/downloads/incomplete',
  'incomplete-dir-enabled': true,
});

/**
 * Transmission (`lscr.io/linuxserver/transmission`), designed for its release 4. It has no setting for an interface and
 * binds to addresses (`bind-address-ipv4`, `-ipv6`), so the daemon is started with those that the tunnel has then. The
 * image's init is left out: as a user there is nothing for it to do, and older ones of it switch the password off.
 */
export function draftTransmission(declared: TransmissionClient): DraftedClient {
  const script = makeScratch + configureScript;
  const configure = configureContainer(declared.image, declared, script, [configMount, passwordMount]);
  const container = clientContainer('transmission', declared, [configMount, downloadsMount]);
  const settings: ClientSettings = {};
  const { port } = declared.webUi;
  return {
    client: {
      container,
      configure,
      settings,
      boundTo: 'address',
      loosened: {},
      writeSettings: () => {
        configure.environment['DEFAULTS'] = defaults;
        configure.environment['SETTINGS'] = JSON.stringify(settingsObject(settings, port));
        container.environment['HOME'] = '/config';
        container.command = ['/bin/sh', '-c', startScript(settings)];
      },
    },
    volumes: [scratch, passwordVolume(declared.webUi.passwordSecret.name)],
  };
}

function settingsObject(settings: ClientSettings, webUiPort: number): Record<string, unknown> {
  return {
    ...(settings.torrentPort === undefined ? {} : { 'peer-port': settings.torrentPort }),
    'peer-port-random-on-start': false,
    // UPnP and NAT-PMP would ask the router at home for a port.
    'port-forwarding-enabled': false,
    'rpc-authentication-required': true,
    'rpc-bind-address': '0.0.0.0',
    'rpc-enabled': true,
    // For whoever switches the password off: with one, Transmission answers to any name.
    ...hostWhitelist(settings.webUiWay?.hosts ?? []),
    'rpc-port': webUiPort,
    'rpc-username': 'admin',
    'rpc-whitelist-enabled': false,
  };
}

/** Without names from outside, the Service's would be refused. Addresses and localhost always pass; `*` is a wildcard. */
function hostWhitelist(hosts: readonly string[]): Record<string, unknown> {
  if (hosts.length === 0) return { 'rpc-host-whitelist-enabled': false };
  return { 'rpc-host-whitelist-enabled': true, 'rpc-host-whitelist': hosts.join() };
}

/** Words of the command line win over settings.json. */
function startScript({ interface: tunnel }: ClientSettings): string {
  const daemon = 'exec transmission-daemon --foreground --config-dir /config';
  if (tunnel === undefined) return daemon;
  return [
    ...tunnelAddressLines(tunnel),
    `[ -n "$address" ] || echo 'no IPv4 address of ${tunnel} now: Transmission hears nobody until it is started again' >&2`,
    `${daemon} \\`,
    `  --bind-address-ipv4 "\${address:-127.0.0.1}" --bind-address-ipv6 "\${address6:-::1}"`,
  ].join('\n');
}
