import { exampleWith, mistakesIn } from './example-declaration';

const PORT = 'is not a port: allowed are whole numbers from 1 to 65535';
const NO_LABEL = 'is not a DNS label: allowed are 1 to 63 of a-z, 0-9 and "-", with a letter or digit at both ends';
const SYSTEM = 'the client could take over the node; allowed are such as "/srv/downloads"';

/** A change of the example, and all that is said about it. */
const WRONG: readonly (readonly [path: string, value: unknown, ...mistakes: readonly string[]])[] = [
  ['pods.0.torrentPort', 0, `pods[0].torrentPort: 0 ${PORT}`],
  ['pods.0.torrentPort', 65536, `pods[0].torrentPort: 65536 ${PORT}`],
  ['pods.0.torrentPort', undefined, 'pods[0].torrentPort: missing; expected a port, "dynamic" or "none"'],
  ['pods.0.torrentPort', 8000, "pods[0].torrentPort: 8000 is the port of gluetun's control server; take another"],
  ['pods.0.client.webUi.port', '8080 ', `pods[0].client.webUi.port: "8080 " ${PORT}; did you mean 8080?`],
  ['pods.0.client.webUi.port', 47148, 'pods[0].client.webUi.port: 47148 is the torrent port too; take another'],
  [
    'pods.0.client.webUi.port',
    9999,
    "pods[0].client.webUi.port: 9999 is the port of gluetun's health server; take another",
  ],
  [
    'pods.0.vpn.addresses',
    ['10.191.158.14'],
    'pods[0].vpn.addresses[0]: "10.191.158.14" lacks a prefix length; did you mean "10.191.158.14/32"?',
  ],
  [
    'pods.0.vpn.addresses',
    ['10.191.158.14/32', 'fd7d::1/128'],
    'pods[0].vpn.addresses[1]: "fd7d::1/128" is an IPv6 address, but cluster.ipv6 is false: leave it out, or set cluster.ipv6',
  ],
  [
    'pods.0.vpn.addresses',
    [],
    'pods[0].vpn.addresses: an empty list holds no address: WireGuard needs the one that the provider gave you',
  ],
  ['pods.0.vpn.addresses', '10.0.0.1/32', 'pods[0].vpn.addresses: "10.0.0.1/32" is not a list'],
  [
    'pods.0.vpn.endpoint',
    { address: '2001:db8::7' },
    'pods[0].vpn.endpoint.address: "2001:db8::7" is an IPv6 address, but cluster.ipv6 is false: leave it out, or set cluster.ipv6',
  ],
  [
    'pods.0.vpn.endpoint',
    { address: 'nl.example.org' },
    'pods[0].vpn.endpoint.address: "nl.example.org" is a host name: gluetun takes IP addresses only, and the NetworkPolicy too',
  ],
  [
    'pods.0.vpn.endpoint',
    { address: '127.0.0.1' },
    'pods[0].vpn.endpoint.address: "127.0.0.1" is not an address that a VPN server can have',
  ],
  [
    'pods.0.vpn.endpoint',
    { address: '192.168.1.10' },
    'pods[0].vpn.endpoint.address: "192.168.1.10" is not a public address: ' +
      'a VPN server in your own network hides nothing, and the NetworkPolicy lets no Pod there',
  ],
  [
    'pods.0.vpn.addresses',
    ['127.0.0.1/8', '10.0.0.1/7'],
    'pods[0].vpn.addresses[0]: "127.0.0.1/8" is not an address that a tunnel can have',
    'pods[0].vpn.addresses[1]: "10.0.0.1/7" is in a network of half the internet: allowed are prefix lengths from 8',
  ],
  [
    'pods.0.vpn.endpoint',
    { port: 51820 },
    'pods[0].vpn.endpoint.port: 51820 is not a port that gluetun allows for airvpn: allowed are 1637 and 47107',
  ],
  [
    'pods.0.vpn.servers',
    { names: [] },
    'pods[0].vpn.servers.names: an empty list names no server: name at least one, or leave the filter out for any',
  ],
  [
    'pods.0.vpn.servers',
    { names: ['$(VPN_TYPE)', 'a\u2028b'] },
    'pods[0].vpn.servers.names[0]: "$(VPN_TYPE)" has "$(": ' +
      "allowed are names as gluetun's list of servers spells them, one to an item",
    'pods[0].vpn.servers.names[1]: "a\u2028b" is not a name to choose servers by: ' +
      "allowed are names as gluetun's list of servers spells them, one to an item",
  ],
  [
    'pods.0.vpn.servers',
    { names: ['A,B'] },
    'pods[0].vpn.servers.names[0]: "A,B" has a comma: allowed are names as gluetun\'s list of servers spells them, one to an item',
  ],
  ['pods.0.vpn.servers', { country: ['NL'] }, 'pods[0].vpn.servers.country: unknown key; did you mean "countries"?'],
  [
    'pods.0.vpn.servers',
    { SERVER_CITIES: 'Amsterdam' },
    'pods[0].vpn.servers.SERVER_CITIES: unknown filter; did you mean "cities"?',
  ],
  [
    'pods.0.vpn.servers',
    { multihopOnly: true },
    'pods[0].vpn.servers.multihopOnly: not a filter of airvpn, but of surfshark; ' +
      'allowed for airvpn are "countries", "regions", "cities", "hostnames" and "names"',
  ],
  [
    'pods.0.vpn.provider',
    'airvpm',
    'pods[0].vpn.provider: "airvpm" is no provider that gluetun v3.41.3 knows; did you mean "airvpn"?',
  ],
  [
    'pods.0.vpn.provider',
    'PIA',
    'pods[0].vpn.provider: "PIA" is no provider that gluetun v3.41.3 knows; did you mean "private internet access"?',
  ],
  [
    'pods.0.vpn.provider',
    'cyberghost',
    'pods[0].vpn.type: "wireguard" is no type of tunnel that gluetun has for cyberghost: allowed is "openvpn"; ' +
      'a WireGuard server of theirs can be declared with provider "custom"',
  ],
  ['pods.0.vpn.type', undefined, 'pods[0].vpn.type: missing; expected "wireguard" or "openvpn"'],
  [
    'pods.0.vpn.credentials',
    { secret: 'airvpn', presharedKey: true },
    'pods[0].vpn.credentials.presharedKey: unknown key; airvpn always has a pre-shared key, and the Secret must hold it',
  ],
  [
    'pods.0.name',
    'Media_Server',
    'pods[0].name: "Media_Server" is not a name for a Service: allowed are 1 to 53 of a-z, 0-9 and "-", ' +
      'beginning with a letter, ending with a letter or digit; did you mean "media-server"?',
  ],
  [
    'pods.0.name',
    'a'.repeat(54),
    `pods[0].name: "${'a'.repeat(54)}" is not a name for a Service: allowed are 1 to 53 of a-z, 0-9 and "-", ` +
      'beginning with a letter, ending with a letter or digit',
  ],
  [
    'pods.0.namespace',
    'kube-system',
    'pods[0].namespace: "kube-system" is reserved for Kubernetes itself; take another',
  ],
  ['pods.0.namespace', 'a'.repeat(64), `pods[0].namespace: "${'a'.repeat(64)}" ${NO_LABEL}`],
  [
    'pods.0.namespace',
    'argocd',
    'pods[0].namespace: "argocd" belongs to other programs: Podlock would lower its Pod Security level and refuse ' +
      'their Pods; take one for these Pods alone, such as "downloads"',
  ],
  ['pods.0.namespace', 1n, `pods[0].namespace: 1n ${NO_LABEL}`],
  ['cluster.name', 'gitops', 'cluster.name: "gitops" is reserved: dist/gitops/ is for Argo CD and Flux; take another'],
  ['cluster.ipv6', 'no', 'cluster.ipv6: "no" is neither true nor false'],
  ['pods.0.storage.config', { hostPath: '/' }, `pods[0].storage.config.hostPath: "/" is part of the system: ${SYSTEM}`],
  [
    'pods.0.storage.config',
    { hostPath: '/etc' },
    `pods[0].storage.config.hostPath: "/etc" is part of the system: ${SYSTEM}`,
  ],
  [
    'pods.0.storage.config',
    { hostPath: '/var/lib/kubelet/pods' },
    `pods[0].storage.config.hostPath: "/var/lib/kubelet/pods" is part of the system: ${SYSTEM}`,
  ],
  [
    'pods.0.storage.config',
    { hostPath: '/var' },
    `pods[0].storage.config.hostPath: "/var" is part of the system: ${SYSTEM}`,
  ],
  [
    'pods.0.storage.config',
    { hostPath: '/home/me' },
    'pods[0].storage.config.hostPath: "/home/me" holds a user\'s login files or programs: ' +
      'the client could take over the account; allowed are such as "/srv/downloads"',
  ],
  [
    'pods.0.storage.config',
    { hostPath: '/srv/../etc' },
    'pods[0].storage.config.hostPath: "/srv/../etc" leaves its folder by "..": allowed are paths without it',
  ],
  [
    'pods.0.storage.config',
    { hostPath: '/srv//x/' },
    'pods[0].storage.config.hostPath: "/srv//x/" is not in its shortest form; did you mean "/srv/x"?',
  ],
  [
    'pods.0.storage.config',
    { hostPath: 'srv/x' },
    'pods[0].storage.config.hostPath: "srv/x" is not an absolute path: allowed are such as "/srv/downloads", without ":" and "\\"',
  ],
  [
    'pods.0.storage',
    { config: { existingClaim: 'media' }, downloads: { existingClaim: 'media' } },
    'pods[0].storage.downloads: the claim "media" overlaps storage.config: a download could overwrite a client\'s settings',
  ],
  [
    'pods.0.storage',
    { config: { hostPath: '/srv/media/config' }, downloads: { hostPath: '/srv/media' } },
    'pods[0].storage.downloads: the folder "/srv/media" overlaps storage.config: ' +
      "a download could overwrite a client's settings",
  ],
  [
    'pods.0.storage.downloads',
    { hostPath: '/srv/x', existingClaim: 'x' },
    'pods[0].storage.downloads: an object says more than once where the volume is: it has "existingClaim" and "hostPath", allowed is one',
  ],
  [
    'pods.0.storage.downloads',
    {},
    'pods[0].storage.downloads: missing; expected one of "claim", "existingClaim", "hostPath" and "nfs"',
  ],
  [
    'pods.0.storage.downloads',
    { hostpath: '/srv/x' },
    'pods[0].storage.downloads.hostpath: unknown key; did you mean "hostPath"?',
  ],
  [
    'pods.0.storage.downloads',
    { claim: { size: '500GB' } },
    'pods[0].storage.downloads.claim.size: "500GB" is not a Kubernetes quantity: ' +
      'allowed are texts such as "500Mi", "1Gi" and "500G"; did you mean "500G"?',
  ],
  [
    'pods.0.storage.downloads',
    { claim: { size: '0' } },
    'pods[0].storage.downloads.claim.size: "0" is too little: allowed are texts such as "500Mi", "1Gi" and "500G"',
  ],
  [
    'pods.0.client.image',
    'lscr.io/linuxserver/qbittorrent',
    'pods[0].client.image: "lscr.io/linuxserver/qbittorrent" has neither tag nor digest: ' +
      'allowed are "repository:tag", "repository:tag@sha256:…" and "repository@sha256:…"',
  ],
  [
    'pods.0.client.image',
    'qbittorrent:latest',
    'pods[0].client.image: "qbittorrent:latest" has the tag "latest", which may change under you: ' +
      'take that of a release, with three numbers as in "5.1.4" or "v3.41.3", or a digest',
  ],
  [
    'pods.0.client.image',
    'qbittorrent:5',
    'pods[0].client.image: "qbittorrent:5" has the tag "5", which may change under you: ' +
      'take that of a release, with three numbers as in "5.1.4" or "v3.41.3", or a digest',
  ],
  [
    'pods.0.client.runAs.user',
    0,
    'pods[0].client.runAs.user: 0 is not the id of a user: allowed are whole numbers from 1 to 2147483647',
  ],
  ['pods.0.client.runAs.PUID', 1000, 'pods[0].client.runAs.PUID: the user is "user"'],
  [
    'pods.0.client.timezone',
    'europe/berlin',
    'pods[0].client.timezone: "europe/berlin" is not a time zone of the IANA database: ' +
      'allowed are such as "Etc/UTC" and "Europe/Berlin"; did you mean "Europe/Berlin"?',
  ],
  [
    'pods.0.client.webUi.service',
    { type: 'clusterip' },
    'pods[0].client.webUi.service.type: "clusterip" is not allowed here: ' +
      'allowed are "ClusterIP", "NodePort" and "LoadBalancer"; did you mean "ClusterIP"?',
  ],
  [
    'pods.0.client.resources',
    { requests: { memory: '2Gi' } },
    'pods[0].client.resources.requests.memory: "2Gi" is more than limits.memory, 1Gi',
  ],
  [
    'pods.0.gluetun',
    { resources: { limits: { memory: '128Mi' } } },
    'pods[0].gluetun.resources.limits.memory: "128Mi" is too little memory: allowed are quantities from 300Mi',
  ],
  [
    'pods.0.gluetun',
    { startupWindowSeconds: 59 },
    'pods[0].gluetun.startupWindowSeconds: 59 is not a number of seconds: allowed are whole numbers from 60 to 3600',
  ],
  [
    'pods.0.gluetun',
    { image: 'docker.io/qmcgaw/gluetun:v3.38.1' },
    'pods[0].gluetun.image: "docker.io/qmcgaw/gluetun:v3.38.1" is older than v3.41.0: ' +
      'take v3.41.0 or later, such as v3.41.3',
  ],
  [
    'pods.0.gluetun',
    { tunnelInterface: 'eth0' },
    'pods[0].gluetun.tunnelInterface: "eth0" is not the name of a tunnel: ' +
      'allowed are "tun" or "wg", then a number, such as "tun0"',
  ],
  ['pods', [], 'pods: an empty list declares nothing: declare at least one Pod'],
  [
    'gitOps.path',
    '../x',
    'gitOps.path: "../x" is not a folder of the repository: allowed are such as "dist" and "clusters/home"',
  ],
  [
    'gitOps.branch',
    '-x',
    'gitOps.branch: "-x" is not the name of a branch: allowed are such as "main" and "release/1.0"',
  ],
  [
    'gitOps.repository',
    'git@git.example.org:you/homelab.git',
    'gitOps.repository: "git@git.example.org:you/homelab.git" has no scheme, which Flux needs: ' +
      'allowed are https, http and ssh URLs such as "https://git.example.org/you/homelab.git"; ' +
      'did you mean "ssh://git@git.example.org/you/homelab.git"?',
  ],
  [
    'gitOps.repository',
    'https://git.example.org/you/homelab.git?private_token=glpat-0123456789',
    'gitOps.repository: "the URL" has a query or fragment, where tokens are put: allowed are URLs that end in a path',
  ],
  [
    'gitOps.repository',
    'ssh://-oProxyCommand=id/x',
    'gitOps.repository: "ssh://-oProxyCommand=id/x" is not the URL of a repository: ' +
      'allowed are https, http and ssh URLs such as "https://git.example.org/you/homelab.git"',
  ],
  [
    'gitOps',
    { artifact: 'https://ghcr.io/you/homelab', tag: 'latest' },
    'gitOps.artifact: "https://ghcr.io/you/homelab" is not the URL of an artifact: ' +
      'allowed are such as "oci://ghcr.io/you/homelab", without tag, user and password; ' +
      'did you mean "oci://ghcr.io/you/homelab"?',
  ],
  [
    'gitOps',
    { artifact: 'oci://ghcr.io/you/homelab:latest', tag: 'latest' },
    'gitOps.artifact: "oci://ghcr.io/you/homelab:latest" has a tag, which goes into "tag"; ' +
      'did you mean "oci://ghcr.io/you/homelab"?',
  ],
  [
    'gitOps',
    { artifact: 'oci://me:glpat-0123456789@ghcr.io/you/homelab', tag: 'latest' },
    'gitOps.artifact: "the URL" holds a user, a password or a digest: ' +
      'allowed are such as "oci://ghcr.io/you/homelab", without tag, user and password',
  ],
  [
    'gitOps',
    { artifact: 'oci://ghcr.io/you/homelab', tag: '../x' },
    'gitOps.tag: "../x" is not the tag of an artifact: allowed are such as "latest" and "home-3"',
  ],
  ['gitOps', { artifact: 'oci://ghcr.io/you/homelab' }, 'gitOps.tag: missing; expected the tag of an artifact'],
  [
    'gitOps.artifact',
    'oci://ghcr.io/you/homelab',
    'gitOps: an object says twice where dist/ is: it has "artifact" and "repository", allowed is one',
  ],
  [
    'pods.0.storage.downloads.claim.whenRemoved',
    'prune',
    'pods[0].storage.downloads.claim.whenRemoved: "prune" is not allowed here: allowed are "keep" and "delete"',
  ],
  [
    'pods.0.client.image',
    'lscr.io/linuxserver/transmission:4.0.6',
    'pods[0].client.image: "lscr.io/linuxserver/transmission:4.0.6" is an image of transmission, by its name: ' +
      'here stands that of qbittorrent',
  ],
  [
    'pods.0.gluetun',
    { image: 'lscr.io/linuxserver/qbittorrent:5.1.4' },
    'pods[0].gluetun.image: "lscr.io/linuxserver/qbittorrent:5.1.4" is an image of qbittorrent, by its name: ' +
      'here stands that of gluetun',
  ],
  [
    'pods.0.client.webUi.passwordSecret',
    'airvpn-wireguard',
    'pods[0].client.webUi.passwordSecret: is the Secret with the VPN keys of pods[0] too: ' +
      'the client must not see them; take another',
  ],
  ['torrents', {}, 'torrents: unknown key; allowed are "cluster", "gitOps" and "pods"'],
  ['pods.0.torentPort', 1, 'pods[0].torentPort: unknown key; did you mean "torrentPort"?'],
  [
    'pods.0.client',
    null,
    'pods[0].client: null is not an object; expected { application: …, image: …, runAs: …, webUi: … }',
  ],
];

test.each(WRONG.map(([path, value, ...mistakes]) => ({ path, value, mistakes })))('fails on $path: $value', (wrong) => {
  expect(mistakesIn(exampleWith({ [wrong.path]: wrong.value }))).toEqual(wrong.mistakes);
});

test('fails with every mistake at once, in the order of their paths', () => {
  const declaration = exampleWith({
    'cluster.name': '',
    'pods.0.torrentPort': 0,
    'pods.0.vpn.provider': 'airvpm',
    'pods.0.vpn.addresses': ['10.0.0.0'],
    'pods.0.vpn.credentials': undefined,
    'pods.0.client.webUi.port': 53,
    'pods.0.storage.config': { hostPath: '/proc' },
    other: 1,
  });
  expect(mistakesIn(declaration).map((line) => line.slice(0, line.indexOf(': ')))).toEqual([
    'cluster.name',
    'other',
    'pods[0].client.webUi.port',
    'pods[0].storage.config.hostPath',
    'pods[0].torrentPort',
    'pods[0].vpn.addresses[0]',
    'pods[0].vpn.credentials',
    'pods[0].vpn.provider',
  ]);
});

test('fails on what two Pods cannot share', () => {
  const declaration = exampleWith({ 'pods.0.storage.config': { existingClaim: 'settings' } });
  const { pods } = declaration as { pods: object[] };
  pods.push(...pods);
  expect(mistakesIn(declaration)).toEqual([
    'pods[1].name: "qbittorrent" is the name of pods[0] too: every Pod needs one of its own',
    'pods[1].storage.config: the claim "settings" overlaps pods[0].storage.config: ' +
      "two clients would overwrite each other's settings",
    'pods[1].torrentPort: 47148 is the torrent port of pods[0] too, with the same credentials: ' +
      'a provider forwards a port to one tunnel only',
  ]);
});
