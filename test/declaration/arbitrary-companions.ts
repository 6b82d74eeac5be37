import fc from 'fast-check';
import type { DeclarationInput } from '../../lib/declaration/schema';

type PodInput = DeclarationInput['pods'][number];
type CompanionInput = NonNullable<PodInput['companions']>[number];
type VolumeInput = NonNullable<NonNullable<PodInput['storage']>['volumes']>[number];

const text = (pattern: RegExp) => fc.stringMatching(pattern);
const variable = text(/^[A-Z][A-Z0-9_]{0,12}$/).filter((name) => !/^S6_|SECRET|PASSW|TOKEN|PRIVATE|PSK|KEY/.test(name));
const image = fc.constantFrom(
  'lscr.io/linuxserver/sonarr:4.0.15',
  'ghcr.io/home-operations/prowlarr:2.0.5',
  `docker.io/slskd/slskd@sha256:${'0a'.repeat(32)}`,
  'ghcr.io/martabal/qbittorrent-exporter:v1.13.4',
);

/** Companions of a Pod, on ports of their own, that share any of its volumes. */
export function companions(
  pod: string,
  taken: readonly number[],
  volumes: readonly VolumeInput[],
): fc.Arbitrary<CompanionInput[]> {
  const ports = fc.integer({ min: 1, max: 65535 }).filter((port) => ![53, 8000, 9999, ...taken].includes(port));
  return fc
    .uniqueArray(fc.record({ name: fc.constantFrom('sonarr', 'a', 'x-2', 'sabnzbd'), port: ports }), {
      maxLength: 3,
      comparator: (one, other) => one.name === other.name || one.port === other.port,
    })
    .chain((list) => fc.tuple(...list.map(({ name, port }) => companion(pod, name, port, volumes))));
}

function companion(
  pod: string,
  name: string,
  port: number,
  volumes: readonly VolumeInput[],
): fc.Arbitrary<CompanionInput> {
  const type = fc.constantFrom('ClusterIP' as const, ...(`${pod}-${name}`.length > 63 ? [] : (['NodePort'] as const)));
  const volume = fc.constantFrom('downloads', ...volumes.map((each) => each.name));
  return fc.record(
    {
      name: fc.constant(name),
      image,
      runAs: fc.record({ user: fc.integer({ min: 1, max: 2 ** 31 - 1 }), group: fc.integer({ min: 0, max: 99 }) }),
      webUi: fc.record({ port: fc.constant(port), service: fc.record({ type }) }, { requiredKeys: ['port'] }),
      metrics: fc.constant({ port }),
      timezone: fc.constantFrom('Etc/UTC', 'Europe/Berlin'),
      environment: fc.dictionary(variable, fc.constantFrom('', 'info', '$(FROM_SECRET)', 'a\nb'), { maxKeys: 3 }),
      secretEnvironment: fc.constant({ FROM_SECRET: { secret: 'companion', key: 'api-key' } }),
      command: fc.array(
        fc.string({ maxLength: 8 }).filter((word) => !word.includes('\0')),
        { maxLength: 2 },
      ),
      arguments: fc.constantFrom([], ['--verbose']),
      probe: fc.constantFrom<CompanionInput['probe'][]>(undefined, { command: ['/bin/true'] }),
      storage: fc.constantFrom([], [{ name: 'config', mountPath: '/config', claim: { size: '1Gi' } }]),
      shared: fc
        .array(volume, { maxLength: 1 })
        .map((list) => list.map((each) => ({ volume: each, mountPath: '/data' }))),
      scratch: fc.constantFrom([], ['/run'], ['/tmp', '/var/cache']),
      readOnlyRoot: fc.boolean(),
    },
    { requiredKeys: ['name', 'image', 'runAs'] },
  );
}

type HostInput = NonNullable<PodInput['hosts']>[number];

/** What a Pod reaches without the tunnel; every name leads to one address. */
export function hosts(ipv6: boolean): fc.Arbitrary<HostInput[]> {
  const address = fc.constantFrom('10.43.0.7', '192.168.1.7', '100.127.255.254', ...(ipv6 ? ['fd00::7'] : []));
  const one = fc.record({
    address,
    port: fc.integer({ min: 1, max: 65535 }).filter((port) => port !== 53 && port !== 853),
    protocol: fc.constantFrom('TCP' as const, 'UDP' as const),
    isService: fc.boolean(),
  });
  return fc.uniqueArray(one, { maxLength: 3, selector: (host) => `${host.address} ${host.port}` }).map((list) =>
    list.map(({ isService, address: text, ...host }): HostInput => {
      const names = [`h${text.replace(/[.:]+/g, '-')}`];
      const backend = { namespace: 'databases', podLabels: { app: 'x', part: '' }, targetPort: 5432 };
      const where = isService ? { service: { clusterIP: text, ...backend } } : { address: text };
      return { ...host, ...where, names, because: 'because we keep our data there' };
    }),
  );
}

/** What Prometheus is told, at a port of its own. */
export function metrics(taken: readonly number[]): fc.Arbitrary<NonNullable<PodInput['metrics']>> {
  const labels = fc.constantFrom({}, { release: 'prometheus' });
  const homeAddress = fc.constant({ series: 'router_wan_info', label: 'ip' });
  return fc.record(
    {
      port: fc.constantFrom(...[9713, 9714, 19_713].filter((port) => !taken.includes(port))),
      podMonitor: fc.record({ labels }, { requiredKeys: [] }),
      alerts: fc.record({ labels, homeAddress }, { requiredKeys: [] }),
    },
    { requiredKeys: ['port'] },
  );
}

/** Further volumes of a Pod's client. */
export function furtherVolumes(pod: string): fc.Arbitrary<VolumeInput[]> {
  return fc.uniqueArray(
    fc
      .record({ name: fc.constantFrom('library', 'tv'), readOnly: fc.boolean() })
      .map(
        ({ name, readOnly }): VolumeInput => ({ name, mountPath: `/${name}`, readOnly, existingClaim: `${pod}-media` }),
      ),
    { maxLength: 2, selector: ({ name }) => name },
  );
}
