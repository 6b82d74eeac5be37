import { secretsInCompose } from '../../lib/compose/import-compose';
import { at } from '../../lib/declaration/raw-value';
import { choices, fixture, imported, inFolder, smallest } from './project';

function pod(name: string, chosen: Parameters<typeof imported>[1] = {}, index = 0): unknown {
  return (at(imported(fixture(name), chosen).declaration, 'pods') as unknown[])[index];
}

function notes(name: string, kind: string, chosen: Parameters<typeof imported>[1] = {}): string[] {
  return imported(fixture(name), chosen)
    .notes.filter((note) => note.kind === kind)
    .map(
      ({ lock, message, subject }) =>
        `${subject === undefined ? '' : `${subject}: `}${message}${lock === undefined ? '' : ` (${lock})`}`,
    );
}

test('the stack that most people have becomes one Pod', () => {
  expect(pod('arr-stack.yml')).toEqual({
    name: 'qbittorrent',
    namespace: 'downloads',
    torrentPort: 47148,
    vpn: {
      provider: 'airvpn',
      type: 'wireguard',
      addresses: ['10.151.2.3/32'],
      credentials: { secret: 'qbittorrent-vpn' },
      servers: { countries: ['Netherlands', 'Sweden'] },
    },
    gluetun: {
      dns: { blockAds: true },
      updater: { periodSeconds: 86400 },
      logging: { level: 'warning' },
    },
    client: {
      application: 'qbittorrent',
      image: 'lscr.io/linuxserver/qbittorrent:5.2.3',
      runAs: { user: 1027, group: 100 },
      timezone: 'Europe/Amsterdam',
      environment: { UMASK: '002' },
      terminationGracePeriodSeconds: 300,
      webUi: { port: 8080, passwordSecret: 'qbittorrent-webui' },
    },
    companions: [
      {
        name: 'prowlarr',
        image: 'lscr.io/linuxserver/prowlarr:2.3.5',
        runAs: { user: 1027, group: 100 },
        timezone: 'Europe/Amsterdam',
        webUi: { port: 9696 },
        environment: { PROWLARR__LOG__LEVEL: 'info' },
        secretEnvironment: {
          PROWLARR__AUTH__APIKEY: { secret: 'qbittorrent-companions', key: 'prowlarr.PROWLARR__AUTH__APIKEY' },
        },
        probe: { httpPath: '/ping' },
        storage: [{ name: 'config', mountPath: '/config', claim: { size: '1Gi' } }],
        resources: { limits: { memory: '512Mi' } },
      },
    ],
    storage: {
      config: { claim: { size: '1Gi' } },
      downloads: { claim: { size: '1Gi' } },
      volumes: [{ name: 'data', mountPath: '/data', claim: { size: '100Gi' } }],
    },
  });
});

test('what was wrong with the original is told, with the lock that closes it now', () => {
  expect(notes('arr-stack.yml', 'was wrong')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^prowlarr: starts without waiting for a healthy tunnel \(startup-gate\)$/),
      expect.stringMatching(/^prowlarr: is privileged.* \(raw-sockets\)$/),
      expect.stringMatching(/^FIREWALL=off switches off gluetun's firewall, the kill switch \(firewall\)$/),
      expect.stringMatching(/^EXTRA_SUBNETS lets everything in the Pod out to wide networks .* \(firewall\)$/),
      expect.stringMatching(/^DOT has names asked of another resolver .* \(dns\)$/),
      expect.stringMatching(/^WIREGUARD_PRESHARED_KEY is a key in the environment.* \(vpn-secrets\)$/),
      expect.stringMatching(/^gluetun: has an image that changes under you.* \(image-pin\)$/),
      expect.stringMatching(/^qbittorrent: has an image that changes under you.* \(image-pin\)$/),
      expect.stringMatching(/^the torrent port 47148 is published on the host.* \(torrent-port\)$/),
      expect.stringMatching(/^port 8000 is published.* \(inbound\)$/),
    ]),
  );
});

test('services outside are named with what to do, and helpers are not needed any more', () => {
  expect(notes('arr-stack.yml', 'outside')).toEqual([
    'sonarr: it talks to the Pod: its address is now qbittorrent.downloads in the cluster, or whatever webUi of the declaration says',
    expect.stringMatching(/^deunhealth: not needed any more: it restarts what is unhealthy/),
    expect.stringMatching(/^watchtower: not needed any more: it updates images behind your back/),
    expect.stringMatching(/^homepage: behind no VPN/),
  ]);
});

test('a port that changes, merge keys, a client of another name and a helper', () => {
  const { main } = imported(fixture('proton.yml'), { profiles: ['extra'] });
  expect(pod('proton.yml', { profiles: ['extra'] })).toMatchObject({
    name: 'client',
    torrentPort: 'dynamic',
    vpn: {
      provider: 'protonvpn',
      type: 'openvpn',
      servers: { countries: ['Switzerland'], portForwardOnly: true },
      credentials: { secret: 'client-vpn' },
    },
    gluetun: { dns: { upstreamResolvers: ['quad9', 'cloudflare'] }, openvpn: { verbosity: 2 }, httpProxy: {} },
    client: {
      application: 'transmission',
      timezone: 'Europe/Berlin',
      webUi: { port: 9091, loginSecret: 'client-login' },
    },
    companions: [
      {
        name: 'unpackerr',
        secretEnvironment: {
          UN_SONARR_0_API_KEY: { secret: 'client-companions', key: 'unpackerr.UN_SONARR_0_API_KEY' },
        },
        shared: [{ volume: 'downloads', mountPath: '/downloads', readOnly: true }],
      },
    ],
    storage: {
      volumes: [{ name: 'watch', mountPath: '/watch', nfs: { server: '192.0.2.10', path: '/export/watch' } }],
    },
  });
  expect(main).not.toContain('port-sync');
  expect(notes('proton.yml', 'outside')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^port-sync: not needed any more: it tells the client/)]),
  );
});

test('a service of a profile that is not enabled is left out, and told', () => {
  expect(pod('proton.yml')).not.toHaveProperty('companions');
  expect(notes('proton.yml', 'outside')).toContain('unpackerr: its profile is not enabled (--profile)');
});

test('placeholders and images that are built on the host are to be filled in', () => {
  expect(pod('no-client.yml')).toMatchObject({
    torrentPort: 'none',
    vpn: { type: 'wireguard', addresses: ['10.64.0.2/32'] },
    client: {
      application: 'other',
      name: 'desktop',
      image: 'registry.example.org/desktop:0.0.0',
    },
    companions: [
      {
        name: 'tool',
        image: 'example/tool:0.0.0',
        command: ['/tool'],
        arguments: ['serve', '--listen', ':4000', '--dir', '/var data'],
        scratch: ['/cache', '/run'],
        resources: { requests: { memory: '256Mi' }, limits: { memory: '1Gi' } },
      },
    ],
  });
  expect(imported(fixture('no-client.yml')).main.match(/FILL IN/g)?.length).toBe(4);
  expect(notes('no-client.yml', 'fill in')).toHaveLength(5);
});

test('an image that the user names is taken', () => {
  const images = new Map([
    ['desktop', 'registry.example.org/mine:1.2.3'],
    ['tool', 'example/tool:4.5.6'],
  ]);
  expect(imported(fixture('no-client.yml'), { images }).main).toContain("image: 'registry.example.org/mine:1.2.3'");
});

test('two gates become Pods of their own, and two torrent clients behind one gate too', () => {
  const { declaration } = imported(fixture('two-gates.yml'));
  expect(at(declaration, 'pods')).toMatchObject([
    {
      name: 'qbit',
      vpn: { provider: 'nordvpn', type: 'openvpn', protocol: 'tcp', servers: { regions: ['Europe'] } },
      client: { application: 'qbittorrent', runAs: { user: 1000, group: 1000, root: true } },
    },
    { name: 'deluge', vpn: { provider: 'nordvpn' }, client: { application: 'deluge', webUi: { port: 8112 } } },
    {
      name: 'slskd',
      vpn: {
        provider: 'custom',
        addresses: ['10.2.0.2/32'],
        endpoint: { address: '198.51.100.7', port: 51821 },
        publicKey: 'bmz1vDLMe+BDCQaCSBBFsdTYCqJWTAcf0ZMvYSX4Xnk=',
      },
      gluetun: { image: 'qmcgaw/gluetun:v3.41.3', wireguard: { mtu: 1320 } },
      client: { application: 'other', name: 'slskd', webUi: { port: 5030 } },
    },
  ]);
});

test('a client of another file is found by the container that it names', () => {
  const [gate = '', client = ''] = smallest.split(/(?= {2}qbittorrent:)/);
  const files = {
    'vpn/compose.yml': gate.replace('    image', '    container_name: my-vpn\n    image'),
    'client/compose.yml': `services:\n${client.replace('service:gluetun', 'container:my-vpn')}`,
  };
  const { declaration } = imported(files, { paths: ['vpn/compose.yml', 'client/compose.yml'] });
  expect(at(declaration, 'pods')).toMatchObject([{ name: 'qbittorrent', vpn: { provider: 'mullvad' } }]);
});

test('one gate of several can be chosen', () => {
  expect(at(imported(fixture('two-gates.yml'), { gates: ['gluetun-se'] }).declaration, 'pods')).toHaveLength(1);
});

test('folders of the node stay where they are, by choice', () => {
  const storage = { kind: 'hostPath', folder: '/srv/compose' } as const;
  expect(pod('two-gates.yml', { storage })).toMatchObject({
    storage: { config: { hostPath: '/srv/qbit/config' }, volumes: [{ mountPath: '/media', hostPath: '/srv/media' }] },
  });
  expect(pod('arr-stack.yml', { storage })).toMatchObject({
    storage: { config: { hostPath: '/srv/compose/qbittorrent' } },
  });
});

test('folders of an NFS server, by choice', () => {
  const storage = { kind: 'nfs', server: 'nas.example.org', path: '/export' } as const;
  expect(pod('arr-stack.yml', { storage })).toMatchObject({
    storage: { config: { nfs: { server: 'nas.example.org', path: '/export/qbittorrent' } } },
  });
});

test('a WireGuard file of the project tells the endpoint, and its keys stay in it', () => {
  const compose = smallest
    .replace('VPN_SERVICE_PROVIDER: mullvad', 'VPN_SERVICE_PROVIDER: custom')
    .replace(', WIREGUARD_ADDRESSES: 10.64.3.4/32, WIREGUARD_PRIVATE_KEY: x', '')
    .replace('    environment: { VPN', '    volumes: ["./gluetun:/gluetun"]\n    environment: { VPN');
  const file = '[Interface]\nPrivateKey = not-a-key\nAddress = 10.2.0.2/32\n[Peer]\nEndpoint = 198.51.100.9:51820\n';
  const { declaration, secrets } = imported({ 'compose.yml': compose, 'gluetun/wireguard/wg0.conf': file });
  expect(at(declaration, 'pods')).toMatchObject([
    { vpn: { credentials: { configurationFile: true }, endpoint: { address: '198.51.100.9', port: 51820 } } },
  ]);
  expect(secrets[0]).toEqual({
    name: 'qbittorrent-vpn',
    namespace: 'downloads',
    keys: [{ key: 'wg0.conf' }],
  });
});

test('a mistake that only the declaration sees is told of its key', () => {
  const compose = smallest.replace(
    'WIREGUARD_PRIVATE_KEY: x',
    'WIREGUARD_PRIVATE_KEY: x, WIREGUARD_ENDPOINT_IP: 192.168.1.1',
  );
  expect(() => imported({ 'compose.yml': compose })).toThrow(
    /compose\.yml:4:\d+ services\.gluetun\.environment\.WIREGUARD_ENDPOINT_IP: "192\.168\.1\.1" is not a public address/,
  );
});

test('values of secrets are found for whoever makes the Secrets, also in files', () => {
  inFolder(fixture('proton.yml'), (folder) => {
    const values = secretsInCompose(
      { paths: [`${folder}/compose.yml`], environment: new Map() },
      { ...choices, profiles: ['*'] },
    );
    expect(Object.fromEntries([...values].map(([name, keys]) => [name, Object.fromEntries(keys)]))).toEqual({
      'client-vpn': { openvpn_user: '{{ user+pmp }}', openvpn_password: 'not-a-password' },
      'client-companions': { 'unpackerr.UN_SONARR_0_API_KEY': 'not-a-key' },
    });
  });
});

describe('data that a service outside the gate has too', () => {
  const text = `${smallest.replace('downloads:/downloads', './data/torrents:/downloads')}
  sonarr: { image: "lscr.io/linuxserver/sonarr:4.0.17", volumes: ["./data:/data", "/etc/localtime:/etc/localtime:ro"] }
  jellyfin: { image: "lscr.io/linuxserver/jellyfin:10.11.8", volumes: ["./data/torrents/:/media"] }
  other: { image: "example.org/other:1.0.0", volumes: ["./database:/data"] }
  autoheal: { image: "willfarrell/autoheal:1.2.0", volumes: ["./data:/data"] }
`;
  const told = (chosen: Parameters<typeof imported>[1] = {}) =>
    imported({ 'compose.yml': text }, chosen).notes.filter(({ message }) => message.startsWith('shared with'));

  test('is told with their names, and with what keeps it one folder', () => {
    expect(told()).toEqual([
      expect.objectContaining({
        subject: './data/torrents',
        message: expect.stringMatching(
          /^shared with jellyfin, sonarr, which stay outside .*--storage hostPath.*companions$/,
        ),
      }),
    ]);
  });

  test('stays one folder on the node, and is not told', () => {
    expect(told({ storage: { kind: 'hostPath', folder: '/srv' } })).toEqual([]);
  });
});

test('a name of extra_hosts at home is told with the "hosts" that opens it, another is not', () => {
  const text = smallest.replace('    volumes', '    extra_hosts: ["nas:192.168.1.7", "web:198.51.100.7"]\n    volumes');
  const messages = imported({ 'compose.yml': text }).notes.map(({ message }) => message);
  expect(messages.filter((message) => message.includes('"hosts" in main.ts'))).toEqual([
    expect.stringContaining("{ names: ['nas'], address: '192.168.1.7', port: …"),
  ]);
});
