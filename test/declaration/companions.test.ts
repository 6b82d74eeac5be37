import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import { readManifests } from '../../lib/manifest/read-manifests';
import { torrentClientOf } from '../../lib/manifest/torrent-client';
import { findVpnPods } from '../../lib/manifest/vpn-pod';
import { mistakesIn } from './example-declaration';
import { mediaDeclaration, mediaPod } from './media-declaration';

type Loose = Record<string, unknown>;

/** Mistakes of the media Pod whose first companion (sonarr) has these changes, without the Pod's own path. */
function mistakesOf(changes: Loose, pod: Loose = {}): readonly string[] {
  const example = mediaPod();
  const [first, ...others] = example.companions;
  const companions = [{ ...first, ...changes }, ...others];
  return mistakesIn({ ...mediaDeclaration(), pods: [{ ...example, companions, ...pod }] }).map((line) =>
    line.replace(/^pods\[0\]\./, ''),
  );
}

test("s6-overlay's times and switches may be set, what it runs may not", () => {
  const harmless = { S6_READ_ONLY_ROOT: '1', S6_VERBOSITY: '1', S6_CMD_WAIT_FOR_SERVICES_MAXTIME: '0' };
  expect(mistakesOf({ environment: harmless })).toEqual([]);
  const programs = ['S6_STAGE2_HOOK', 'S6_LOGGING_SCRIPT', 'S6_READ_ONLY_ROOTS'];
  expect(mistakesOf({ environment: Object.fromEntries(programs.map((name) => [name, '1'])) })).toHaveLength(3);
});

test('every mistake in variables is told at once, a name even where a value may not be shown', () => {
  const secretEnvironment = {
    LD_PRELOAD: { secret: 's' },
    API: 'hunter2',
    '-': { secret: 's', key: 'k' },
    [`${'A'.repeat(43)}=`]: { secret: 's', key: 'k' },
  };
  const place = 'companions[0].secretEnvironment';
  const names = 'is not the name of a variable: allowed are letters, digits and "_", no digit first';
  expect(mistakesOf({ secretEnvironment })).toEqual([
    `${place}["-"]: "-" ${names}`,
    `${place}[a key of 44 characters]: the name ${names}`,
    `${place}.API: the value is not an object; expected { secret: …, key: … }`,
    `${place}.LD_PRELOAD: "LD_PRELOAD" changes the programs of the image at each start: leave it out`,
    `${place}.LD_PRELOAD.key: missing; expected a key of the Secret`,
  ]);
});

test('the example is accepted, in one order whatever the order of its companions', () => {
  const [pod] = parseDeclaration(mediaDeclaration()).pods;
  expect(pod?.companions.map(({ name, scratch, probe }) => [name, scratch, probe?.kind])).toEqual([
    ['exporter', [], undefined],
    ['prowlarr', ['/tmp'], 'tcp'],
    ['sonarr', ['/run'], 'http'],
    ['watcher', [], 'command'],
  ]);
  expect(pod?.storage.volumes.map(({ name }) => name)).toEqual(['library', 'music']);
});

test.each([
  [{ image: 'lscr.io/linuxserver/qbittorrent:5.1.4' }, /image: .* is an image of a torrent client, by its name/],
  [{ image: 'ghcr.io/home/transmission:4.0.6' }, /image: .* goes into "client"/],
  [{ name: 'deluge' }, /name: "deluge" is the name of a torrent client/],
  [{ image: 'qmcgaw/gluetun:v3.41.3' }, /image: .* is an image of gluetun, and a Pod has one only/],
  [{ image: 'lscr.io/linuxserver/sonarr:latest' }, /image: .* has the tag "latest", which may change under you/],
  ...[
    ...['guard', 'webui', 'http-proxy', 'shadowsocks', 'shadowsocks-udp', 'metrics'],
    ...['tunnel-metrics', 'client-metrics', 'scratch-1000-100', 'torrent-tcp'],
  ].map((name): [{ name: string }, RegExp] => [
    { name },
    /name: "[\w-]+" is a name that Podlock gives to a container or a port itself/,
  ]),
  [
    { secretEnvironment: { LD_PRELOAD: { secret: 's', key: 'k' } } },
    /LD_PRELOAD: .* changes the programs of the image/,
  ],
  [{ environment: { PYTHONPATH: '/config' } }, /PYTHONPATH: .* changes the programs of the image/],
  [{ name: 'so--narr' }, /name: "so--narr" has two hyphens in a row, .*; did you mean "so-narr"\?/],
  [{ name: 'prowlarr' }, /name: "prowlarr" is the name of companions\[0\] too/],
  [{ runAs: { user: 0, group: 0 } }, /runAs\.user: 0 is not the id of a user/],
  [{ runAs: { user: 1, group: 1, root: true } }, /runAs\.root: a companion never runs as root/],
  [{ capabilities: ['NET_RAW'] }, /capabilities: a companion never has a capability/],
  [{ webUi: { port: 8080 } }, /webUi\.port: 8080 is the port of the client's WebUI; take another/],
  [{ webUi: { port: 47148 } }, /webUi\.port: 47148 is the torrent port too/],
  [{ webUi: { port: 9999 } }, /webUi\.port: 9999 is the port of gluetun's health server/],
  [{ webUi: { port: 9696 } }, /companions\[1\]\.webUi\.port: 9696 is the port of companions\[0\]/],
  [{ webUi: { port: 9713 } }, /webUi\.port: 9713 is the port of the tunnel's metrics; take another/],
  [{ metrics: { port: 8090 } }, /companions\[\d\]\.\w+\.port: 8090 is the port of companions\[\d\]; take another/],
  [{ webUi: undefined }, /probe: there is no port to ask/],
  [{ probe: { httpPath: '/', tcp: true } }, /probe: .* in more than one way how to ask/],
  [{ environment: { API_KEY: 'abcdef' } }, /environment\.API_KEY: the value \(not shown, .*secretEnvironment/],
  [{ environment: { X: 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=' } }, /environment\.X: holds a WireGuard key/],
  [{ environment: { 'A B': 'x' } }, /environment\["A B"\]: "A B" is not the name of a variable/],
  [{ environment: { DEBUG: true } }, /environment\.DEBUG: true is not a text; did you mean "true"\?/],
  [
    { secretEnvironment: { KEY: { secret: 'airvpn-wireguard', key: 'wireguard_private_key' } } },
    /secretEnvironment\.KEY\.secret: is the Secret with the VPN keys of pods\[0\]: a companion must not see them/,
  ],
  [
    { environment: { A: 'x' }, secretEnvironment: { A: { secret: 's', key: 'k' } } },
    /environment\.A: is in secretEnvironment too/,
  ],
  [{ shared: [{ volume: 'config', mountPath: '/c' }] }, /shared\[0\]\.volume: "config" holds the client's settings/],
  [
    { shared: [{ volume: 'libary', mountPath: '/c' }] },
    /shared\[0\]\.volume: "libary" is no volume of the client: there are "downloads", "music", "library"/,
  ],
  [{ shared: [{ volume: 'downloads', mountPath: '/config' }] }, /shared\[0\]\.mountPath: "\/config" and storage\[0\]/],
  [{ shared: [{ volume: 'downloads', mountPath: '/run/x' }] }, /is part of the system in the container/],
  [{ scratch: ['/run', '/config'] }, /storage\[0\]\.mountPath: "\/config" and scratch\[1\] \("\/config"\) would hide/],
  [
    { storage: [{ name: 'x', mountPath: '/config', existingClaim: 'qbittorrent-config' }] },
    /storage\[0\]: the claim "qbittorrent-config" is the one that Podlock writes for storage\.config/,
  ],
  [{ storage: [{ name: 'x', mountPath: '/etc/resolv.conf', claim: { size: '1Gi' } }] }, /is part of the system/],
  [{ storage: [{ name: 'x', mountPath: '/x' }] }, /storage\[0\]: missing; expected one of "claim"/],
  [{ storage: [{ mountPath: '/x', claim: { size: '1Gi' } }] }, /storage\[0\]\.name: missing; expected a name/],
])('fails on a companion with %j', (changes, mistake) => {
  const lines = mistakesOf(changes);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(mistake);
});

test.each([
  [{ name: 'config', mountPath: '/x' }, /"config" is storage\.config; take another name/],
  [{ name: 'x', mountPath: '/config/qBittorrent' }, /"\/config\/qBittorrent" and the client's own \/config/],
  [{ name: 'x', mountPath: '/downloads' }, /"\/downloads" and the client's own \/downloads/],
  [{ name: 'x', mountPath: '/' }, /"\/" is part of the system in the container/],
])('fails on a further volume of the client with %j', (volume, mistake) => {
  const pod = { storage: { ...mediaPod().storage, volumes: [{ ...volume, existingClaim: 'x' }] }, companions: [] };
  expect(mistakesOf({}, pod)).toEqual([expect.stringMatching(mistake)]);
});

test('a volume may lie inside the downloads: it hides nothing that was there before', () => {
  const volumes = [{ name: 'x', mountPath: '/downloads/x', existingClaim: 'x' }];
  expect(mistakesOf({}, { storage: { ...mediaPod().storage, volumes }, companions: [] })).toEqual([]);
});

test('two Services of one name are refused: one for a companion and the other of a Pod', () => {
  const second = { ...mediaPod(), name: 'qbittorrent-prowlarr', torrentPort: 1, storage: twoFolders(), companions: [] };
  expect(mistakesIn({ ...mediaDeclaration(), pods: [mediaPod(), second] })).toEqual([
    'pods[1].name: "qbittorrent-prowlarr" is the name of the Service for pods[0].companions[1]; take another',
  ]);
});

function twoFolders() {
  return { config: { hostPath: '/srv/two' }, downloads: { hostPath: '/srv/downloads' } };
}

test('claims that Podlock would write under one name are refused', () => {
  const storage = { ...twoFolders(), volumes: [{ name: 'config', mountPath: '/x', claim: { size: '1Gi' } }] };
  const second = { ...mediaPod(), name: 'qbittorrent-sonarr', torrentPort: 1, storage, companions: [] };
  expect(mistakesIn({ ...mediaDeclaration(), pods: [mediaPod(), second] })).toContain(
    'pods[1].storage.volumes[0]: the claim "qbittorrent-sonarr-config" would be the one for ' +
      'pods[0].companions[0].storage[0] too: take another name',
  );
});

/** By these names `podlock check` takes a container for a client, and would miss its binding to the tunnel. */
test.each([
  'qbittorrent',
  'qbt',
  'rtorrent',
  'rutorrent',
  'transmission',
  'deluge',
  'aria2',
  'biglybt',
  'rqbit',
  'qbittorrent-exporter',
  'qbit-manage',
  'qbittorrent-port-sync',
  'sonarr',
  'slskd',
  'sabnzbd',
])('a companion called %s is refused if and only if the checks would take it for a client', (name) => {
  const pod = `{ containers: [{ name: gluetun, image: gluetun:v3.41.3 }, { name: ${name}, image: x/${name}:1.2.3 }] }`;
  const { documents } = readManifests(`{ apiVersion: v1, kind: Pod, metadata: { name: x }, spec: ${pod} }`, 'pod.yaml');
  const container = findVpnPods(documents)[0]?.companions[0];
  if (container === undefined) throw new Error('no companion');
  const isClient = torrentClientOf(container) !== undefined;
  expect(mistakesOf({ name }).length).toBe(isClient ? 1 : 0);
  expect(mistakesOf({ image: `ghcr.io/x/${name}:1.2.3` }).length).toBe(isClient ? 1 : 0);
});
