import fc from 'fast-check';
import type { DeclarationInput } from '../../lib/declaration/schema';
import { companions, furtherVolumes, hosts } from './arbitrary-companions';
import { validVpn } from './arbitrary-vpn';

type PodInput = DeclarationInput['pods'][number];
type StorageInput = PodInput['storage'];

/** Any declaration that must be accepted: every provider, kind of volume, type of Service, with and without IPv6. */
export function validDeclaration(): fc.Arbitrary<DeclarationInput> {
  return fc.boolean().chain((ipv6) =>
    fc.record(
      {
        cluster: fc.record({ name: fc.constantFrom('home', 'k3s-2', 'x'), ipv6: fc.constant(ipv6) }),
        gitOps: gitOps(),
        pods: pods(ipv6),
      },
      { requiredKeys: ['cluster', 'pods'] },
    ),
  );
}

function gitOps(): fc.Arbitrary<NonNullable<DeclarationInput['gitOps']>> {
  return fc.record(
    {
      repository: fc.constantFrom(
        'https://git.example.org/you/homelab.git',
        'http://10.0.0.7:3000/you/homelab',
        'ssh://git@git.example.org:2222/you/homelab.git',
      ),
      branch: fc.constantFrom('main', 'release/1.0'),
      path: fc.constantFrom('dist', 'clusters/home'),
    },
    { requiredKeys: ['repository', 'branch'] },
  );
}

// fast-check takes long to build this one: once is enough.
const podName = fc.stringMatching(/^[a-z]([a-z0-9-]{0,51}[a-z0-9])?$/);

/** Pods differ in name and torrent port; what else must differ is named after the Pod. */
function pods(ipv6: boolean): fc.Arbitrary<PodInput[]> {
  const identity = fc.record({ name: podName, torrentPort: port() });
  return fc
    .uniqueArray(identity, {
      minLength: 1,
      maxLength: 4,
      comparator: (one, other) => one.name === other.name || one.torrentPort === other.torrentPort,
    })
    .chain((identities) => fc.tuple(...identities.map(({ name, torrentPort }) => pod(name, torrentPort, ipv6))));
}

function pod(name: string, torrentPort: number, ipv6: boolean): fc.Arbitrary<PodInput> {
  return alone(name, torrentPort, ipv6).chain((declared) => {
    const { volumes = [] } = declared.storage;
    const taken = [torrentPort, declared.client.webUi.port];
    return companions(name, taken, volumes).map((beside) => ({ ...declared, companions: beside }));
  });
}

function alone(name: string, torrentPort: number, ipv6: boolean): fc.Arbitrary<PodInput> {
  return fc.record(
    {
      name: fc.constant(name),
      namespace: fc.constantFrom('downloads', 'media-2'),
      torrentPort: fc.constant(torrentPort),
      gluetun: gluetun(),
      vpn: validVpn(ipv6),
      client: client(torrentPort),
      storage: storage(name),
      hosts: hosts(ipv6),
    },
    { requiredKeys: ['name', 'namespace', 'torrentPort', 'vpn', 'client', 'storage'] },
  );
}

/** Any port that gluetun leaves free. */
function port(): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 65535 }).filter((number) => ![53, 8000, 9999].includes(number));
}

function gluetun(): fc.Arbitrary<NonNullable<PodInput['gluetun']>> {
  return fc.record(
    {
      image: fc.constantFrom('docker.io/qmcgaw/gluetun:v3.41.3', `qmcgaw/gluetun:v3.41.3@sha256:${'0a'.repeat(32)}`),
      startupWindowSeconds: fc.integer({ min: 60, max: 3600 }),
      tunnelInterface: fc.constantFrom('tun0', 'wg0', 'tun4095'),
      resources: resources('300Mi'),
    },
    { requiredKeys: [] },
  );
}

function resources(limit: string) {
  const requests = fc.record(
    { cpu: fc.constantFrom('1m', '0.5', '2'), memory: fc.constantFrom('1Mi', '64Mi') },
    { requiredKeys: [] },
  );
  const limits = fc.record({ memory: fc.constantFrom(limit, '0.5Gi', '1.5Gi', '800M') }, { requiredKeys: [] });
  return fc.record({ requests, limits }, { requiredKeys: [] });
}

function client(torrentPort: number): fc.Arbitrary<PodInput['client']> {
  const id = { user: fc.integer({ min: 1, max: 2 ** 31 - 1 }), group: fc.integer({ min: 0, max: 2 ** 31 - 1 }) };
  return fc.record(
    {
      application: fc.constant('qbittorrent' as const),
      image: fc.constantFrom(
        'lscr.io/linuxserver/qbittorrent:5.1.4',
        `localhost:5000/a/b__c@sha256:${'f1'.repeat(32)}`,
        'registry.home.example/mirror/bt:release-5.2.0-r1',
      ),
      runAs: fc.record({ ...id, root: fc.boolean() }, { requiredKeys: ['user', 'group'] }),
      timezone: fc.constantFrom('Etc/UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'),
      webUi: webUi(torrentPort),
      terminationGracePeriodSeconds: fc.integer({ min: 10, max: 3600 }),
      resources: resources('256Mi'),
    },
    { requiredKeys: ['application', 'image', 'runAs', 'webUi'] },
  );
}

function webUi(torrentPort: number): fc.Arbitrary<PodInput['client']['webUi']> {
  const type = fc.constantFrom('ClusterIP' as const, 'NodePort' as const, 'LoadBalancer' as const);
  return fc.record(
    {
      port: port().filter((number) => number !== torrentPort),
      passwordSecret: fc.constantFrom('webui', 'web.ui-2'),
      service: fc.record({ type }, { requiredKeys: [] }),
    },
    { requiredKeys: ['port', 'passwordSecret'] },
  );
}

function storage(name: string): fc.Arbitrary<StorageInput> {
  return fc.record(
    { config: volume(`${name}-config`), downloads: volume(`${name}-data`), volumes: furtherVolumes(name) },
    { requiredKeys: ['config', 'downloads'] },
  );
}

function volume(name: string): fc.Arbitrary<StorageInput['config']> {
  const size = fc.constantFrom('1Gi', '500G', '1.5Ti', '1e12');
  const server = fc.constantFrom('nas', 'nas.home.example', '192.168.1.7', 'fd00::7');
  return fc.oneof(
    fc.record({
      claim: fc.record({ size, storageClass: fc.constantFrom('local-path', 'nfs') }, { requiredKeys: ['size'] }),
    }),
    fc.constant({ existingClaim: name }),
    fc.constantFrom('/srv', '/mnt/disk 1', '/home/me/data').map((folder) => ({ hostPath: `${folder}/${name}` })),
    fc.record({ nfs: fc.record({ server, path: fc.constant(`/export/${name}`) }) }),
  );
}
