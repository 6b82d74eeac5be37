import type { OtherClient } from '../../declaration/clients/other';
import type { ClientSettings } from '../draft';
import type { DraftedClient } from './client';
import { clientContainer, configMount, configureContainer, downloadsMount, makeScratch, scratch } from './containers';

/**
 * Any other program in the client's place. Podlock knows no setting that binds it to the tunnel, and tells it the
 * tunnel's name only: `$(TUNNEL_INTERFACE)` in its arguments.
 * @param image what makes its /run and /tmp: its own image may have no shell
 */
export function draftOther(declared: OtherClient, image: string): DraftedClient {
  const { name, command, writableRoot, runAs } = declared;
  const settings: ClientSettings = {};
  const container = clientContainer(name, declared, [configMount, downloadsMount]);
  return {
    client: {
      container,
      configure: configureContainer(image, declared, makeScratch, []),
      settings,
      boundTo: 'interface',
      loosened: {
        'interface-binding': `Podlock knows no setting of ${name} that binds it to the tunnel: guard, firewall and NetworkPolicy hold without it`,
        ...(declared.keepWhenTunnelIsNew === undefined ? {} : { restart: declared.keepWhenTunnelIsNew }),
      },
      writeSettings: () => {
        container.environment['TUNNEL_INTERFACE'] = settings.interface ?? '';
        if (command.length > 0) container.command = [...command];
        if (declared.arguments.length > 0) container.args = [...declared.arguments];
        container.securityContext = {
          ...container.securityContext,
          readOnlyRootFilesystem: runAs.mode === 'user' && !writableRoot,
        };
      },
    },
    volumes: [scratch],
  };
}
