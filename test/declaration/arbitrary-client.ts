import fc from 'fast-check';
import type { ClientInput } from '../../lib/declaration/clients';
import { PROXY_PORTS } from './arbitrary-gluetun';

const id = { user: fc.integer({ min: 1, max: 2 ** 31 - 1 }), group: fc.integer({ min: 0, max: 2 ** 31 - 1 }) };
const anyMode = fc.record({ ...id, root: fc.boolean() }, { requiredKeys: ['user', 'group'] });
const asUser = fc.record({ ...id, root: fc.constant(false) }, { requiredKeys: ['user', 'group'] });
const asRoot = fc.record({ ...id, root: fc.constant(true) });
const type = fc.constantFrom('ClusterIP' as const, 'NodePort' as const, 'LoadBalancer' as const);
const service = fc.record({ type }, { requiredKeys: [] });

/** Any port that gluetun leaves free, and that is not one of `taken`. */
export function port(...taken: readonly unknown[]): fc.Arbitrary<number> {
  return fc
    .integer({ min: 1, max: 65535 })
    .filter((number) => ![53, 8000, 9999, ...PROXY_PORTS, ...taken].includes(number));
}

export function resources(limit: string) {
  const requests = fc.record(
    { cpu: fc.constantFrom('1m', '0.5', '2'), memory: fc.constantFrom('1Mi', '64Mi') },
    { requiredKeys: [] },
  );
  const limits = fc.record({ memory: fc.constantFrom(limit, '0.5Gi', '1.5Gi', '800M') }, { requiredKeys: [] });
  return fc.record({ requests, limits }, { requiredKeys: [] });
}

/** Every client; with `dynamic` those alone that can be told a port while they run. */
export function anyClient(torrentPort: number | 'dynamic' | 'none'): fc.Arbitrary<ClientInput> {
  const needsLogin = torrentPort === 'dynamic';
  const following = [
    qbittorrent(torrentPort, needsLogin),
    transmission(torrentPort, needsLogin),
    deluge(torrentPort, needsLogin),
  ];
  if (needsLogin) return fc.oneof(...following);
  return fc.oneof(...following, rtorrent(torrentPort), other(torrentPort));
}

const optional = {
  timezone: fc.constantFrom('Etc/UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'),
  environment: fc.constantFrom({}, { UMASK: '002' }),
  terminationGracePeriodSeconds: fc.integer({ min: 10, max: 3600 }),
  resources: resources('256Mi'),
};

const required = ['application', 'image', 'runAs', 'webUi'] as const;

function webUi(torrentPort: unknown, needsLogin: boolean) {
  return fc.record(
    {
      port: port(torrentPort),
      passwordSecret: fc.constantFrom('webui', 'web.ui-2', webUiFromStore),
      loginSecret: fc.constantFrom('webui-login', { ...webUiFromStore, name: 'webui-login' }),
      service,
    },
    { requiredKeys: ['port', 'passwordSecret', ...(needsLogin ? (['loginSecret'] as const) : [])] },
  ) as fc.Arbitrary<Extract<ClientInput, { application: 'qbittorrent' }>['webUi']>;
}

function qbittorrent(torrentPort: unknown, needsLogin: boolean): fc.Arbitrary<ClientInput> {
  const shape = {
    ...optional,
    application: fc.constant('qbittorrent' as const),
    webUi: webUi(torrentPort, needsLogin),
  };
  const digest = `sha256:${'f1'.repeat(32)}`;
  return fc.oneof(
    fc.record(
      {
        ...shape,
        image: fc.constantFrom(
          'lscr.io/linuxserver/qbittorrent:5.1.4',
          `localhost:5000/linuxserver/qbittorrent@${digest}`,
        ),
        runAs: anyMode,
      },
      { requiredKeys: [...required] },
    ),
    fc.record(
      {
        ...shape,
        image: fc.constant('registry.home.example/mirror/bt:release-5.2.0-r1'),
        packaging: fc.constantFrom('linuxserver' as const, 'official' as const),
        runAs: anyMode,
      },
      { requiredKeys: [...required, 'packaging'] },
    ),
    fc.record(
      { ...shape, image: fc.constant('ghcr.io/home-operations/qbittorrent:5.1.4'), runAs: asUser },
      { requiredKeys: [...required] },
    ),
    fc.record(
      { ...shape, image: fc.constant(`ghcr.io/hotio/qbittorrent@${digest}`), runAs: asRoot },
      { requiredKeys: [...required] },
    ),
    fc.record(
      { ...shape, image: fc.constant('qbittorrentofficial/qbittorrent-nox:5.1.4-1'), runAs: anyMode },
      { requiredKeys: [...required] },
    ),
  );
}

function transmission(torrentPort: unknown, needsLogin: boolean): fc.Arbitrary<ClientInput> {
  return fc.record(
    {
      ...optional,
      application: fc.constant('transmission' as const),
      image: fc.constant('lscr.io/linuxserver/transmission:4.0.6'),
      runAs: asUser,
      webUi: webUi(torrentPort, needsLogin),
    },
    { requiredKeys: [...required] },
  );
}

function deluge(torrentPort: unknown, needsLogin: boolean): fc.Arbitrary<ClientInput> {
  return fc.record(
    {
      ...optional,
      application: fc.constant('deluge' as const),
      image: fc.constant('lscr.io/linuxserver/deluge:2.1.1'),
      runAs: anyMode,
      webUi: webUi(torrentPort, needsLogin),
    },
    { requiredKeys: [...required] },
  );
}

function rtorrent(torrentPort: unknown): fc.Arbitrary<ClientInput> {
  return fc.record(
    {
      ...optional,
      application: fc.constant('rtorrent' as const),
      image: fc.constant(`crazymax/rtorrent-rutorrent:5.1.9-0.15.1`),
      runAs: asRoot,
      webUi: fc.record(
        {
          port: port(torrentPort, 17995, 17996, 17997, 17998, 17999, 65535),
          passwordSecret: fc.constant('webui'),
          service,
        },
        { requiredKeys: ['port', 'passwordSecret'] },
      ),
    },
    { requiredKeys: [...required] },
  );
}

function other(torrentPort: unknown): fc.Arbitrary<ClientInput> {
  return fc.record(
    {
      ...optional,
      application: fc.constant('other' as const),
      name: fc.constantFrom('slskd', 'prowlarr'),
      image: fc.constant('registry.home.example/mirror/app:1.2.3'),
      runAs: anyMode,
      webUi: fc.record({ port: port(torrentPort), service }, { requiredKeys: ['port'] }),
      command: fc.constantFrom<string[]>([], ['/app/slskd']),
      arguments: fc.constantFrom<string[]>([], ['--verbose']),
      keepWhenTunnelIsNew: fc.constant({ because: 'the image has no shell' }),
      writableRoot: fc.boolean(),
    },
    { requiredKeys: ['application', 'name', 'image', 'runAs'] },
  );
}

/** One item of a store that holds whatever keys a client needs. */
const webUiFromStore = {
  name: 'webui',
  externalSecret: { store: { name: 'vault', kind: 'ClusterSecretStore' as const }, remoteKey: 'home/webui' },
};
