import { exampleDeclaration, exampleWith, mistakesIn } from './example-declaration';

const host = { address: '192.168.1.7', port: 443, because: 'the NAS is there' };
const volume = (mountPath: string) => [{ name: 'v', mountPath, existingClaim: 'library' }];

test.each([
  ['one that is declared', ['nas.example.org:443'], 'nas.example.org'],
  ['one of the usual ones', undefined, 'github.com'],
])('whom gluetun calls to know whether the tunnel works is no host: %s', (_, targetAddresses, name) => {
  const declaration = exampleWith({
    'pods.0.gluetun': targetAddresses === undefined ? {} : { health: { targetAddresses } },
    'pods.0.hosts': [{ ...host, names: [name] }],
  });
  expect(mistakesIn(declaration)).toEqual([
    `pods[0].hosts[0].names[0]: "${name}" is whom gluetun calls to know whether the tunnel works: a neighbour must not answer; take another`,
  ]);
});

test.each(['/data/rtorrent', '/data', '/passwd', '/etc/rtorrent-podlock.rc'])(
  'no volume hides the settings of rTorrent: %s',
  (mountPath) => {
    const client = {
      application: 'rtorrent',
      image: 'docker.io/crazymax/rtorrent-rutorrent:5.2.10-0.16.7',
      runAs: { user: 1027, group: 100, root: true },
      webUi: { port: 8080, passwordSecret: 'rtorrent-webui' },
    };
    const lines = mistakesIn(exampleWith({ 'pods.0.client': client, 'pods.0.storage.volumes': volume(mountPath) }));
    expect(lines).toContainEqual(expect.stringContaining('would hide one another'));
  },
);

test.each(['/app', '/app/qBittorrent/config'])(
  'no volume hides the settings of qBittorrent, which hotio’s image links there: %s',
  (mountPath) => {
    const lines = mistakesIn(exampleWith({ 'pods.0.storage.volumes': volume(mountPath) }));
    expect(lines).toEqual([expect.stringContaining('would hide one another')]);
  },
);

test('two claims of one name, made of different names, are refused', () => {
  const [pod] = exampleDeclaration().pods;
  const claim = (name: string) => [{ name, mountPath: '/v', claim: { size: '1Gi' } }];
  const first = { ...pod, name: 'x', storage: { ...pod?.storage, volumes: claim('y-z') } };
  const second = { ...pod, name: 'x-y', torrentPort: 47149, storage: { ...pod?.storage, volumes: claim('z') } };
  expect(mistakesIn({ ...exampleDeclaration(), pods: [first, second] })).toEqual([
    'pods[1].storage.volumes[0]: the claim "x-y-z" would be the one for pods[0].storage.volumes[0] too: take another name',
  ]);
});

test('and so are those of two companions', () => {
  const companion = (name: string, volumeName: string) => ({
    name,
    image: 'lscr.io/linuxserver/prowlarr:1.2.3',
    runAs: { user: 1, group: 1 },
    storage: [{ name: volumeName, mountPath: '/v', claim: { size: '1Gi' } }],
  });
  const lines = mistakesIn(exampleWith({ 'pods.0.companions': [companion('b-c', 'd'), companion('b', 'c-d')] }));
  expect(lines).toEqual([
    expect.stringMatching(/^pods\[0\]\.companions\[\d\]\.storage\[0\]: the claim "qbittorrent-b-c-d" would be/),
  ]);
});

test.each([
  ['an export', { nfs: { server: 'fd00::1', path: '/a' } }, { nfs: { server: 'fd00:0:0::1', path: '/a' } }],
  ['a home', { hostPath: '/home/u/config' }, { hostPath: '/var/home/u/config' }],
])('a companion does not get the client’s settings by another spelling of %s', (_, config, other) => {
  const companion = {
    name: 'prowlarr',
    image: 'lscr.io/linuxserver/prowlarr:1.2.3',
    runAs: { user: 1, group: 1 },
    storage: [{ name: 'v', mountPath: '/v', ...other }],
  };
  const lines = mistakesIn(exampleWith({ 'pods.0.storage.config': config, 'pods.0.companions': [companion] }));
  expect(lines).toEqual([expect.stringContaining("could overwrite a client's settings")]);
});

test.each(['fd00:ec2::254', '100.100.100.200'])('a cloud’s metadata server is no host: %s', (address) => {
  const declaration = exampleWith({ 'cluster.ipv6': true, 'pods.0.hosts': [{ ...host, names: ['m'], address }] });
  expect(mistakesIn(declaration)).toEqual([expect.stringContaining('is not of a private range')]);
});

test('a Service of the cluster’s DNS by another port is no host', () => {
  const service = {
    clusterIP: '10.43.0.10',
    namespace: 'kube-system',
    podLabels: { 'k8s-app': 'kube-dns' },
    targetPort: 53,
  };
  const declaration = exampleWith({
    'pods.0.hosts': [{ service, names: ['d'], port: 5353, protocol: 'UDP', because: 'names of the cluster' }],
  });
  expect(mistakesIn(declaration)).toEqual([
    expect.stringMatching(/^pods\[0\]\.hosts\[0\]\.service\.targetPort: 53 is a name server/),
  ]);
});

test.each(['http-proxy', 'shadowsocks-udp', 'tunnel-metrics', 'scratch-1000-1000'])(
  'no companion, and no other program, is called %s',
  (name) => {
    const companion = { name, image: 'lscr.io/linuxserver/prowlarr:1.2.3', runAs: { user: 1, group: 1 } };
    const other = { application: 'other', name, image: 'docker.io/slskd/slskd:0.22.5', runAs: { user: 1, group: 1 } };
    const own = [expect.stringContaining('is a name that Podlock gives to a container or a port itself')];
    expect(mistakesIn(exampleWith({ 'pods.0.companions': [companion] }))).toEqual(own);
    expect(mistakesIn(exampleWith({ 'pods.0.client': other }))).toEqual(own);
  },
);

test.each(['LD_AUDIT', 'BASH_ENV', 'PATH', 'S6_STAGE2_HOOK', 'NODE_OPTIONS'])(
  'no variable changes the programs of an image: %s',
  (variable) => {
    const companion = {
      name: 'prowlarr',
      image: 'lscr.io/linuxserver/prowlarr:1.2.3',
      runAs: { user: 1, group: 1 },
      environment: { [variable]: '/x' },
    };
    expect(mistakesIn(exampleWith({ 'pods.0.companions': [companion] }))).toEqual([
      expect.stringContaining('changes the programs of the image'),
    ]);
  },
);
