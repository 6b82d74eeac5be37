import { checkManifests } from '../../lib/check/check-manifests';
import { locks } from '../../lib/locks';
import { renderedMedia } from './closed-manifests';
import type { LockedManifests } from './locked-manifests';
import { mediaMutations } from './media-mutations';

/** The locks among these that are open although nobody gave a reason. */
function openIn({ documents }: LockedManifests, ids = locks.map(({ about }) => about.id)): readonly string[] {
  const asked = locks.filter(({ about }) => ids.includes(about.id));
  const { findings } = checkManifests(documents, asked);
  return [...new Set(findings.filter(({ suppressed }) => suppressed === undefined).map(({ lock }) => lock))];
}

const service = 'Sonarr and Prowlarr keep their data in our PostgreSQL';
const address = 'Sonarr tells Jellyfin what is new';

test('with companions and hosts only the declared holes are open, each with its reason', () => {
  const { findings } = checkManifests(renderedMedia().documents, locks);
  expect(findings.map(({ lock, message, suppressed }) => [lock, message, suppressed?.because]).sort()).toEqual([
    ['egress-policy', 'lets the Pod reach 192.168.1.7 on TCP 8096', address],
    ['egress-policy', 'lets the Pod reach databases/app=postgres,tier=db on TCP 15432', service],
    ['firewall', 'FIREWALL_OUTBOUND_SUBNETS lets the client reach one host past the tunnel: 10.43.0.77/32', service],
    ['firewall', 'FIREWALL_OUTBOUND_SUBNETS lets the client reach one host past the tunnel: 192.168.1.7/32', address],
    [
      'uplink',
      'guard lets out more than the tunnel: -A podlock -d 10.43.0.77/32 -p tcp --dport 5432 -j ACCEPT (IPv4)',
      service,
    ],
    [
      'uplink',
      'guard lets out more than the tunnel: -A podlock -d 192.168.1.7/32 -p tcp --dport 8096 -j ACCEPT (IPv4)',
      address,
    ],
  ]);
});

test('without the reasons the same holes are open locks', () => {
  const manifests = renderedMedia();
  delete manifests.deployment.metadata.annotations;
  expect(openIn(manifests)).toEqual(['uplink', 'egress-policy', 'firewall']);
});

test.each(mediaMutations)('$lock is open when $name', ({ lock, change }) => {
  const manifests = renderedMedia();
  change(manifests);
  expect(openIn(manifests, [lock])).toEqual([lock]);
});

test.each([
  '10.43.0.77:5432/TCP',
  '10.43.0.77:5432/TCP because',
  'because 10.43.0.77:5432/TCP',
  'uplink because of a mistake of mine\n10.43.0.77:5432/TCP',
])('the line %j loosens no host', (text) => {
  const manifests = renderedMedia();
  manifests.deployment.metadata.annotations = { 'podlock/loosened-hosts': text };
  const { findings } = checkManifests(manifests.documents, locks);
  expect(findings.every(({ suppressed }) => suppressed === undefined)).toBe(true);
  expect(findings.filter(({ lock }) => lock === 'suppression')).toHaveLength(1);
});
