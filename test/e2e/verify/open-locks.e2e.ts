import type { KubernetesObject, PodSpec } from '../../../lib/manifest/kubernetes';
import { run } from '../command';
import { eventually } from '../eventually';
import { evidence } from '../evidence';
import { images, loadImages } from '../images';
import { Internet } from '../internet';
import { apply, kubectl, remove } from '../kubectl';
import { LockedPod } from '../locked-pod';
import { changePod, only, readDist, withStandins } from '../manifests';
import { containerdSocket } from '../rig';
import { named, sightings, verify } from './verifying';

const objects = withStandins(readDist());
const deployment = only(objects, 'Deployment');
const locked = new LockedPod(objects);
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

/** A change of the running Pod, each of which opens one lock. */
interface Opening {
  readonly lock: string;
  readonly name: string;
  readonly change: () => Promise<void>;
  readonly undo: () => Promise<void>;
  /** Whether only a Pod beside it shows it. */
  readonly needsCanary?: true;
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

/** A client in a Pod of its own, as somebody might leave it there. */
async function startOutside(): Promise<void> {
  const metadata = { name: outside, namespace: locked.namespace };
  const client = { name: 'qbittorrent', image: images.qbittorrent, command: ['/bin/sleep', '300'] };
  const spec = { terminationGracePeriodSeconds: 1, containers: [client] };
  await apply([{ apiVersion: 'v1', kind: 'Pod', metadata, spec }]);
  const args = ['wait', 'pod', outside, '-n', locked.namespace, '--for=condition=Ready', '--timeout=30s'];
  await kubectl(args);
}

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
    needsCanary: true,
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
    change: () => unwatched(startOutside),
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
      const report = await verify(locked.namespace, ...(opening.needsCanary ? [] : ['--no-canary']));
      await opening.undo();
      expect({ code: report.code, open: named(report.locks, 'open') }).toEqual({ code: 1, open: [lock] });
      const seen = sightings(report, lock, 'open');
      if (opening.saw !== undefined) expect(seen.join('\n')).toMatch(opening.saw);
      evidence(`${lock}: ${seen[seen.length - 1]}`);
    },
  );
});
