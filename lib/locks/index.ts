import { lock as admission } from './admission';
import { lock as dns } from './dns';
import { lock as egressPolicy } from './egress-policy';
import { lock as firewall } from './firewall';
import { lock as identity } from './identity';
import { lock as imagePin } from './image-pin';
import { lock as inbound } from './inbound';
import { lock as interfaceBinding } from './interface-binding';
import type { Lock } from './lock';
import { lock as rawSockets } from './raw-sockets';
import { lock as restart } from './restart';
import { lock as sharedNamespace } from './shared-namespace';
import { lock as startupGate } from './startup-gate';
import { lock as torrentPort } from './torrent-port';
import { lock as uplink } from './uplink';
import { lock as vpnSecrets } from './vpn-secrets';

/** Every lock, in the order in which they are applied and listed. */
export const locks: readonly Lock[] = [
  sharedNamespace,
  startupGate,
  firewall,
  uplink,
  dns,
  rawSockets,
  egressPolicy,
  interfaceBinding,
  torrentPort,
  restart,
  inbound,
  vpnSecrets,
  identity,
  imagePin,
  admission,
];
