import { exampleWith, mistakesIn } from './example-declaration';

/** Where the mistakes of the example with one other value stand. */
function pathsFor(path: string, value: unknown): readonly string[] {
  return mistakesIn(exampleWith({ [path]: value })).map((line) => line.slice(0, line.indexOf(': ')));
}

test.each(['default', 'kube-public', 'monitoring', 'longhorn-system', 'cattle-fleet', 'ingress-nginx', 'gpu-operator'])(
  'fails on %s, a namespace of others',
  (namespace) => expect(pathsFor('pods.0.namespace', namespace)).toEqual(['pods[0].namespace']),
);

test.each(['media', 'vpn', 'default-downloads', 'my-argocd', 'systems'])('%s is a namespace for Pods', (namespace) =>
  expect(pathsFor('pods.0.namespace', namespace)).toEqual([]),
);

const downloads = (path: string) => pathsFor('pods.0.storage.downloads', { hostPath: path });

test.each([
  ...['/bin', '/sbin', '/lib', '/lib32', '/lib64/x', '/libx32', '/usr', '/usr/local/x', '/tmp', '/nix', '/snap'],
  ...['/sysroot', '/ostree/x', '/efi', '/run/media/me/disk', '/lost+found', '/swapfile', '/vmlinuz.old'],
  ...['/var', '/var/lib', '/var/lib/dpkg', '/var/lib/longhorn', '/var/spool/cron', '/var/tmp', '/var/openebs'],
  ...['/var/home', '/var/home/me', '/var/home/me/.ssh'],
  ...[
    '/home',
    '/home/me',
    '/home/me/.kube',
    '/home/me/.config/x',
    '/home/me/.local/bin',
    '/home/me/bin',
    '/home/me/snap',
  ],
  ...['/opt', '/opt/bin', '/opt/cni/x', '/opt/local-path-provisioner', '/opt/kubernetes', '/opt/app/bin'],
  ...['/srv/me/.ssh', '/.snapshots', '/mnt/.ix-apps'],
])('fails on the folder %s of the node', (path) => {
  expect(downloads(path)).toEqual(['pods[0].storage.downloads.hostPath']);
});

test.each([
  ...['/mnt', '/mnt/disk 1', '/media/me/disk', '/srv', '/data/torrents', '/storage', '/tank/x', '/pool', '/volume1'],
  ...['/library', '/home/me/downloads', '/opt/media', '/var/mnt/disk', '/var/media', '/var/lib/qbittorrent/downloads'],
  ...['/var/home/me/downloads'],
])('the folder %s of the node can be given to the client', (path) => {
  expect(downloads(path)).toEqual([]);
});

const DIGEST = `sha256:${'0a'.repeat(32)}`;
const image = (tag: string) => pathsFor('pods.0.client.image', `lscr.io/linuxserver/qbittorrent${tag}`);

test.each([
  ...['5', 'v5', '5.2', 'v5.2', '2024', '5-alpine', '6month', 'latest-5', '5.1.4-nightly', '5.1.4_latest', 'release-5'],
  ...['amd64-latest', 'arm64v8-latest', 'libtorrentv1', 'edge2', 'stable2', 'main-v1', 'nightly-5.2.3', 'sha256-abc1'],
])('fails on the tag %s, which may move', (tag) => {
  expect(image(`:${tag}`)).toEqual(['pods[0].client.image']);
});

test.each([
  ...[':5.1.4', ':v5.1.4', ':5.1.4-r0-ls400', ':version-5.1.4_v2.0.11-ls400', ':release-5.1.4', ':5.1.0beta1'],
  ...[`@${DIGEST}`, `:latest@${DIGEST}`],
])('%s names one image for ever', (tag) => {
  expect(image(tag)).toEqual([]);
});

test.each(['transmission:4.0.6', 'deluge:2.2.0', 'rtorrent:0.9.8', 'aria2:1.2.3', 'gluetun:v3.41.3'])(
  'fails on %s as the image of qBittorrent',
  (name) => expect(pathsFor('pods.0.client.image', `registry.example.org/x/${name}`)).toEqual(['pods[0].client.image']),
);

test.each(['registry.example.org:5000/gluetun/bt:5.1.4', 'x/qbittorrent-nox:5.1.4', `transmission/qbt@${DIGEST}`])(
  '%s may be an image of qBittorrent, if one says who packed it',
  (name) => expect(pathsFor('pods.0.client.image', name)).toEqual(['pods[0].client.packaging']),
);

const custom = (address: string) =>
  mistakesIn(
    exampleWith({
      'cluster.ipv6': true,
      'pods.0.vpn': {
        provider: 'custom',
        type: 'wireguard',
        addresses: ['10.2.0.2/32'],
        credentials: { secret: 'vpn' },
        publicKey: 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=',
        endpoint: { address, port: 51820 },
      },
    }),
  );

test.each([
  '10.43.0.10',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '198.18.0.1',
  'fd00::1',
  '64:ff9b::a00:1',
  '2002:a00:1::1',
])('fails on a VPN server at %s, which is nowhere on the internet', (address) => {
  expect(custom(address)).toEqual([
    expect.stringMatching(/^pods\[0\]\.vpn\.endpoint\.address: "[^"]+" is not a public address: a VPN server in your/),
  ]);
});

test.each(['203.0.113.7', '2001:db8::7', '2a01:4f8::1'])('a VPN server can be at %s', (address) => {
  expect(custom(address)).toEqual([]);
});

test.each(['0.0.0.0/0', '0.0.0.0/32', '127.0.0.1/8', '224.0.0.1/32', '::1/128', 'fe80::1/64', '::ffff:10.0.0.1/128'])(
  'fails on %s as an address of the tunnel',
  (address) => {
    const declaration = exampleWith({ 'cluster.ipv6': true, 'pods.0.vpn.addresses': [address] });
    expect(mistakesIn(declaration)).toEqual([
      `pods[0].vpn.addresses[0]: "${address}" is not an address that a tunnel can have`,
    ]);
  },
);

test.each([
  'https://git.example.org/x.git?token=x',
  'https://git.example.org/x#frag',
  'ssh://-x@git.example.org/x',
  'https://git.example.org/{{x}}',
])('fails on %s as the URL of a repository', (url) =>
  expect(pathsFor('gitOps.repository', url)).toEqual(['gitOps.repository']),
);

test.each(['...', 'a/.git', '.git/hooks'])('fails on %s as a folder of the repository', (folder) => {
  expect(pathsFor('gitOps.path', folder)).toEqual(['gitOps.path']);
});
