import type { Probe } from '../live/evidence';
import { probe as admission } from './admission/probe';
import { probe as dns } from './dns/probe';
import { probe as egressPolicy } from './egress-policy/probe';
import { probe as firewall } from './firewall/probe';
import { probe as identity } from './identity/probe';
import { probe as imagePin } from './image-pin/probe';
import { probe as inbound } from './inbound/probe';
import { probe as interfaceBinding } from './interface-binding/probe';
import { probe as rawSockets } from './raw-sockets/probe';
import { probe as restart } from './restart/probe';
import { probe as sharedNamespace } from './shared-namespace/probe';
import { probe as startupGate } from './startup-gate/probe';
import { probe as torrentPort } from './torrent-port/probe';
import { probe as uplink } from './uplink/probe';
import { probe as vpnSecrets } from './vpn-secrets/probe';

/** How each lock is proved on a running Pod, by the lock's id. Apart from the locks, because check and synth need no cluster. */
export const probes: ReadonlyMap<string, Probe> = new Map([
  ['shared-namespace', sharedNamespace],
  ['startup-gate', startupGate],
  ['firewall', firewall],
  ['uplink', uplink],
  ['dns', dns],
  ['raw-sockets', rawSockets],
  ['egress-policy', egressPolicy],
  ['interface-binding', interfaceBinding],
  ['torrent-port', torrentPort],
  ['restart', restart],
  ['inbound', inbound],
  ['vpn-secrets', vpnSecrets],
  ['identity', identity],
  ['image-pin', imagePin],
  ['admission', admission],
]);
