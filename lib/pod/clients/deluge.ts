import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DelugeClient } from '../../declaration/clients/deluge';
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

const configureScript = readFileSync(join(__dirname, 'deluge-configure.py'), 'utf8');

/** The daemon's own port, for this Pod's loopback alone. */
export const delugeDaemonPort = 58846;

/** What a fresh /config gets; an existing file keeps its own. */
const defaults = JSON.stringify({ download_location: '/downloads' });

/**
 * Deluge with its WebUI (`lscr.io/linuxserver/deluge`), designed for its release 2. It binds to an interface by its name:
 * `listen_interface` for what comes in, `outgoing_interface` for what goes out.
 */
export function draftDeluge(declared: DelugeClient): DraftedClient {
  const script = `${makeScratch}python3 - <<'PYTHON'\n${configureScript}PYTHON\n`;
  const configure = configureContainer(declared.image, declared, script, [configMount, passwordMount]);
  const container = clientContainer('deluge', declared, [configMount, downloadsMount]);
  const { runAs, webUi } = declared;
  const user: Record<string, string> =
    runAs.mode === 'user' ? { S6_READ_ONLY_ROOT: '1' } : { PUID: String(runAs.user), PGID: String(runAs.group) };
  const settings: ClientSettings = {};
  return {
    client: {
      container,
      configure,
      settings,
      boundTo: 'interface',
      loosened: {},
      writeSettings: () => {
        Object.assign(container.environment, user, { HOME: '/config' });
        configure.environment['DEFAULTS'] = defaults;
        configure.environment['SETTINGS'] = JSON.stringify({
          core: coreSettings(settings),
          web: { port: webUi.port, interface: '0.0.0.0', https: false },
        });
      },
    },
    volumes: [scratch, passwordVolume(webUi.passwordSecret.name)],
  };
}

function coreSettings(settings: ClientSettings): Record<string, unknown> {
  const { interface: tunnel, torrentPort } = settings;
  return {
    allow_remote: false,
    daemon_port: delugeDaemonPort,
    ...(tunnel === undefined ? {} : { listen_interface: tunnel, outgoing_interface: tunnel }),
    // Deluge 2.0 joins the interfaces of a range of ports without a comma, so the range is one port.
    ...(torrentPort === undefined ? {} : { listen_ports: [torrentPort, torrentPort] }),
    random_port: torrentPort === undefined,
    // UPnP and NAT-PMP would ask the router at home for a port.
    natpmp: false,
    upnp: false,
  };
}
