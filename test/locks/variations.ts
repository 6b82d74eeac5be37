import { variations as admission } from './variations/admission';
import { variations as dns } from './variations/dns';
import { variations as egressPolicy } from './variations/egress-policy';
import { variations as firewall } from './variations/firewall';
import { variations as identity } from './variations/identity';
import { variations as imagePin } from './variations/image-pin';
import { variations as inbound } from './variations/inbound';
import { variations as interfaceBinding } from './variations/interface-binding';
import { variations as rawSockets } from './variations/raw-sockets';
import { variations as restart } from './variations/restart';
import { variations as sharedNamespace } from './variations/shared-namespace';
import { variations as startupGate } from './variations/startup-gate';
import { variations as torrentPort } from './variations/torrent-port';
import { variations as uplink } from './variations/uplink';
import type { Variation } from './variations/variation';
import { variations as vpnSecrets } from './variations/vpn-secrets';

/** Manifests that leave no lock open, although they look different. Each must have no finding at all. */
export const variations: Readonly<Record<string, readonly Variation[]>> = {
  admission: admission,
  dns: dns,
  'egress-policy': egressPolicy,
  firewall: firewall,
  identity: identity,
  'image-pin': imagePin,
  inbound: inbound,
  'interface-binding': interfaceBinding,
  'raw-sockets': rawSockets,
  restart: restart,
  'shared-namespace': sharedNamespace,
  'startup-gate': startupGate,
  'torrent-port': torrentPort,
  uplink: uplink,
  'vpn-secrets': vpnSecrets,
};
