import type { Conversion } from './conversion';
import type { Gate } from './find-gates';
import { OWN_PORTS, publishedPorts, toPort } from './port-roles';
import { type PublishedPort, portsOf } from './service';
import { withoutMarks } from './unset';

/** Who has which port in a Pod. */
export interface PortRoles {
  /** The declaration's path of the container whose WebUI it is. */
  readonly web: ReadonlyMap<number, string>;
  readonly torrentPort: number | undefined;
}

/** Says of every published port what became of it. */
export function accountForPorts(gate: Gate, roles: PortRoles, conversion: Conversion): void {
  for (const port of publishedPorts(gate)) accountForPort(port, roles, conversion);
  for (const member of gate.members) {
    const [first] = portsOf(member);
    if (first === undefined) continue;
    const message = `${member.name} has ports of its own, which count for nothing in another's network`;
    conversion.note('was wrong', message, { lock: 'shared-namespace', place: first.tree.place });
  }
}

function accountForPort(port: PublishedPort, roles: PortRoles, conversion: Conversion): void {
  const { ledger } = conversion;
  const target = toPort(port.target);
  const { place } = port.tree;
  const text = withoutMarks(port.target);
  const owner = target === undefined ? undefined : roles.web.get(target);
  const own = OWN_PORTS.get(text);
  if (target !== undefined && target === roles.torrentPort) {
    ledger.drop(port.path, 'the torrent port is reached through the tunnel only');
    const message = `the torrent port ${target} is published on the host, where peers see the home address`;
    conversion.note('was wrong', message, { lock: 'torrent-port', place });
  } else if (owner !== undefined) {
    ledger.map(port.path, `${owner}.webUi.port`);
  } else if (own !== undefined) {
    ledger.drop(port.path, own);
    conversion.note('was wrong', `port ${text} is published: ${own}`, { lock: 'inbound', place });
  } else {
    ledger.drop(port.path, 'no container that Podlock knows of listens there; others reach the ports of WebUIs only');
    const message = `port ${text || '(a variable)'} is not published: it is no WebUI that Podlock knows, nor the torrent port; if it is one, say so in webUi`;
    conversion.note('decided', message, { place });
  }
}
