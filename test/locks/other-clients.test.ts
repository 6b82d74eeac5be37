import { checkManifests } from '../../lib/check/check-manifests';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { locks } from '../../lib/locks';
import { renderManifests } from '../../lib/synth/render-manifests';
import { exampleWith } from '../declaration/example-declaration';
import { LockedManifests, type Loose } from './locked-manifests';

const user = { user: 1027, group: 100 };
const webUi = { port: 8080, passwordSecret: 'webui' };
const clients: Readonly<Record<string, unknown>> = {
  transmission: { application: 'transmission', image: 'lscr.io/linuxserver/transmission:4.0.6', runAs: user, webUi },
  deluge: { application: 'deluge', image: 'lscr.io/linuxserver/deluge:2.1.1', runAs: user, webUi },
  rtorrent: {
    application: 'rtorrent',
    image: 'crazymax/rtorrent-rutorrent:5.1.9-0.15.1',
    runAs: { ...user, root: true },
    webUi,
  },
  slskd: { application: 'other', name: 'slskd', image: 'slskd/slskd:0.22.5', runAs: user },
};

function rendered(client: string, changes: Readonly<Record<string, unknown>> = {}): LockedManifests {
  const declaration = parseDeclaration(exampleWith({ 'pods.0.client': clients[client], ...changes }));
  const yaml = renderManifests(declaration).pods.flat();
  return new LockedManifests(yaml.map(({ content }) => content).join('---\n'));
}

/** What is open, and what is loosened, each as lock and message. */
function findingsOf({ documents }: LockedManifests): readonly string[] {
  return checkManifests(documents, locks).findings.map(
    ({ lock, message, suppressed }) => `${suppressed === undefined ? 'open' : 'loosened'} ${lock}: ${message}`,
  );
}

test.each(['transmission', 'deluge', 'rtorrent'])('nothing is open in a Pod with %s', (client) => {
  expect(findingsOf(rendered(client))).toEqual([]);
});

test('a program without settings that Podlock knows is reported as loosened, with the reason', () => {
  const all = rendered('slskd');
  expect(findingsOf(all)).toEqual(['loosened interface-binding: nothing in the manifest binds slskd to tun0']);
  expect(all.deployment.metadata.annotations['podlock/loosened-interface-binding']).toMatch(/slskd/);
});

interface Change {
  readonly client: string;
  readonly name: string;
  readonly change: (all: LockedManifests) => void;
  readonly finding: string;
}

const elsewhere = (client: string, what: string) =>
  `open interface-binding: ${client} is bound to ${what}, but the tunnel is tun0: where there is no ${what}, a client listens on every interface`;

const changes: readonly Change[] = [
  {
    client: 'transmission',
    name: 'takes its address from the uplink',
    change: (all) => edit(all.container('transmission'), / dev tun0/g, ' dev eth0'),
    finding: elsewhere('transmission', 'eth0'),
  },
  {
    client: 'transmission',
    name: 'takes every address while the tunnel is away',
    change: (all) => edit(all.container('transmission'), '127.0.0.1', '0.0.0.0'),
    finding: 'open interface-binding: transmission is bound to every address',
  },
  {
    client: 'transmission',
    name: 'is given no address',
    change: (all) => edit(all.container('transmission'), /--bind-address-ipv4 "[^"]*"/, ''),
    finding: 'open interface-binding: nothing in the manifest binds transmission to tun0',
  },
  {
    client: 'deluge',
    name: 'listens on the uplink',
    change: (all) => edit(all.configure, '"listen_interface":"tun0"', '"listen_interface":"eth0"'),
    finding: elsewhere('deluge', 'eth0'),
  },
  {
    client: 'deluge',
    name: 'goes out by any interface',
    change: (all) => edit(all.configure, ',"outgoing_interface":"tun0"', ''),
    finding:
      'open interface-binding: nothing in the manifest sets outgoing_interface of deluge: half of its traffic is not bound',
  },
  {
    client: 'rtorrent',
    name: 'takes its address from another tunnel',
    change: (all) => edit(all.container('rtorrent'), / dev tun0/g, ' dev tun1'),
    finding: elsewhere('rtorrent', 'tun1'),
  },
  {
    client: 'rtorrent',
    name: 'is given no address',
    change: (all) => edit(all.container('rtorrent'), /network.bind_address.set/, 'network.http.max_open.set'),
    finding: 'open interface-binding: nothing in the manifest binds rtorrent to tun0',
  },
  {
    client: 'rtorrent',
    name: 'listens on another port than gluetun forwards',
    change: (all) => setIn(all.container('rtorrent'), 'RT_INC_PORT', '50000'),
    finding: 'open torrent-port: rtorrent listens on port 50000, but gluetun forwards 47148: peers cannot connect',
  },
  {
    client: 'deluge',
    name: 'listens on another port than gluetun forwards',
    change: (all) => edit(all.configure, '"listen_ports":[47148,47148]', '"listen_ports":[6881,6881]'),
    finding: 'open torrent-port: deluge listens on port 6881, but gluetun forwards 47148: peers cannot connect',
  },
  {
    client: 'rtorrent',
    name: 'finds another volume before its settings',
    change: (all) => {
      all.pod.volumes.push({ name: 'other', persistentVolumeClaim: { claimName: 'other' } });
      all.container('rtorrent').volumeMounts.push({ name: 'other', mountPath: '/data/rtorrent' });
    },
    finding:
      'open interface-binding: rtorrent mounts volume other (/data/rtorrent) before the .rtorrent.rc that is written for it, and the input does not show what binds it then',
  },
  ...['transmission', 'deluge'].map((client) => ({
    client,
    name: 'finds another file before its settings',
    change: (all: LockedManifests) => {
      const mountPath = client === 'deluge' ? '/config/core.conf' : '/config/settings.json';
      all.pod.volumes.push({ name: 'other', persistentVolumeClaim: { claimName: 'other' } });
      all.container(client).volumeMounts.push({ name: 'other', mountPath, subPath: 'file' });
    },
    finding: `open interface-binding: ${client} mounts volume other (/config/${client === 'deluge' ? 'core.conf' : 'settings.json'}) before the ${client === 'deluge' ? 'core.conf' : 'settings.json'} that is written for it, and the input does not show what binds it then`,
  })),
];

test.each(changes)('the check sees it when $client $name', ({ client, change, finding }) => {
  const all = rendered(client);
  change(all);
  expect(findingsOf(all)).toEqual([finding]);
});

describe('with a port that the provider hands out', () => {
  const dynamic = {
    'pods.0.torrentPort': 'dynamic',
    'pods.0.vpn': {
      provider: 'protonvpn',
      type: 'wireguard',
      addresses: ['10.2.0.2/32'],
      credentials: { secret: 'vpn' },
    },
  };
  const withLogin = (client: string) => ({ ...dynamic, 'pods.0.client.webUi.loginSecret': 'login', client });

  test.each(['transmission', 'deluge'])('no number stands anywhere, and nothing is open: %s', (client) => {
    const { client: _, ...changed } = withLogin(client);
    const all = rendered(client, changed);
    expect(findingsOf(all)).toEqual([]);
    expect(JSON.stringify(all.documents.map(({ object }) => object))).not.toContain('47148');
    expect(all.service.spec.ports.map(({ name }: Loose) => name)).toEqual(['webui']);
  });

  test('a port on which somebody of the Pod listens already is not told to the client', () => {
    const { client: _, ...changed } = withLogin('deluge');
    const all = rendered('deluge', {
      ...changed,
      'pods.0.gluetun': { httpProxy: { credentials: { secret: 'proxy' } } },
      'pods.0.metrics': { podMonitor: {} },
      'pods.0.companions': [
        {
          name: 'prowlarr',
          image: 'lscr.io/linuxserver/prowlarr:2.0.5',
          runAs: { user: 1027, group: 100 },
          webUi: { port: 9696 },
          metrics: { port: 9707 },
        },
      ],
    });
    const { env } = all.pod.containers.find(({ name }: Loose) => name === 'port-sync');
    const { value } = env.find(({ name }: Loose) => name === 'TAKEN');
    const metrics = all.pod.containers.find(({ name }: Loose) => name === 'tunnel-metrics').ports[0].containerPort;
    const ports = [53, 8000, 9999, 58846, 8080, 9696, 9707, 8888, metrics];
    expect(value.split(' ').sort()).toEqual(ports.map(String).sort());
  });

  test('the check sees it when nobody tells the client, or gluetun cannot write the port down', () => {
    const { client: _, ...changed } = withLogin('transmission');
    const untold = rendered('transmission', changed);
    untold.pod.containers = untold.pod.containers.filter(({ name }: Loose) => name !== 'port-sync');
    expect(findingsOf(untold)).toEqual([
      'open torrent-port: gluetun gets a port from its provider, but nothing tells the client which: peers cannot connect',
    ]);
    const unwritten = rendered('transmission', changed);
    const { capabilities } = unwritten.gluetun.securityContext;
    capabilities.add = capabilities.add.filter((name: string) => name !== 'CHOWN');
    expect(findingsOf(unwritten)).toEqual([
      'open torrent-port: gluetun cannot give the file with the forwarded port to its user: it lacks the capability CHOWN',
    ]);
  });

  test('port-sync alone has the password, reads the port only, and has no capability', () => {
    const { client: _, ...changed } = withLogin('transmission');
    const { pod } = rendered('transmission', changed);
    const containers = [...pod.initContainers, ...pod.containers];
    const mounting = (volume: string) =>
      containers
        .filter(({ volumeMounts }: Loose) => volumeMounts?.some(({ name }: Loose) => name === volume))
        .map(({ name }: Loose) => name);
    expect(mounting('client-login')).toEqual(['port-sync']);
    expect(mounting('forwarded-port')).toEqual(['gluetun', 'port-sync']);
    expect(mounting('vpn-credentials')).toEqual(['gluetun']);
    const portSync = containers.find(({ name }: Loose) => name === 'port-sync');
    expect(portSync.securityContext).toMatchObject({
      capabilities: { add: [], drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    });
    expect(portSync.securityContext.capabilities.add).toEqual([]);
    const status = portSync.volumeMounts.find(({ name }: Loose) => name === 'forwarded-port');
    expect(status.readOnly).toBe(true);
  });
});

test('without a WebUI and a port there is no Service, and nobody may connect', () => {
  const all = rendered('slskd', { 'pods.0.torrentPort': 'none', 'pods.0.storage': undefined });
  expect(all.documents.map(({ object }) => object.kind)).not.toContain('Service');
  expect(all.policy.spec.ingress ?? []).toEqual([]);
  expect(findingsOf(all)).toHaveLength(1);
});

function edit(container: Loose, from: string | RegExp, to: string): void {
  const before = JSON.stringify(container);
  const change = (text: string) => text.replace(from, to);
  container.command = container.command.map(change);
  for (const entry of container.env ?? []) entry.value = change(entry.value);
  if (JSON.stringify(container) === before) throw new Error(`the change fits nothing in ${container.name}`);
}

function setIn(container: Loose, name: string, value: string): void {
  container.env.find((entry: Loose) => entry.name === name).value = value;
}
