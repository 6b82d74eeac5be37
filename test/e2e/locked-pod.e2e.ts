import { run } from './command';
import { eventually, secondsSince, throughout } from './eventually';
import { evidence } from './evidence';
import { loadImages } from './images';
import { addresses, Internet, vpnKeys } from './internet';
import { apply, kubectl, type Pod, remove, statusOf } from './kubectl';
import { LockedPod, password } from './locked-pod';
import { changePod, deploymentSpec, only, readDist, withStandins } from './manifests';
import { processOf } from './node-processes';
import { makeNamespace } from './our-namespaces';

const objects = withStandins(readDist());
const locked = new LockedPod(objects);
const torrentPort = 47148;
/** What a compose host leaves: bound to any interface, with a password and a preference of its own. */
const composeConfig = [
  '[BitTorrent]',
  'Session\\Interface=eth0',
  'Session\\InterfaceName=eth0',
  'Session\\Port=6881',
  '',
  '[Preferences]',
  'General\\Locale=de',
  'WebUI\\Password_PBKDF2="@ByteArray(AAAA:AAAA)"',
  '',
].join('\n');
let internet: Internet;

beforeAll(async () => {
  await loadImages();
  await locked.prepare({ ...vpnKeys, privateKey: 'd3Jvbmc=' });
  internet = await Internet.start();
  locked.writeConfig(composeConfig, { user: 1027, group: 100 });
});

afterAll(async () => {
  await locked.uninstall();
  await internet?.stop();
});

describe('the API server', () => {
  test('accepts all of dist under strict validation', async () => {
    const accepted = await apply(readDist(), '--dry-run=server');
    expect(accepted.trim().split('\n')).toHaveLength(objects.length);
    evidence(`server-side dry run, strict: ${objects.length} objects accepted`);
  });

  test('would refuse the Pod in a namespace of level baseline', async () => {
    const name = 'podlock-e2e-baseline';
    await makeNamespace(name, { 'pod-security.kubernetes.io/enforce': 'baseline' });
    const { template } = deploymentSpec(only(objects, 'Deployment'));
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', namespace: name }, spec: template.spec };
    await expect(apply([pod], '--dry-run=server')).rejects.toThrow(/violates PodSecurity "baseline:latest"/);
  });
});

describe('with a wrong key', () => {
  test('nothing starts behind gluetun', async () => {
    await locked.install();
    const pod = await locked.started('gluetun', 60);
    await throughout(12, async () => {
      const seen = await locked.pod();
      expect(['configure', 'qbittorrent'].map((name) => statusOf(seen, name)?.state.waiting?.reason)).toEqual([
        'PodInitializing',
        'PodInitializing',
      ]);
    });
    expect((await locked.inContainer('gluetun', '/gluetun-entrypoint', 'healthcheck')).errors).toMatch(
      /healthcheck did not run yet/,
    );
    const { refused, handshakes, strays } = await internet.report();
    expect({ handshakes, strays, guard: statusOf(pod, 'guard')?.state.terminated?.exitCode }).toEqual({
      handshakes: 0,
      strays: [],
      guard: 0,
    });
    expect(refused).toBeGreaterThan(5);
    evidence(`wrong key: ${refused} handshakes refused in 12 s, client not started, 0 packets past the tunnel`);
  });
});

describe('with the right key', () => {
  beforeAll(async () => {
    await locked.writeKeys(vpnKeys);
    await internet.silence();
    await locked.recreate();
  });

  test('the client starts only after the tunnel is up', async () => {
    await locked.started('gluetun', 60);
    await throughout(6, async () =>
      expect(statusOf(await locked.pod(), 'qbittorrent')?.state.waiting?.reason).toBe('PodInitializing'),
    );
    await internet.speak();
    const spoke = Date.now();
    const pod = await locked.started('qbittorrent', 30);
    const took = secondsSince(spoke);
    const healthy = await healthySince(pod);
    const started = Date.parse(statusOf(pod, 'qbittorrent')?.state.running?.startedAt ?? '');
    // The kubelet's timestamps are whole seconds, cut off.
    expect(started).toBeGreaterThanOrEqual(Math.floor(healthy / 1000) * 1000);
    const after = ((started - healthy) / 1000).toFixed(1);
    evidence(`client not started in 6 s of a silent endpoint; seen running ${took} after it answered`);
    evidence(`gluetun healthy to client started (configure between them): ${after} s, whole seconds`);
  });

  test('the Pod becomes ready, under the Pod Security labels of dist alone', async () => {
    const pod = await locked.ready(40);
    expect(
      (await kubectl(['logs', '-n', locked.namespace, pod.metadata.name, '-c', 'gluetun'])).match(/ERROR.*/g),
    ).toBeNull();
    const restarts = ['gluetun', 'qbittorrent'].map((name) => statusOf(pod, name)?.restartCount);
    expect(restarts).toEqual([0, 0]);
    evidence("ready without a restart and without an error in gluetun's log: its four capabilities suffice");
  });

  test('the WebUI answers through the Service and takes the password of the Secret', async () => {
    const url = await locked.webUi();
    expect(await login(url, password)).toBe('Ok.');
    expect(await login(url, 'adminadmin')).toBe('Fails.');
    evidence(`login at ${url}: "Ok." with the Secret's password, "Fails." with another`);
  });

  test('the client leaves by the VPN and resolves names through it', async () => {
    expect((await locked.inClient('curl', '-sS', '-m', '5', 'http://tracker.example.org/')).output).toBe(
      `${addresses.endpoint}\n`,
    );
    expect((await internet.report()).names['tracker.example.org']).toBeGreaterThan(0);
    evidence(`the web server sees ${addresses.endpoint} for http://tracker.example.org/, asked beyond the tunnel`);
  });

  test('an existing configuration that binds to eth0 is overwritten, and its other settings stay', async () => {
    const lines = locked.readConfig().split('\n');
    const settings = lines.filter((line) => /^(Session.(Interface|InterfaceName|Port)|General.Locale)=/.test(line));
    expect(settings.sort()).toEqual([
      'General\\Locale=de',
      'Session\\Interface=tun0',
      'Session\\InterfaceName=tun0',
      `Session\\Port=${torrentPort}`,
    ]);
    const sockets = await listeningOn(await locked.pod(), torrentPort);
    expect(sockets.filter((address) => !address.endsWith('%tun0'))).toEqual([]);
    expect(sockets).toContain(`${addresses.customer}%tun0`);
    evidence(`port ${torrentPort} listens on ${[...new Set(sockets)].join(', ')} only`);
  });

  test('a peer reaches the forwarded port through the tunnel', async () => {
    expect(
      await eventually('the peer to connect', 20, async () => (await internet.peerConnects(torrentPort)) || undefined),
    ).toBe(true);
  });

  test('the VPN keys are files that gluetun alone can read', async () => {
    const files = '/run/secrets/vpn/wireguard_private_key /run/secrets/vpn/wireguard_preshared_key';
    const modes = await locked.inContainer('gluetun', '/bin/sh', '-c', `stat -L -c '%a %u' ${files}`);
    // 0400 in the manifest; the kubelet adds the group's bit where the Pod has an fsGroup.
    expect(modes.output).toMatch(/^(4[04]0 0\n){2}$/);
    const write = await locked.inContainer(
      'gluetun',
      '/bin/sh',
      '-c',
      'echo x >/run/secrets/vpn/wireguard_private_key',
    );
    expect(write.errors).toMatch(/Read-only file system/);
    const everything =
      'cat /proc/mounts /proc/*/environ; cat /run/secrets/*/* /run/secrets/*; grep -rs . /run /etc /tmp';
    const { output } = await locked.inClient('/bin/bash', '-c', everything);
    const told = {
      key: output.includes(vpnKeys.privateKey),
      mount: /secret|vpn/.test(output.replaceAll('/run/s6', '')),
    };
    expect(told).toEqual({ key: false, mount: false });
    evidence(
      `modes of the keys: ${modes.output.trim().replaceAll('\n', ', ')}; not in the client's files, mounts, environment`,
    );
  });

  test('nothing has passed by the tunnel so far', async () => {
    const { strays, tunnelled } = await internet.report();
    expect(strays).toEqual([]);
    evidence(`${tunnelled} packets through the tunnel, 0 past it`);
  });
});

test('fails to start where the guard cannot set its rules', async () => {
  const deployment = changePod(only(objects, 'Deployment'), (spec) => {
    for (const container of spec.initContainers ?? []) {
      if (container.name === 'guard')
        container.securityContext = { ...container.securityContext, capabilities: { drop: ['ALL'] } };
    }
  });
  await remove('validatingadmissionpolicybindings', '-l', 'app.kubernetes.io/managed-by=podlock'); // it would refuse this Pod
  await eventually('the binding to be forgotten', 30, () => apply([deployment], '--force-conflicts'));
  const pod = await eventually('the guard to fail', 60, async () => {
    const seen = await locked.pod();
    const { state, restartCount = 0 } = statusOf(seen, 'guard') ?? {};
    return state?.waiting?.reason === 'CrashLoopBackOff' || restartCount > 0 ? seen : undefined;
  });
  expect(statusOf(pod, 'gluetun')?.state.waiting?.reason).toBe('PodInitializing');
  const log = await kubectl(['logs', '-n', locked.namespace, pod.metadata.name, '-c', 'guard']);
  expect(log).toMatch(/NET_ADMIN/);
  evidence(`guard without NET_ADMIN: gluetun never starts; its log ends with "${lastLine(log)}"`);
});

function lastLine(log: string): string {
  return (log.trim().split('\n').at(-1) ?? '').slice(0, 70);
}

async function healthySince(pod: Pod): Promise<number> {
  const log = await kubectl(['logs', '-n', locked.namespace, pod.metadata.name, '-c', 'gluetun', '--timestamps']);
  const line = log.split('\n').find((text) => text.includes('healthy!')) ?? '';
  return Date.parse(line.split(' ')[0] ?? '');
}

async function login(url: string, secret: string): Promise<string> {
  const response = await fetch(`${url}/api/v2/auth/login`, {
    method: 'POST',
    headers: { Referer: url },
    body: new URLSearchParams({ username: 'admin', password: secret }),
    signal: AbortSignal.timeout(5000),
  });
  return response.text();
}

/** The local addresses on which the Pod listens at a port, TCP and UDP. */
async function listeningOn(pod: Pod, port: number): Promise<string[]> {
  const sockets = await run('nsenter', [
    '-t',
    String(processOf(pod, 'qbittorrent')),
    '-n',
    'ss',
    '-H',
    '-lntu',
    `sport = :${port}`,
  ]);
  return sockets
    .trim()
    .split('\n')
    .map((line) => (line.split(/\s+/)[4] ?? '').replace(`:${port}`, ''));
}
