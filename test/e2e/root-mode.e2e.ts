import { loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../../lib';
import type { KubernetesObject } from '../../lib/manifest/kubernetes';
import { exampleWith } from '../declaration/example-declaration';
import { eventually } from './eventually';
import { evidence } from './evidence';
import { loadImages } from './images';
import { Internet } from './internet';
import { LockedPod } from './locked-pod';
import { withStandins } from './manifests';

const torrentPort = 47148;

/** The shipped declaration, but for the client's mode: as root, with PUID and PGID. */
const rendered = renderManifests(
  parseDeclaration(
    exampleWith({
      'cluster.name': 'e2e',
      'pods.0.namespace': 'podlock-e2e-root',
      'pods.0.torrentPort': torrentPort,
      'pods.0.client.runAs': { root: true, user: 1027, group: 100 },
    }),
  ),
);
const objects = rendered.pods.flat().flatMap(({ content }) => loadAll(content)) as KubernetesObject[];
const locked = new LockedPod(withStandins(objects));
let internet: Internet;

beforeAll(async () => {
  await loadImages();
  await locked.prepare();
  internet = await Internet.start();
  // What a root container on a compose host left: files of another user.
  locked.writeConfig('[Preferences]\nGeneral\\Locale=de\n', { user: 911, group: 911 });
});

afterAll(async () => {
  await locked.uninstall();
  await internet?.stop();
});

test('in root mode the client drops to its user, listens on the tunnel, and has no NET_RAW', async () => {
  await locked.install();
  await locked.ready(60);
  await eventually('a peer to connect', 30, async () => (await internet.peerConnects(torrentPort)) || undefined);
  const { output } = await locked.inClient('grep', '-E', '^(Uid|Gid|CapEff):', '/proc/1/status');
  expect(output.replaceAll('\t', ' ')).toBe(
    'Uid: 1027 1027 1027 1027\nGid: 100 100 100 100\nCapEff: 0000000000000000\n',
  );
  const { errors } = await locked.inClient('standin', 'raw-frame', 'eth0', '10.191.158.14', '185.20.20.20:9000');
  expect(errors).toMatch(/socket AF_PACKET: operation not permitted/);
  expect(locked.readConfig()).toMatch(/^General.Locale=de$/m);
  expect((await internet.report()).strays).toEqual([]);
  evidence(
    'root mode: qBittorrent runs as 1027:100 without a capability; AF_PACKET is EPERM for root in its container too',
  );
});
