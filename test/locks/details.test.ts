import { checkManifests } from '../../lib/check/check-manifests';
import { locks } from '../../lib/locks';
import { handWritten } from './closed-manifests';
import { details as admission } from './details/admission';
import type { Detail } from './details/detail';
import { details as dns } from './details/dns';
import { details as egressPolicy } from './details/egress-policy';
import { details as firewall } from './details/firewall';
import { details as identity } from './details/identity';
import { details as imagePin } from './details/image-pin';
import { details as inbound } from './details/inbound';
import { details as interfaceBinding } from './details/interface-binding';
import { details as bindingScripts } from './details/interface-binding-scripts';
import { details as rawSockets } from './details/raw-sockets';
import { details as restart } from './details/restart';
import { details as sharedNamespace } from './details/shared-namespace';
import { details as startupGate } from './details/startup-gate';
import { details as torrentPort } from './details/torrent-port';
import { details as uplink } from './details/uplink';
import { details as vpnSecrets } from './details/vpn-secrets';
import { details as exposedSecrets } from './details/vpn-secrets-exposed';
import { findingText } from './finding-text';

const details: Readonly<Record<string, readonly Detail[]>> = {
  admission,
  dns,
  'egress-policy': egressPolicy,
  firewall,
  identity,
  'image-pin': imagePin,
  inbound,
  'interface-binding': [...interfaceBinding, ...bindingScripts],
  'raw-sockets': rawSockets,
  restart,
  'shared-namespace': sharedNamespace,
  'startup-gate': startupGate,
  'torrent-port': torrentPort,
  uplink,
  'vpn-secrets': [...vpnSecrets, ...exposedSecrets],
};

const cases = Object.entries(details).flatMap(([lock, list]) => list.map((detail) => ({ lock, ...detail })));

test.each(cases)('$lock, when $name, finds that and no more', ({ lock, change, findings }) => {
  const manifests = handWritten();
  change(manifests);
  const own = locks.filter(({ about }) => about.id === lock);
  const found = checkManifests(manifests.documents, own).findings;
  expect(found.map(findingText).sort()).toEqual([...findings].sort());
  for (const { remedy } of found) expect(remedy).toMatch(/^[A-Zgl`].*\.$/);
});
