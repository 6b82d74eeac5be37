import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { publicExceptions } from '../../lib/network/public-address';
import { renderManifests } from '../../lib/synth/render-manifests';
import { exampleWith } from '../declaration/example-declaration';
import { mediaPod } from '../declaration/media-declaration';
import { LockedManifests } from './locked-manifests';

/** What the example becomes with other values. */
function rendered(changes: Readonly<Record<string, unknown>>): LockedManifests {
  const { pods } = renderManifests(parseDeclaration(exampleWith(changes)));
  return new LockedManifests(
    pods
      .flat()
      .map(({ content }) => content)
      .join('---\n'),
  );
}

const because = 'it is for a test of what is declared';
const everywhere = (family: 'IPv4' | 'IPv6') => ({
  ipBlock: { cidr: family === 'IPv4' ? '0.0.0.0/0' : '::/0', except: [...publicExceptions(family)] },
});
const pinned = {
  provider: 'custom',
  type: 'wireguard',
  addresses: ['10.0.0.2/32'],
  publicKey: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
  endpoint: { address: '203.0.113.7', port: 51821 },
  credentials: { secret: 'vpn' },
};

describe('what may leave', () => {
  test.each([
    ['an endpoint that is pinned', { 'pods.0.vpn': pinned }, [{ ipBlock: { cidr: '203.0.113.7/32' } }], 51821],
    ['a cluster with IPv6', { 'cluster.ipv6': true }, [everywhere('IPv4'), everywhere('IPv6')], 1637],
    ['a cluster without', {}, [everywhere('IPv4')], 1637],
  ])('with %s', (_, changes, to, port) => {
    expect(rendered(changes).policy.spec.egress).toEqual([{ to, ports: [{ port, protocol: 'UDP' }] }]);
  });

  test('with hosts, each by its own port, and a Service by its Pods', () => {
    const all = rendered({ 'pods.0.hosts': mediaPod().hosts });
    expect(all.policy.spec.egress.slice(1)).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'databases' } },
            podSelector: { matchLabels: { app: 'postgres', tier: 'db' } },
          },
        ],
        ports: [{ port: 15432, protocol: 'TCP' }],
      },
      { to: [{ ipBlock: { cidr: '192.168.1.7/32' } }], ports: [{ port: 8096, protocol: 'TCP' }] },
    ]);
    const environment = Object.fromEntries(
      all.gluetun.env.map(({ name, value }: { name: string; value: string }) => [name, value]),
    );
    expect(environment['FIREWALL_OUTBOUND_SUBNETS']).toBe('10.43.0.77/32,192.168.1.7/32');
    expect(all.guard.command[2]).toContain('-d 10.43.0.77/32 -p tcp --dport 5432 -j ACCEPT');
  });
});

describe('what may come in', () => {
  test('the WebUI from its proxy alone, and what else is open from anywhere', () => {
    const { policy, configure, client } = rendered({
      'pods.0.expose': { by: 'ingress', host: 'torrents.example.org' },
      'pods.0.gluetun': { httpProxy: { credentials: { secret: 'proxy' }, expose: { because } } },
    });
    expect(policy.spec.ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } },
          },
        ],
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
      { ports: [{ port: 8888, protocol: 'TCP' }] },
    ]);
    expect(JSON.stringify([configure, client])).toContain('torrents.example.org');
  });

  test('nothing, where a program has no WebUI', () => {
    const runAs = { user: 1027, group: 100 };
    const slskd = { application: 'other', name: 'slskd', image: 'slskd/slskd:0.22.5', runAs };
    const all = rendered({ 'pods.0.client': slskd, 'pods.0.torrentPort': 'none' });
    expect(all.policy.spec.ingress ?? []).toEqual([]);
    expect(JSON.stringify(all.gluetun.env)).not.toContain('FIREWALL_INPUT_PORTS');
    expect(all.deployment.metadata.annotations['podlock/loosened-torrent-port']).toBeUndefined();
  });
});

describe('what is loosened', () => {
  test('the admission of unlocked Pods, and then there is no policy', () => {
    const all = rendered({ 'cluster.admitUnlockedPods': { because } });
    expect(all.deployment.metadata.annotations['podlock/loosened-admission']).toBe(because);
    expect(all.documents.map(({ object }) => object.kind)).not.toContain('ValidatingAdmissionPolicy');
  });

  test('a port that nobody forwards', () => {
    const { deployment, gluetun } = rendered({ 'pods.0.torrentPort': 'none' });
    expect(deployment.metadata.annotations['podlock/loosened-torrent-port']).toBe(
      'no port is forwarded, as declared: peers cannot connect, only be connected to',
    );
    expect(JSON.stringify(gluetun)).not.toContain('47148');
  });

  test('nothing, unless that is declared', () => {
    expect(Object.keys(rendered({}).deployment.metadata.annotations ?? {}).join()).not.toContain('podlock/loosened');
  });
});

test('what the provider hands out is written where port-sync reads it', () => {
  const all = rendered({
    'pods.0.torrentPort': 'dynamic',
    'pods.0.client.webUi.loginSecret': 'login',
    'pods.0.vpn': {
      provider: 'protonvpn',
      type: 'wireguard',
      addresses: ['10.2.0.2/32'],
      credentials: { secret: 'vpn' },
    },
  });
  const value = (name: string, container = all.gluetun) =>
    container.env.find((entry: { name: string }) => entry.name === name)?.value;
  expect(value('VPN_PORT_FORWARDING')).toBe('on');
  expect(value('VPN_PORT_FORWARDING_STATUS_FILE')).toMatch(/^\//);
  expect(value('STATUS_FILE', all.container('port-sync'))).toBe(value('VPN_PORT_FORWARDING_STATUS_FILE'));
  expect(value('TAKEN', all.container('port-sync'))).toBe('53 8000 8080 9999');
  expect(all.gluetun.command[2]).toContain(`rm -f ${value('VPN_PORT_FORWARDING_STATUS_FILE')}`);
});
