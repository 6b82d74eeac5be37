import { resolve } from 'node:path';
import type { KubernetesObject } from '../../../lib/manifest/kubernetes';
import { eventually } from '../eventually';
import { evidence } from '../evidence';
import { loadImages } from '../images';
import { addresses, Internet } from '../internet';
import { kubeconfigByWire, kubeconfigOf, kubeconfigWith } from '../kubeconfig';
import { kubectl, remove } from '../kubectl';
import { LockedPod } from '../locked-pod';
import { readDist, withStandins } from '../manifests';
import { own } from '../our-namespaces';
import { insteadOfDefaults, podlock, startPodlock } from '../podlock';
import { type Report, sightings, verify } from './verifying';

const locked = new LockedPod(withStandins(readDist()));
const rbac = resolve(__dirname, '../../../docs/rbac/verify.yaml');
let internet: Internet;

beforeAll(async () => {
  await loadImages();
  await locked.prepare();
  internet = await Internet.start();
  await locked.install();
  await locked.ready(60);
  await peerConnected();
});

afterAll(async () => {
  await locked.uninstall();
  await internet?.stop();
});

/** The client binds its sockets a moment after it is ready. */
const peerConnected = () =>
  eventually('a peer to connect', 60, async () => (await internet.peerConnects(47148)) || undefined);

describe('a Pod with every lock closed', () => {
  let report: Report;

  beforeAll(async () => {
    await internet.forget();
    const began = Date.now();
    report = await verify(locked.namespace);
    evidence(`verify of a healthy Pod: ${((Date.now() - began) / 1000).toFixed(1)} s, exit ${report.code}`);
  });

  test('is seen with every lock closed', () => {
    expect({ ...report, locks: report.locks.filter(({ state }) => state !== 'closed') }).toEqual({
      code: 0,
      locks: [],
      errors: [],
    });
    expect(report.locks).toHaveLength(15);
  });

  test('has its addresses, its refusals and the enforcement of its policy in evidence', () => {
    expect(sightings(report, 'shared-namespace', 'closed')).toContainEqual(
      `the internet sees ${addresses.endpoint} when qbittorrent asks by its default route; the node's own: 10.44.0.2, 198.51.100.1`,
    );
    const tries = sightings(report, 'uplink', 'closed').filter((saw) => saw.includes('no answer in 3 s'));
    expect(tries.length).toBeGreaterThanOrEqual(9);
    expect(sightings(report, 'egress-policy', 'closed').join()).toMatch(/reached 8 places .* none of them/);
    expect(sightings(report, 'raw-sockets', 'closed').join()).toMatch(/AF_PACKET socket .* "Operation not permitted"/);
    expect(sightings(report, 'admission', 'closed').join()).toMatch(/refuses: .*podlock shared-namespace/);
    for (const saw of sightings(report, 'egress-policy', 'closed')) evidence(saw);
  });

  test('sent nothing past the tunnel meanwhile, and nothing is left in the cluster', async () => {
    const { strays } = await internet.report();
    // The canary is a Pod without locks on purpose: what it asks of the web and of the resolver is watched too.
    const canarys = /to (?:185\.20\.20\.20:80|1\.1\.1\.1:443)$/;
    expect(strays.filter((stray) => !canarys.test(stray))).toEqual([]);
    await eventually('the canary to be gone', 60, async () => {
      const left = await kubectl(['get', 'namespaces', '-l', 'podlock/canary', '-o', 'name']);
      return left === '' || undefined;
    });
    const pod = JSON.parse(await kubectl(['get', 'pods', '-n', locked.namespace, '-o', 'json']));
    expect(
      pod.items.map((each: KubernetesObject) => Object.keys(each['spec'] as object).includes('ephemeralContainers')),
    ).toEqual([false]);
  });
});

describe('what stands in the way', () => {
  const canaries = () =>
    kubectl(['get', 'namespaces', '-l', 'podlock/canary', '-o', 'jsonpath={.items[*].metadata.name}']);
  const args = ['verify', '-n', locked.namespace, ...insteadOfDefaults];

  test('fails with a clear error where the API server does not answer', async () => {
    const file = kubeconfigWith(({ clusters }) => {
      for (const { cluster } of clusters) cluster.server = 'https://127.0.0.1:1';
    });
    const { code, errors, output } = await podlock([...args, '--kubeconfig', file]);
    expect({ code, errors, output }).toEqual({
      code: 2,
      errors: 'podlock: the API server https://127.0.0.1:1 does not answer: connect ECONNREFUSED 127.0.0.1:1\n',
      output: '',
    });
  });

  test('fails with a clear error where the kubeconfig is none', async () => {
    const missing = await podlock([...args, '--kubeconfig', '/nonexistent/config']);
    expect(missing).toMatchObject({ code: 2, output: '' });
    expect(missing.errors).toMatch(/^podlock: the kubeconfig \/nonexistent\/config cannot be read: ENOENT.*\n$/);
    const context = await podlock([...args, '--context', 'work']);
    expect(context).toMatchObject({ code: 2, errors: 'podlock: no context "work"; the kubeconfig has rig\n' });
  });

  test('finds every lock closed as the ServiceAccount of docs/rbac/verify.yaml', async () => {
    await kubectl(['apply', '-f', rbac]);
    await own('podlock');
    const report = await verify(
      locked.namespace,
      '--kubeconfig',
      await kubeconfigOf('podlock-verify', 'podlock'),
      '--canary-namespace',
      'podlock',
    );
    expect({ ...report, locks: report.locks.filter(({ state }) => state !== 'closed') }).toEqual({
      code: 0,
      locks: [],
      errors: [],
    });
    expect(await kubectl(['get', 'pods,networkpolicies', '-n', 'podlock', '-o', 'name'])).toBe('');
    evidence('with the RBAC of docs/rbac/verify.yaml alone: 15 locks closed, canary gone');
  });

  test('says what it could not see, and claims nothing, where exec and more is forbidden', async () => {
    await kubectl(['create', 'serviceaccount', 'looker', '-n', 'podlock']);
    await kubectl(['create', 'role', 'looker', '-n', locked.namespace, '--verb=get,list', '--resource=pods']);
    const subject = '--serviceaccount=podlock:looker';
    await kubectl(['create', 'rolebinding', 'looker', '-n', locked.namespace, '--role=looker', subject]);
    const { code, output, errors } = await podlock([...args, '--kubeconfig', await kubeconfigOf('looker', 'podlock')]);
    expect({ code, errors }).toEqual({ code: 2, errors: '' });
    expect(output).toMatch(/exec into .* container gluetun: forbidden \(needs get and create on pods\/exec\)/);
    expect(output).toMatch(/NetworkPolicy objects could not be read: .*forbidden/);
    expect(output).not.toMatch(/✘/);
    evidence(`without exec: ${output.trim().split('\n').at(-1)}`);
  });

  test('removes the canary when it is interrupted', async () => {
    const program = startPodlock(args);
    const name = await eventually('the canary', 30, async () => (await canaries()) || undefined);
    program.kill('SIGINT');
    const code = await new Promise((resolve) => program.once('exit', resolve));
    expect(code).toBe(2);
    await eventually('the canary to be gone', 60, async () => !(await canaries()).includes(name) || undefined);
    evidence(`interrupted with SIGINT: exit ${code}, ${name} gone`);
  });

  test('ends with a clear error when the API server is gone in the middle', async () => {
    const wire = await kubeconfigByWire();
    const began = podlock([...args, '--kubeconfig', wire.file]);
    await eventually('the canary', 30, async () => (await canaries()) || undefined);
    wire.cut();
    const { code, output, errors } = await began;
    expect({ code, errors }).toEqual({ code: 2, errors: '' });
    expect(output).toMatch(
      /Could not tell\n {2}downloads\/qbittorrent-\S+: (the API server|exec into) .*(does not answer|broke)/,
    );
    for (const name of (await canaries()).split(' ')) await remove('namespace', name);
    evidence(`API server gone in the middle: exit ${code}, ${output.trim().split('\n')[1]?.trim().slice(0, 120)}`);
  });
});

test('watch tells Prometheus, and ends at SIGTERM', async () => {
  const place = '127.0.0.1:19466';
  const args = ['watch', '-n', locked.namespace, '--metrics', place, ...insteadOfDefaults];
  const program = startPodlock(args);
  const text = await eventually('the metrics', 60, async () => {
    const response = await fetch(`http://${place}/metrics`);
    return response.status === 200 ? response.text() : undefined;
  });
  expect(text.match(/^podlock_lock_state\{.*state="closed"\} 1$/gm)).toHaveLength(15);
  expect(text).toMatch(/^podlock_verify_success 1$/m);
  program.kill('SIGTERM');
  expect(await new Promise((resolve) => program.once('exit', resolve))).toBe(0);
  evidence('watch: 15 locks with state="closed" at /metrics; SIGTERM: exit 0');
});
