import fc from 'fast-check';
import type { DeclarationInput } from '../../lib/declaration/schema';
import { anyClient, port, resources } from './arbitrary-client';
import { companions, furtherVolumes, hosts, metrics } from './arbitrary-companions';
import { exposure } from './arbitrary-exposure';
import { PROXY_PORTS, validGluetun } from './arbitrary-gluetun';
import { forwardingVpn, validVpn } from './arbitrary-vpn';

type PodInput = DeclarationInput['pods'][number];
type StorageInput = NonNullable<PodInput['storage']>;

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
  const artifact = fc.record(
    {
      artifact: fc.constantFrom('oci://ghcr.io/you/homelab', 'oci://10.0.0.7:5000/dist'),
      tag: fc.constantFrom('latest', 'v1.0_2'),
      path: fc.constantFrom('dist', 'clusters/home'),
    },
    { requiredKeys: ['artifact', 'tag'] },
  );
  const git = fc.record(
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
  return fc.oneof(git, artifact);
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

function pod(name: string, number: number, ipv6: boolean): fc.Arbitrary<PodInput> {
  return alone(name, number, ipv6).chain((declared) => {
    const { volumes = [] } = declared.storage ?? {};
    const taken = [number, declared.client.webUi?.port ?? 0, ...PROXY_PORTS];
    return fc.option(metrics(taken), { nil: undefined }).chain((told) =>
      fc
        .tuple(
          companions(name, [...taken, ...(told === undefined ? [] : [told.port ?? 0])], volumes),
          isExposable(declared) ? fc.option(exposure(name), { nil: undefined }) : fc.constant(undefined),
        )
        .map(([beside, expose]) => ({
          ...declared,
          companions: beside,
          ...(told === undefined ? {} : { metrics: told }),
          ...(expose === undefined ? {} : { expose }),
        })),
    );
  });
}

/** Whether there is a WebUI that nothing exposes yet. */
function isExposable({ client: { webUi } }: PodInput): boolean {
  return webUi !== undefined && (webUi.service?.type ?? 'ClusterIP') === 'ClusterIP';
}

function alone(name: string, number: number, ipv6: boolean): fc.Arbitrary<PodInput> {
  const tunnel = fc
    .constantFrom(number, number, 'dynamic' as const, 'none' as const)
    .chain((torrentPort) =>
      fc.tuple(fc.constant(torrentPort), torrentPort === 'dynamic' ? forwardingVpn(ipv6) : validVpn(ipv6)),
    );
  return tunnel.chain(([torrentPort, vpn]) =>
    fc.record(
      {
        name: fc.constant(name),
        namespace: fc.constantFrom('downloads', 'media-2'),
        torrentPort: fc.constant(torrentPort),
        gluetun: validGluetun(vpn.type, ipv6, resources('300Mi')),
        vpn: fc.constant(vpn),
        client: anyClient(torrentPort),
        storage: storage(name),
        hosts: hosts(ipv6),
      },
      { requiredKeys: ['name', 'namespace', 'torrentPort', 'vpn', 'client', 'storage'] },
    ),
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
      claim: fc.record(
        { size, storageClass: fc.constantFrom('local-path', 'nfs'), whenRemoved: fc.constantFrom('keep', 'delete') },
        { requiredKeys: ['size'] },
      ),
    }),
    fc.constant({ existingClaim: name }),
    fc.constantFrom('/srv', '/mnt/disk 1', '/home/me/data').map((folder) => ({ hostPath: `${folder}/${name}` })),
    fc.record({ nfs: fc.record({ server, path: fc.constant(`/export/${name}`) }) }),
  );
}
