import { eventually } from './eventually';
import { evidence } from './evidence';
import { loadImages } from './images';
import { addresses, Internet } from './internet';
import { kubeconfigOf } from './kubeconfig';
import { apply, kubectl, remove } from './kubectl';
import { LockedPod } from './locked-pod';
import { changePod, only, readDist, withStandins } from './manifests';
import { podlock, startPodlock } from './podlock';

const objects = withStandins(readDist());
const locked = new LockedPod(objects);
const flow = ['--flow', `${addresses.web}:9000`];
const args = ['drill', '-n', locked.namespace, '--yes', ...flow];
let internet: Internet;

interface Report {
  readonly code: number;
  readonly states: Readonly<Record<string, string>>;
  readonly reasons: readonly string[];
  readonly repaired: readonly string[];
  readonly left: readonly string[];
}

async function drill(...more: string[]): Promise<Report> {
  const { code, output, errors } = await podlock([...args, '--json', ...more], { timeoutSeconds: 400 });
  if (output === '') throw new Error(`podlock drill: exit ${code}\n${errors}`);
  const { results, repaired, left } = JSON.parse(output) as {
    results: { id: string; state: string; reasons: string[]; timeline: { at: number; what: string }[] }[];
    repaired: string[];
    left: string[];
  };
  for (const { id, timeline } of results) {
    for (const { at, what } of timeline) evidence(`drill ${id}, ${at.toFixed(1)} s: ${what}`);
  }
  return {
    ...{ code, repaired, left },
    states: Object.fromEntries(results.map(({ id, state }) => [id, state])),
    reasons: results.flatMap(({ id, reasons }) => reasons.map((reason) => `${id}: ${reason}`)),
  };
}

/** Rules, Leases, copies, Secrets and traffic of a drill that are still there. */
async function leftovers(): Promise<string[]> {
  const rules = await locked.inContainer('gluetun', '/bin/sh', '-c', 'iptables-save; ip6tables-save');
  const listed = await kubectl(['get', 'pods,secrets,leases', '-n', locked.namespace, '-o', 'name']);
  const programs = await locked.inClient(
    '/bin/sh',
    '-c',
    "cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -o 'podlock-[f]low'",
  );
  const left = [rules.output, listed, programs.output].flatMap((text) => text.split('\n'));
  return left.filter((line) => /podlock-drill|-drill-|podlock-flow/.test(line));
}

const lease = () => kubectl(['get', 'leases', '-n', locked.namespace, '-o', 'name']);

const silenced = () =>
  eventually('the endpoint to be silenced', 60, async () => {
    const { output } = await locked.inContainer('gluetun', '/bin/sh', '-c', 'iptables-save -t raw');
    return /podlock-drill/.test(output) || undefined;
  });

beforeAll(async () => {
  await loadImages();
  await locked.prepare();
  internet = await Internet.start();
  await locked.install();
  await locked.ready(60);
});

afterAll(async () => {
  await locked.uninstall();
  await internet?.stop();
});

test('a Pod with every lock closed holds in every scenario, and is as it was', async () => {
  await internet.forget();
  const report = await drill();
  expect(report).toEqual({
    code: 0,
    states: { A: 'held', B: 'held', C: 'held', D: 'held', E: 'held' },
    reasons: [],
    repaired: [],
    left: [],
  });
  expect((await internet.report()).strays).toEqual([]);
  expect(await leftovers()).toEqual([]);
}, 400_000);

describe('a drill that does not come to its end', () => {
  beforeAll(async () => {
    await locked.recreate();
    await locked.ready(60);
  });

  test('puts everything back when it is interrupted', async () => {
    const program = startPodlock([...args, '--only', 'A']);
    await silenced();
    program.kill('SIGINT');
    expect(await new Promise((resolve) => program.once('exit', resolve))).toBe(2);
    expect(await leftovers()).toEqual([]);
    evidence('drill interrupted with SIGINT while the endpoint was silent: exit 2, rules and Lease gone');
  });

  test('keeps a second one out, and what a killed one left is put back by the next', async () => {
    const program = startPodlock([...args, '--only', 'A']);
    await silenced();
    const second = await podlock([...args, '--only', 'E']);
    expect({ code: second.code, output: second.output }).toEqual({ code: 2, output: '' });
    expect(second.errors).toMatch(
      /^podlock: another drill, by \S+ since \S+, has the namespace downloads; if it was killed/,
    );
    program.kill('SIGKILL');
    await new Promise((resolve) => program.once('exit', resolve));
    expect((await leftovers()).length).toBeGreaterThan(0);
    // In a minute it would be out of date by itself.
    const past = JSON.stringify({ spec: { renewTime: '2026-01-01T00:00:00.000000Z' } });
    await kubectl(['patch', 'lease', 'podlock-drill', '-n', locked.namespace, '--type=merge', '-p', past]);
    const report = await drill('--only', 'C');
    expect(report.states).toEqual({ C: 'held' });
    // Whether the test traffic had begun when it was killed is a matter of a moment.
    const repaired = report.repaired.filter((what) => !/^the test traffic of qbittorrent-/.test(what));
    expect(repaired).toEqual([expect.stringMatching(/^the drill's rules in the network of qbittorrent-/)]);
    expect(await leftovers()).toEqual([]);
    evidence(`second drill refused; after kill -9 the next one put back: ${report.repaired.join()}`);
  });

  test('says so when the Pod is deleted meanwhile, and leaves nothing', async () => {
    const program = podlock([...args, '--only', 'A']);
    await silenced();
    await locked.recreate();
    const { code, output } = await program;
    expect(code).toBe(2);
    expect(output).toMatch(/the Pod downloads\/qbittorrent-\S+ was deleted meanwhile/);
    expect(await lease()).toBe('');
    await locked.ready(60);
    expect(await leftovers()).toEqual([]);
  });

  test('asks for consent, and without a terminal nobody has agreed', async () => {
    const { code, errors } = await podlock(['drill', '-n', locked.namespace, ...flow]);
    expect({ code, errors }).toEqual({
      code: 2,
      errors: 'podlock: a drill breaks the Pod on purpose: agree with --yes\n',
    });
  });

  test('is refused with a clear error where the user may not make a Lease', async () => {
    await kubectl(['create', 'serviceaccount', 'reader', '-n', locked.namespace]);
    const subject = `--serviceaccount=${locked.namespace}:reader`;
    await kubectl(['create', 'rolebinding', 'reader', '-n', locked.namespace, '--clusterrole=view', subject]);
    const file = await kubeconfigOf('reader', locked.namespace);
    const { code, errors } = await podlock([...args, '--kubeconfig', file]);
    expect(code).toBe(2);
    expect(errors).toMatch(/^podlock: opening the journal of drills: leases.* is forbidden: .*\n$/);
  });
});

test('a Pod built the popular wrong way fails in every scenario', async () => {
  await remove('validatingadmissionpolicybindings', '-l', 'app.kubernetes.io/managed-by=podlock');
  await remove('deployments,networkpolicies', '--all', '-n', locked.namespace, '--cascade=foreground');
  const popular = changePod(only(objects, 'Deployment'), (spec) => {
    const [gluetun, client] = [spec.initContainers?.find(({ name }) => name === 'gluetun'), spec.containers[0]];
    if (gluetun === undefined || client === undefined) throw new Error('dist/ has changed');
    // gluetun is a container like any other, without guard, gate, or a cure for its leftovers.
    delete gluetun.restartPolicy;
    delete gluetun.startupProbe;
    delete gluetun.readinessProbe;
    delete gluetun.command;
    gluetun.env = gluetun.env?.filter(({ name }) => name !== 'HTTP_CONTROL_SERVER_ADDRESS') ?? [];
    spec.initContainers = spec.initContainers?.filter(({ name }) => name === 'configure') ?? [];
    spec.containers = [client, gluetun];
    delete client.livenessProbe;
  });
  await eventually('the binding to be forgotten', 30, () => apply([popular]).then(() => true));
  await locked.started('qbittorrent', 60);
  await eventually('the tunnel', 60, async () => (await locked.isHealthy()) || undefined);
  const report = await drill('--patience', '25', '--only', 'A,C,D,E');
  expect(report.states).toEqual({ A: 'failed', C: 'failed', D: 'failed', E: 'failed' });
  const killed = await drill('--patience', '25', '--only', 'B');
  expect(killed.states).toEqual({ B: 'failed' });
  for (const reason of [...report.reasons, ...killed.reasons])
    evidence(`the popular wrong way, ${reason.slice(0, 160)}`);
}, 400_000);
