import { resolve } from 'node:path';
import type { KubernetesObject, PodSpec } from '../../lib/manifest/kubernetes';
import { Bystander } from './bystander';
import { run } from './command';
import { eventually } from './eventually';
import { evidence } from './evidence';
import { images, loadImages } from './images';
import { addresses, Internet } from './internet';
import { kubeconfigByWire, kubeconfigOf, kubeconfigWith } from './kubeconfig';
import { apply, kubectl, remove } from './kubectl';
import { LockedPod } from './locked-pod';
import { changePod, only, readDist, withStandins } from './manifests';
import { own } from './our-namespaces';
import { insteadOfDefaults, podlock, startPodlock } from './podlock';
import { containerdSocket } from './rig';

const objects = withStandins(readDist());
const deployment = only(objects, 'Deployment');
const locked = new LockedPod(objects);
const rbac = resolve(__dirname, '../../docs/rbac/verify.yaml');
let internet: Internet;

interface Verdict {
  readonly lock: string;
  readonly state: string;
  readonly evidence: readonly { readonly state: string; readonly saw: string }[];
}

interface Report {
  readonly code: number;
  readonly locks: readonly Verdict[];
  readonly errors: readonly string[];
}

async function verify(...more: string[]): Promise<Report> {
  const args = ['verify', '-n', locked.namespace, '--json', ...insteadOfDefaults, ...more];
  const { code, output, errors } = await podlock(args);
  if (output === '') throw new Error(`podlock verify: exit ${code}\n${errors}`);
  const { pods, errors: failures } = JSON.parse(output) as {
    pods: { locks: Verdict[] }[];
    errors: string[];
  };
  return { code, locks: pods.flatMap(({ locks }) => locks), errors: failures };
}

const named = (locks: readonly Verdict[], state: string) =>
  locks.filter((lock) => lock.state === state).map(({ lock }) => lock);

const sightings = ({ locks }: Report, lock: string, state: string) =>
  (locks.find((each) => each.lock === lock)?.evidence ?? [])
    .filter((each) => each.state === state)
    .map(({ saw }) => saw);

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
    report = await verify();
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

/** A change of the running Pod, each of which opens one lock. */
interface Opening {
  readonly lock: string;
  readonly name: string;
  readonly change: () => Promise<void>;
  readonly undo: () => Promise<void>;
  /** What was seen from inside, where the manifest alone would not tell. */
  readonly saw?: RegExp;
}

/** The policy refuses Pods with an open lock, so it looks away for a moment. */
async function unwatched(work: () => Promise<void>): Promise<void> {
  const bindings = objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');
  await remove('validatingadmissionpolicybindings', '-l', 'app.kubernetes.io/managed-by=podlock');
  await eventually('the binding to be forgotten', 30, () => work().then(() => true));
  await apply(bindings);
  // The API server takes a moment to know a binding.
  const shell = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'shell', namespace: locked.namespace } };
  const pod = { ...shell, spec: { containers: [{ name: 'shell', image: images.gluetun }] } };
  await eventually('the binding to be known', 30, async () => {
    const refused = await apply([pod], '--dry-run=server').then(
      () => false,
      () => true,
    );
    return refused || undefined;
  });
}

/** Runs the Pod with another spec, and afterwards the old one again. */
function changed(lock: string, name: string, change: (spec: PodSpec) => void, saw?: RegExp): Opening {
  const runWith = (object: KubernetesObject) =>
    unwatched(async () => {
      await apply([object], '--force-conflicts');
      await locked.recreate();
      const pod = await locked.started('qbittorrent', 60);
      await locked.ready(60);
      expect(pod.metadata.deletionTimestamp).toBeUndefined();
    });
  return {
    lock,
    name,
    change: () => runWith(changePod(deployment, change)),
    undo: () => Promise.resolve(),
    ...(saw && { saw }),
  };
}

function container(spec: PodSpec, name: string) {
  const found = [...(spec.initContainers ?? []), ...spec.containers].find((each) => each.name === name);
  if (found === undefined) throw new Error(`no container ${name}`);
  return found;
}

function setVariable(spec: PodSpec, name: string, variable: string, value: string): void {
  const { env = [] } = container(spec, name);
  const at = env.findIndex((each) => each.name === variable);
  env.splice(at === -1 ? env.length : at, at === -1 ? 0 : 1, { name: variable, value });
}

function editScript(spec: PodSpec, name: string, from: string | RegExp, to: string): void {
  const target = container(spec, name);
  const before = JSON.stringify(target.command);
  target.command = (target.command ?? []).map((word) => word.replace(from, to));
  if (JSON.stringify(target.command) === before) throw new Error(`${name} has no ${from}`);
}

const patch = (kind: string, name: string, value: unknown) => async () => {
  await kubectl(['patch', kind, name, '-n', locked.namespace, '--type=merge', '-p', JSON.stringify(value)]);
};

const service = objects.find(({ kind }) => kind === 'Service')?.metadata.name ?? '';
const outside = 'bare-qbittorrent';

const openings: readonly Opening[] = [
  {
    lock: 'egress-policy',
    name: 'no NetworkPolicy restricts its egress',
    change: patch('networkpolicy', only(objects, 'NetworkPolicy').metadata.name, {
      spec: { policyTypes: ['Ingress'] },
    }),
    undo: async () => void (await apply([only(objects, 'NetworkPolicy')], '--force-conflicts')),
  },
  {
    lock: 'egress-policy',
    name: 'its NetworkPolicy lets out more',
    change: patch('networkpolicy', only(objects, 'NetworkPolicy').metadata.name, { spec: { egress: [{}] } }),
    undo: async () => void (await apply([only(objects, 'NetworkPolicy')], '--force-conflicts')),
    saw: /under a copy of these policies a Pod still reaches .*CoreDNS/,
  },
  {
    lock: 'torrent-port',
    name: 'a NodePort leads to the torrent port',
    change: patch('service', service, { spec: { type: 'NodePort' } }),
    undo: patch('service', service, { spec: { type: 'ClusterIP' } }),
  },
  {
    lock: 'restart',
    name: 'a rolling update runs two at once',
    change: () =>
      unwatched(patch('deployment', deployment.metadata.name, { spec: { strategy: { type: 'RollingUpdate' } } })),
    undo: patch('deployment', deployment.metadata.name, {
      spec: { strategy: { type: 'Recreate', rollingUpdate: null } },
    }),
  },
  {
    lock: 'admission',
    name: 'no binding refuses unlocked Pods',
    change: () => remove('validatingadmissionpolicybindings', '-l', 'app.kubernetes.io/managed-by=podlock'),
    undo: () => unwatched(() => Promise.resolve()),
    saw: /asked as a dry run for a Pod without any lock .* takes it/,
  },
  {
    lock: 'shared-namespace',
    name: 'a client beside it runs without gluetun',
    change: () =>
      unwatched(
        async () => void (await Bystander.start(locked.namespace, { name: outside, container: 'qbittorrent' })),
      ),
    undo: () => remove('pod', outside, '-n', locked.namespace, '--grace-period=1'),
  },
  changed('startup-gate', 'gluetun has no startup probe', (spec) => {
    delete container(spec, 'gluetun').startupProbe;
  }),
  changed(
    'firewall',
    "gluetun's firewall is off",
    (spec) => setVariable(spec, 'gluetun', 'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT', 'off'),
    /table filter, chain OUTPUT, IPv4: policy ACCEPT/,
  ),
  changed(
    'uplink',
    'it has no guard',
    (spec) => {
      spec.initContainers = (spec.initContainers ?? []).filter(({ name }) => name !== 'guard');
    },
    /the CoreDNS Pod .* answered with a refusal .*: the packet left the Pod/,
  ),
  changed('dns', "it asks the cluster's DNS", (spec) => {
    spec.dnsPolicy = 'ClusterFirst';
    delete spec.dnsConfig;
  }),
  changed(
    'raw-sockets',
    'the client may have NET_RAW',
    (spec) => {
      container(spec, 'qbittorrent').securityContext = {
        ...container(spec, 'qbittorrent').securityContext,
        capabilities: { drop: ['ALL'], add: ['NET_RAW'] },
      };
    },
    /processes of qbittorrent may have NET_RAW: CapBnd 0000000000002000/,
  ),
  changed(
    'interface-binding',
    'the client is bound to eth0',
    (spec) => {
      const settings = container(spec, 'configure').env?.find(({ name }) => name === 'SETTINGS');
      if (settings?.value !== undefined) settings.value = settings.value.replaceAll('tun0', 'eth0');
    },
    /the torrent port listens on TCP 10\.42\.0\.\d+:47148, which is not the tunnel's/,
  ),
  changed(
    'inbound',
    'the control server demands no key',
    (spec) => editScript(spec, 'gluetun', /^export HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE=.*$/m, ''),
    /the control server, asked by qbittorrent without a key, tells \(200\)/,
  ),
  changed(
    'vpn-secrets',
    'a key is in the environment',
    (spec) => {
      const secretKeyRef = { name: 'airvpn-wireguard', key: 'wireguard_preshared_key' };
      container(spec, 'gluetun').env?.push({ name: 'WIREGUARD_PRESHARED_KEY', valueFrom: { secretKeyRef } });
    },
    /the environment of gluetun has WIREGUARD_PRESHARED_KEY/,
  ),
  changed(
    'identity',
    'it has a service-account token',
    (spec) => {
      spec.automountServiceAccountToken = true;
    },
    /qbittorrent has a service-account token: ca\.crt, namespace, token/,
  ),
  changed('image-pin', 'the client runs an image that moves', (spec) => {
    container(spec, 'qbittorrent').image = movingImage;
  }),
];

const movingImage = images.qbittorrent.replace(/:.*/, ':latest');

describe('a Pod with just one lock open', () => {
  beforeAll(async () => {
    const ctr = ['--address', containerdSocket, '--namespace', 'k8s.io', 'images', 'tag', '--force'];
    await run('ctr', [...ctr, images.qbittorrent, movingImage]);
  });

  test('is one of every lock', () => {
    const locks = new Set(openings.map(({ lock }) => lock));
    expect(locks.size).toBe(15);
  });

  test.each(openings.map((opening) => [opening.lock, opening.name, opening] as const))(
    'fails with the name %s when %s',
    async (lock, _, opening) => {
      await opening.change();
      const report = await verify();
      await opening.undo();
      expect({ code: report.code, open: named(report.locks, 'open') }).toEqual({ code: 1, open: [lock] });
      const seen = sightings(report, lock, 'open');
      if (opening.saw !== undefined) expect(seen.join('\n')).toMatch(opening.saw);
      evidence(`${lock}: ${seen[seen.length - 1]}`);
    },
  );
});

describe('what stands in the way', () => {
  beforeAll(async () => {
    await unwatched(async () => {
      await apply([deployment], '--force-conflicts');
      await locked.recreate();
      await locked.ready(60);
    });
    await peerConnected();
  });

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
