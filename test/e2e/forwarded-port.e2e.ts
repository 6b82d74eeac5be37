import { setTimeout as sleep } from 'node:timers/promises';
import { loadAll } from 'js-yaml';
import { parseDeclaration, renderManifests } from '../../lib';
import type { KubernetesObject } from '../../lib/manifest/kubernetes';
import { exampleWith } from '../declaration/example-declaration';
import { eventually, secondsSince, throughout } from './eventually';
import { evidence } from './evidence';
import { loadImages } from './images';
import { addresses, Internet } from './internet';
import { statusOf } from './kubectl';
import { LockedPod, password } from './locked-pod';
import { changePod, withStandins } from './manifests';
import { killContainer } from './node-processes';

/** The stand-in's provider hands out this port first, and the next one at each further start of the tunnel. */
const first = 40001;

let internet: Internet;

beforeAll(async () => {
  await loadImages();
  internet = await Internet.start();
});

afterAll(async () => {
  await internet?.stop();
});

/** A Pod whose provider hands out a port, behind a WireGuard server that the declaration names itself. */
function objectsOf(client: 'qbittorrent' | 'transmission'): KubernetesObject[] {
  const images = {
    qbittorrent: 'lscr.io/linuxserver/qbittorrent:5.1.4',
    transmission: 'lscr.io/linuxserver/transmission:4.0.6',
  };
  const declaration = exampleWith({
    'cluster.name': 'e2e',
    'pods.0.name': client,
    'pods.0.namespace': `podlock-e2e-${client}`,
    'pods.0.torrentPort': 'dynamic',
    'pods.0.vpn': {
      provider: 'custom',
      type: 'wireguard',
      addresses: [`${addresses.customer}/32`],
      credentials: { secret: 'airvpn-wireguard', presharedKey: true },
      endpoint: { address: addresses.endpoint, port: addresses.endpointPort },
      publicKey: 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=',
      portForwarding: { provider: 'protonvpn' },
    },
    'pods.0.client': {
      application: client,
      image: images[client],
      runAs: { user: 1027, group: 100 },
      webUi: { port: 8080, passwordSecret: 'qbittorrent-webui', loginSecret: 'client-login' },
    },
  });
  const { pods } = renderManifests(parseDeclaration(declaration));
  return withStandins(pods.flat().flatMap(({ content }) => loadAll(content)) as KubernetesObject[]);
}

const heard = (port: number, seconds = 60) =>
  eventually(`a peer to connect to ${port}`, seconds, async () => (await internet.peerConnects(port)) || undefined);

test('without port-sync nobody tells the client the port', async () => {
  const objects = objectsOf('qbittorrent').map((object) =>
    object.kind !== 'Deployment'
      ? object
      : changePod(object, (spec) => {
          spec.containers = spec.containers.filter(({ name }) => name !== 'port-sync');
        }),
  );
  const locked = new LockedPod(objects.filter(({ kind }) => !kind.startsWith('ValidatingAdmission')));
  await locked.prepare();
  try {
    await locked.install();
    await locked.ready(60);
    await throughout(8, async () => expect(await internet.peerConnects(first)).toBe(false));
    evidence(`without port-sync: port ${first} refused every peer for 8 s`);
  } finally {
    await locked.uninstall();
  }
});

describe.each(['qbittorrent', 'transmission'] as const)('%s', (client) => {
  const locked = new LockedPod(objectsOf(client), client);
  const restarts = async () => statusOf(await locked.pod(), client)?.restartCount;

  beforeAll(async () => {
    await locked.prepare();
    await locked.install();
  });

  afterAll(() => locked.uninstall());

  test('is told the first port when it starts', async () => {
    await locked.ready(60);
    const ready = Date.now();
    expect(await heard(first)).toBe(true);
    evidence(`${client}: a peer connects to the first port ${secondsSince(ready)} after the Pod is ready`);
  });

  test('is told another port while it runs', async () => {
    const asked = Date.now();
    await locked.inContainer('gluetun', '/gluetun-entrypoint', 'forward', '40500');
    await heard(40500);
    const took = Date.now() - asked;
    expect(took).toBeLessThan(60_000);
    expect(await internet.peerConnects(first)).toBe(false);
    evidence(`${client}: a port that changed is followed after ${(took / 1000).toFixed(1)} s, the old one is closed`);
  });

  test('keeps its port while something else stands in the file', async () => {
    for (const junk of ['', '0', '70000', '8080', '40501x', '40501\\n$(reboot)']) {
      await locked.inContainer('gluetun', 'sh', '-c', `printf '${junk}' >/run/forwarded-port/port`);
      await sleep(1500);
    }
    await sleep(5000);
    expect(await internet.peerConnects(40500)).toBe(true);
    await locked.inContainer('gluetun', '/gluetun-entrypoint', 'forward', '40500');
  });

  test('is told again when it was started again', async () => {
    const before = (await restarts()) ?? 0;
    killContainer(await locked.pod(), client);
    const killed = Date.now();
    await locked.started(client, 60, before + 1);
    expect(await heard(40500)).toBe(true);
    evidence(`${client}: killed, and heard again after ${secondsSince(killed)}`);
  });

  test('listens on a tunnel that was made anew, without being started again', async () => {
    const before = await restarts();
    await internet.silence();
    await eventually('gluetun to notice', 40, async () => !(await locked.isHealthy()) || undefined);
    await internet.speak();
    await eventually('the tunnel', 60, async () => (await locked.isHealthy()) || undefined);
    const healthy = Date.now();
    const port = Number((await locked.inContainer('gluetun', 'cat', '/run/forwarded-port/port')).output);
    await heard(port);
    const took = Date.now() - healthy;
    expect({ restarts: await restarts(), within: took < 60_000 }).toEqual({ restarts: before, within: true });
    evidence(
      `${client}: new tunnel, port ${port}: heard ${(took / 1000).toFixed(1)} s after gluetun is healthy, no restart`,
    );
    expect((await internet.report()).strays).toEqual([]);
  });

  test('port-sync has no capability, no key of the VPN, and shows the password to nobody', async () => {
    const look = [
      // The words alone, not its script, and each once: port-sync has little memory. What curl gets, and how, is for test/pod/port-sync.test.ts to see.
      'end=$(($(date +%s) + 9)); while [ $(date +%s) -lt $end ]; do cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null; done | tr "\\0" "\\n" | grep -vE "[[:space:]]" | awk "!seen[\\$0]++"',
      'grep CapEff /proc/1/status',
      'ls /run/secrets',
      'touch /run/forwarded-port/x 2>&1',
    ].join('; ');
    const { output } = await locked.inContainer('port-sync', 'sh', '-c', look);
    expect(output).toMatch(/^PASSWORD_FILE=/m);
    expect(output).not.toContain(password);
    expect(output).toMatch(/CapEff:\s0{16}/);
    expect(output).toMatch(/^client-login$/m);
    expect(output).not.toMatch(/^vpn$/m);
    expect(output).toMatch(/Read-only file system/);
  });
});
