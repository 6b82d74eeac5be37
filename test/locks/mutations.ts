import { mutations as admission } from './mutations/admission';
import { mutations as dns } from './mutations/dns';
import { mutations as egressPolicy } from './mutations/egress-policy';
import { mutations as firewall } from './mutations/firewall';
import { mutations as identity } from './mutations/identity';
import { mutations as imagePin } from './mutations/image-pin';
import { mutations as inbound } from './mutations/inbound';
import { mutations as interfaceBinding } from './mutations/interface-binding';
import type { Mutation } from './mutations/mutation';
import { mutations as rawSockets } from './mutations/raw-sockets';
import { mutations as restart } from './mutations/restart';
import { mutations as sharedNamespace } from './mutations/shared-namespace';
import { mutations as startupGate } from './mutations/startup-gate';
import { mutations as torrentPort } from './mutations/torrent-port';
import { mutations as uplink } from './mutations/uplink';
import { mutations as vpnSecrets } from './mutations/vpn-secrets';

/** Every known way to open each lock, by the lock's id. The checks must name that lock and no other. */
export const mutations: Readonly<Record<string, readonly Mutation[]>> = {
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
