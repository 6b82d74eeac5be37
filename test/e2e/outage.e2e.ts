import type { ChildProcess } from 'node:child_process';
import { run } from './command';
import { eventually, secondsSince, throughout } from './eventually';
import { evidence } from './evidence';
import { loadImages } from './images';
import { addresses, Internet } from './internet';
import { apply, type Pod, remove, statusOf } from './kubectl';
import { LockedPod } from './locked-pod';
import { changePod, only, readDist, withStandins } from './manifests';
import { killContainer, killSandbox, processOf } from './node-processes';

const objects = withStandins(readDist());
const locked = new LockedPod(objects);
const torrentPort = 47148;
const echo = `${addresses.web}:9000`;
let internet: Internet;
let traffic: ChildProcess | undefined;

beforeAll(async () => {
  await loadImages();
  await locked.prepare();
  internet = await Internet.start();
  await locked.install();
  await locked.ready(60);
});

afterEach(() => {
  traffic?.kill('SIGKILL');
});

afterAll(async () => {
  await locked.uninstall();
  await internet?.stop();
});

/** Live flows of the client, seen beyond the tunnel before anything is broken. */
async function flow(): Promise<void> {
  await internet.forget();
  traffic = await locked.startTraffic(echo);
  await eventually('traffic through the tunnel', 20, async () => {
    const { flows } = await internet.report();
    return (flows[addresses.endpoint] ?? 0) > 100 || undefined;
  });
  await internet.forget();
}

const peerConnected = () =>
  eventually('a peer to connect', 90, async () => (await internet.peerConnects(torrentPort)) || undefined);

/** Table mangle as the kernel holds it, without its counters. */
function guardRules(pod: Pod): Promise<string> {
  const target = String(processOf(pod, 'qbittorrent'));
  return run('nsenter', ['-t', target, '-n', 'sh', '-c', 'iptables -t mangle -S; ip6tables -t mangle -S']);
}

async function webUiAnswers(): Promise<boolean> {
  const response = await fetch(await locked.webUi(), { signal: AbortSignal.timeout(3000) });
  return response.ok;
}

describe('when the sandbox is made anew', () => {
  test('guard, gluetun and client start again in that order', async () => {
    await locked.ready(60);
    await flow();
    const before = await locked.pod();
    const restarts = statusOf(before, 'qbittorrent')?.restartCount ?? 0;
    killSandbox(before, 'qbittorrent');
    const killed = Date.now();
    const after = await locked.started('qbittorrent', 90, restarts + 1);
    const back = secondsSince(killed);
    const guard = statusOf(after, 'guard')?.state.terminated;
    const times = [
      guard?.startedAt,
      guard?.finishedAt,
      statusOf(after, 'gluetun')?.state.running?.startedAt,
      statusOf(after, 'configure')?.state.terminated?.startedAt,
      statusOf(after, 'qbittorrent')?.state.running?.startedAt,
    ].map((time) => Date.parse(time ?? ''));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    // One second of slack: the kubelet's timestamps are whole seconds.
    expect(times[0]).toBeGreaterThanOrEqual(killed - 1000);
    expect(await guardRules(after)).toMatch(/^-P OUTPUT DROP$/m);
    expect((await internet.report()).strays).toEqual([]);
    evidence(`sandbox killed: client back after ${back}, guard first; 0 packets past the tunnel`);
  });
});

describe('while the endpoint is silent', () => {
  test('the WebUI answers, the probes pass, and nothing leaves past the tunnel', async () => {
    await peerConnected();
    await flow();
    await internet.silence();
    const silent = Date.now();
    await eventually('gluetun to notice', 30, async () => !(await locked.isHealthy()) || undefined);
    const noticed = secondsSince(silent);
    let answered = 0;
    await throughout(20, async () => {
      answered += (await webUiAnswers().catch(() => false)) ? 1 : 0;
    });
    expect(answered).toBeGreaterThan(10);
    const { strays, flows, offline } = await internet.report();
    expect({ strays, past: Object.keys(flows).filter((source) => source !== addresses.endpoint) }).toEqual({
      strays: [],
      past: [],
    });
    evidence(
      `endpoint silent: noticed after ${noticed}; then the WebUI answered ${answered} times in 20 s; ${offline} tunnel packets unanswered, 0 past it`,
    );
  });

  test('the client listens again when the endpoint is back', async () => {
    await internet.speak();
    const spoke = Date.now();
    await eventually('the tunnel', 60, async () => (await locked.isHealthy()) || undefined);
    const healthy = secondsSince(spoke);
    await peerConnected();
    evidence(`endpoint back: gluetun healthy after ${healthy}, a peer connects after ${secondsSince(spoke)}`);
    expect((await internet.report()).strays).toEqual([]);
  });
});

describe('when gluetun is killed under traffic', () => {
  beforeAll(async () => {
    await locked.recreate(); // or the kubelet's back-off for the restarts so far would be measured
    await locked.ready(60);
    await peerConnected();
  });

  test.each([1, 2])(
    'its rules stay, it recovers, and the client is restarted onto the new tunnel (kill %i)',
    async () => {
      await flow();
      const before = await locked.pod();
      const restarts = (name: string) => statusOf(before, name)?.restartCount ?? 0;
      const rules = await guardRules(before);
      expect(rules).toMatch(/^-P OUTPUT DROP$/m);
      killContainer(before, 'gluetun');
      const killed = Date.now();
      expect(await guardRules(before)).toBe(rules);
      await locked.started('gluetun', 90, restarts('gluetun') + 1);
      await eventually('the tunnel', 60, async () => (await locked.isHealthy()) || undefined);
      const healthy = secondsSince(killed);
      const after = await locked.started('qbittorrent', 60, restarts('qbittorrent') + 1);
      const restarted = secondsSince(killed);
      await peerConnected();
      const heard = secondsSince(killed);
      expect(await guardRules(after)).toBe(rules);
      const { strays, flows } = await internet.report();
      expect({ strays, past: Object.keys(flows).filter((source) => source !== addresses.endpoint) }).toEqual({
        strays: [],
        past: [],
      });
      evidence(
        `gluetun killed: healthy after ${healthy}, client restarted by its probe after ${restarted}, a peer connects after ${heard}; 0 packets past the tunnel`,
      );
    },
  );
});

describe('the same Pod without guard and NetworkPolicy', () => {
  test('leaks live flows when gluetun restarts the tunnel: the watch sees a leak', async () => {
    const deployment = changePod(only(objects, 'Deployment'), (spec) => {
      spec.initContainers = spec.initContainers?.filter(({ name }) => name !== 'guard') ?? [];
    });
    await remove('validatingadmissionpolicybindings', '-l', 'app.kubernetes.io/managed-by=podlock'); // it would refuse this Pod
    await remove('deployments,networkpolicies', '--all', '-n', locked.namespace, '--cascade=foreground');
    await apply([deployment]);
    await locked.ready(60);
    await flow();
    await internet.silence();
    const leak = await eventually('a leak', 30, async () => {
      const { strays } = await internet.report();
      return strays.find((stray) => stray.endsWith(` to ${echo}`));
    });
    const { strays } = await internet.report();
    expect(leak).toMatch(/^protocol (6|17) from (10\.191\.158\.14|198\.51\.100\.1):\d+ to 185\.20\.20\.20:9000$/);
    evidence(`without them: ${strays.length} packets past the tunnel, such as ${leak}`);
  });
});
