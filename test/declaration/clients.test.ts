import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { exampleWith, mistakesIn } from './example-declaration';

const runAs = { user: 1027, group: 100 };
const webUi = { port: 8080, passwordSecret: 'webui' };
const digest = `sha256:${'0a'.repeat(32)}`;
const protonvpn = {
  provider: 'protonvpn',
  type: 'wireguard',
  addresses: ['10.2.0.2/32'],
  credentials: { secret: 'vpn' },
};
const custom = {
  provider: 'custom',
  type: 'wireguard',
  addresses: ['10.2.0.2/32'],
  credentials: { secret: 'vpn' },
  endpoint: { address: '203.0.113.7', port: 51820 },
  publicKey: 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=',
};

const qbittorrent = (image: string, more: object = {}) => ({
  application: 'qbittorrent',
  image,
  runAs,
  webUi,
  ...more,
});

function mistakes(changes: Readonly<Record<string, unknown>>): readonly string[] {
  return mistakesIn(
    exampleWith(Object.fromEntries(Object.entries(changes).map(([key, value]) => [`pods.0.${key}`, value]))),
  );
}

function packagingOf(image: string): unknown {
  const { pods } = parseDeclaration(exampleWith({ 'pods.0.client': qbittorrent(image) }));
  const client = pods[0]?.client;
  return client?.application === 'qbittorrent' ? client.packaging : undefined;
}

test.each([
  ['lscr.io/linuxserver/qbittorrent:5.1.4', 'linuxserver'],
  [`registry.home.example:5000/mirror/linuxserver/qbittorrent@${digest}`, 'linuxserver'],
  ['ghcr.io/home-operations/qbittorrent:5.1.4', 'home-operations'],
  ['qbittorrentofficial/qbittorrent-nox:5.1.4-1', 'official'],
])('%s is packed by %s', (image, packaging) => expect(packagingOf(image)).toBe(packaging));

const WRONG: readonly (readonly [string, Readonly<Record<string, unknown>>, ...string[]])[] = [
  [
    'a mirror that does not tell who packed it',
    { client: qbittorrent('registry.home.example/bt:5.1.4') },
    'client.packaging: missing; expected "linuxserver", "home-operations", "hotio" or "official": the image\'s repository does not tell who packed it',
  ],
  [
    'another packaging than the image has',
    { client: qbittorrent('lscr.io/linuxserver/qbittorrent:5.1.4', { packaging: 'hotio' }) },
    'client.packaging: "hotio" is not who packed this image, by its repository; did you mean "linuxserver"?',
  ],
  [
    'hotio as a user',
    { client: qbittorrent(`ghcr.io/hotio/qbittorrent@${digest}`) },
    "client.runAs.root: false is not possible with this image: hotio's image changes its own user at the start and then drops to it; set root: true",
  ],
  [
    'home-operations as root',
    { client: qbittorrent('ghcr.io/home-operations/qbittorrent:5.1.4', { runAs: { ...runAs, root: true } }) },
    "client.runAs.root: true is not possible with this image: home-operations' image has no root mode; leave it out",
  ],
  [
    'Transmission as root',
    {
      client: {
        application: 'transmission',
        image: 'lscr.io/linuxserver/transmission:4.0.6',
        runAs: { ...runAs, root: true },
        webUi,
      },
    },
    'client.runAs.root: true is not possible here: transmission-daemon runs as its user from the start, without the init of its image; leave it out',
  ],
  [
    'a client that Podlock does not know',
    { 'client.application': 'delug' },
    'client.application: "delug" is not allowed here: allowed are "qbittorrent", "transmission", "deluge", "rtorrent" and "other"; did you mean "deluge"?',
  ],
  [
    'the image of one client for another',
    { client: { application: 'deluge', image: 'lscr.io/linuxserver/transmission:4.0.6', runAs, webUi } },
    'client.image: "lscr.io/linuxserver/transmission:4.0.6" is an image of transmission, by its name: here stands that of deluge',
  ],
  [
    'code that is loaded at the start',
    { 'client.environment': { DOCKER_MODS: 'x' } },
    'client.environment.DOCKER_MODS: "DOCKER_MODS" changes the programs of the image at each start: leave it out',
  ],
  ...['LD_AUDIT', 'BASH_ENV', 'ENV', 'PATH', 'S6_STAGE2_HOOK', 'PERL5OPT', 'NODE_OPTIONS', 'DOTNET_STARTUP_HOOKS'].map(
    (name) =>
      [
        `${name}, which puts other programs in the place of the image's`,
        { 'client.environment': { [name]: '/config/x' } },
        `client.environment.${name}: "${name}" changes the programs of the image at each start: leave it out`,
      ] as const,
  ),
  [
    'a variable that Podlock sets',
    { 'client.environment': { WEBUI_PORT: '9090' } },
    'client.environment.WEBUI_PORT: "WEBUI_PORT" is a variable that Podlock sets itself: say it in webUi.port',
  ],
  [
    'a port that a provider does not hand out',
    { torrentPort: 'dynamic' },
    'torrentPort: "dynamic" is not possible with "airvpn": gluetun gets a port from "perfect privacy", "private internet access", "privatevpn" or "protonvpn" only; declare the number that is forwarded to you, or "none"',
  ],
  [
    'a port that changes, and nothing to tell it with',
    { torrentPort: 'dynamic', vpn: protonvpn },
    'client.webUi.loginSecret: missing; expected the name of a Secret whose key "password" is the WebUI\'s: port-sync logs in with it to tell the port; "npx podlock webui-password --login-secret NAME" makes it',
  ],
  [
    'a custom server without who hands out the port',
    { torrentPort: 'dynamic', vpn: custom, 'client.webUi.loginSecret': 'login' },
    'vpn.portForwarding: missing; expected who hands out the port: { provider: "perfect privacy", "private internet access", "privatevpn" or "protonvpn" }',
  ],
  [
    'Private Internet Access over WireGuard without the name of the server',
    {
      torrentPort: 'dynamic',
      vpn: { ...custom, portForwarding: { provider: 'private internet access' } },
      'client.webUi.loginSecret': 'login',
    },
    'vpn.servers.names: missing; expected the name of the server: Private Internet Access hands out no port without it',
  ],
  [
    'who hands out a port that nobody asks for',
    { vpn: { ...custom, portForwarding: { provider: 'protonvpn' } } },
    'vpn.portForwarding: needs torrentPort: "dynamic": nothing asks for a port else',
  ],
  [
    'the hash and the password in one Secret',
    { 'client.webUi.loginSecret': 'qbittorrent-webui' },
    'client.webUi.loginSecret: is the Secret with the hash too: take one of its own, which port-sync alone reads',
  ],
  [
    'the password in the Secret with the VPN keys',
    { 'client.webUi.loginSecret': 'airvpn-wireguard' },
    'client.webUi.loginSecret: is the Secret with the VPN keys of pods[0] too: the client must not see them; take another',
  ],
  [
    'a torrent client without storage',
    { storage: undefined },
    'storage: missing; expected an object with config and downloads',
  ],
  [
    'a torrent client without downloads',
    { 'storage.downloads': undefined },
    'storage.downloads: missing; expected one of "claim", "existingClaim", "hostPath" and "nfs"',
  ],
  [
    'a torrent client as another program',
    { client: { application: 'other', name: 'transmission', image: 'mirror/bt:1.2.3', runAs } },
    'client.application: "other" is for programs without settings that Podlock knows; did you mean "transmission"?',
  ],
  [
    'a port in words',
    { torrentPort: 'automatic' },
    'torrentPort: "automatic" is not allowed here: allowed are a port as a number, "dynamic" and "none"',
  ],
];

test.each(WRONG.map(([name, changes, ...lines]) => ({ name, changes, lines })))(
  'fails on $name',
  ({ changes, lines }) => {
    expect(mistakes(changes)).toEqual(lines.map((line) => `pods[0].${line}`));
  },
);

test('a program in the place of the client may keep nothing and serve nobody', () => {
  const client = { application: 'other', name: 'slskd', image: 'slskd/slskd:0.22.5', runAs };
  expect(mistakes({ client, storage: undefined, torrentPort: 'none' })).toEqual([]);
});

test('Private Internet Access over WireGuard is asked for a port with a login of its own', () => {
  const vpn = { ...custom, servers: { names: ['oslo401'] }, portForwarding: { provider: 'private internet access' } };
  const changes = { 'pods.0.torrentPort': 'dynamic', 'pods.0.vpn': vpn, 'pods.0.client.webUi.loginSecret': 'login' };
  const { pods } = parseDeclaration(exampleWith(changes));
  expect(pods[0]?.vpn.credentials.files).toEqual([
    { variable: 'WIREGUARD_PRIVATE_KEY_SECRETFILE', key: 'wireguard_private_key' },
    { variable: 'VPN_PORT_FORWARDING_USERNAME_SECRETFILE', key: 'vpn_port_forwarding_username' },
    { variable: 'VPN_PORT_FORWARDING_PASSWORD_SECRETFILE', key: 'vpn_port_forwarding_password' },
  ]);
});
