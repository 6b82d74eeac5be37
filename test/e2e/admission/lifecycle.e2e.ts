import type { KubernetesObject } from '../../../lib/manifest/kubernetes';
import { renderedExample } from '../../locks/closed-manifests';
import { ApiServer } from '../api-server';
import { attempt } from '../command';
import { eventually } from '../eventually';
import { apply, kubectl, podsOf } from '../kubectl';
import { enforce, plainPod, removeNamespaces, rulesIn } from './namespace';
import { asKind, kinds } from './workloads';

const namespace = 'podlock-admission-life';
const inNamespace = ['-n', namespace];
let api: ApiServer;

/** A Deployment and a Pod without any lock, which are there when the policy comes. */
const before = 'before';

function locked(name = 'qbittorrent'): KubernetesObject {
  const { metadata, ...rest } = renderedExample().deployment as KubernetesObject;
  return { ...rest, metadata: { ...metadata, name, namespace } };
}

function unlockedDeployment(): KubernetesObject {
  const labels = { app: before };
  const template = { metadata: { labels }, spec: plainPod(before)['spec'] };
  const strategy = { type: 'Recreate' };
  const spec = { replicas: 3, strategy, selector: { matchLabels: labels }, template };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: before, namespace }, spec };
}

/** What kubectl says where it is refused: the lock, or its whole output. */
async function refusal(...args: string[]): Promise<string> {
  const { code, output, errors } = await attempt('kubectl', [...inNamespace, ...args]);
  if (code === 0) return 'accepted';
  return rulesIn([errors.replaceAll('\n', ' ').trim()])[0]?.lock ?? `${output}${errors}`;
}

beforeAll(async () => {
  api = await ApiServer.connect();
  await removeNamespaces(namespace);
  await kubectl(['create', 'namespace', namespace]);
  const pod = plainPod('alone');
  await apply([
    unlockedDeployment(),
    { ...pod, metadata: { name: 'alone', namespace, finalizers: ['podlock.example/held'] } as never },
  ]);
  await eventually(
    'the Pods from before',
    30,
    async () => (await podsOf(namespace, `app=${before}`)).length === 3 || undefined,
  );
  await enforce(api, namespace, 'Deny');
  await apply([locked()]);
});

afterAll(async () => {
  await removeNamespaces(namespace);
  api.close();
});

describe('what was there before the policy', () => {
  test('can be labelled, and loses its finalizers', async () => {
    expect(await refusal('label', 'pod', 'alone', 'seen=yes')).toBe('accepted');
    expect(
      await refusal('patch', 'pod', 'alone', '--type=json', '-p', '[{"op":"remove","path":"/metadata/finalizers"}]'),
    ).toBe('accepted');
    expect(await refusal('delete', 'pod', 'alone', '--timeout=30s')).toBe('accepted');
  });

  test('cannot be changed into something else that is open', async () => {
    expect(await refusal('set', 'image', `deployment/${before}`, 'app=docker.io/library/app:1.2.4')).toBe(
      'shared-namespace',
    );
  });

  test('can be scaled down, not up', async () => {
    const patch = (count: number) => [
      'patch',
      'deployment',
      before,
      '-p',
      JSON.stringify({ spec: { replicas: count } }),
    ];
    expect(await refusal('scale', 'deployment', before, '--replicas=4')).toBe('restart');
    expect(await refusal(...patch(4))).toBe('restart');
    expect(await refusal(...patch(2))).toBe('accepted');
    expect(await refusal('scale', 'deployment', before, '--replicas=1')).toBe('accepted');
    await eventually(
      'its other Pods to go',
      60,
      async () => (await podsOf(namespace, `app=${before}`)).length === 1 || undefined,
    );
  });

  test('gives way to a locked Pod of the same Deployment', async () => {
    const { template } = locked()['spec'] as { template: { spec: unknown } };
    const { spec, ...rest } = unlockedDeployment();
    const labels = { app: before };
    const changed = {
      ...(spec as object),
      replicas: 1,
      template: { metadata: { labels }, spec: template.spec },
    };
    await apply([{ ...rest, spec: changed } as KubernetesObject], '--force-conflicts');
    const [pod] = await eventually('the Pod of the new ReplicaSet', 60, async () => {
      const pods = await podsOf(namespace, `app=${before}`);
      return pods.length === 1 && pods[0]?.spec.containers[0]?.name === 'qbittorrent' ? pods : undefined;
    });
    expect(pod?.spec.initContainers?.map(({ name }) => name)).toEqual(['guard', 'gluetun', 'configure']);
  });
});

describe('the locked Pod', () => {
  const labels = 'app.kubernetes.io/instance=qbittorrent';
  const podName = async () => {
    const [pod] = await eventually('the Pod of the ReplicaSet', 60, async () => {
      const pods = await podsOf(namespace, labels);
      return pods.length > 0 ? pods : undefined;
    });
    return pod?.metadata.name ?? '';
  };

  test('is made by its Deployment, and its status and its labels can change', async () => {
    const pod = await podName();
    // The scheduler and the kubelet write by subresources of their own.
    await eventually('the scheduler to say something about it', 60, async () => {
      const conditions = await kubectl([
        'get',
        'pod',
        pod,
        ...inNamespace,
        '-o',
        'jsonpath={.status.conditions[*].type}',
      ]);
      return conditions.includes('PodScheduled') || undefined;
    });
    expect(await refusal('label', 'pod', pod, 'seen=yes')).toBe('accepted');
    const status = JSON.stringify({ status: { conditions: [{ type: 'example.org/Seen', status: 'True' }] } });
    expect(await refusal('patch', 'pod', pod, '--subresource=status', '-p', status)).toBe('accepted');
  });

  test('starts anew, stops and goes on by its Deployment', async () => {
    expect(await refusal('rollout', 'restart', 'deployment/qbittorrent')).toBe('accepted');
    expect(await refusal('scale', 'deployment', 'qbittorrent', '--replicas=0')).toBe('accepted');
    expect(await refusal('scale', 'deployment', 'qbittorrent', '--replicas=1')).toBe('accepted');
    expect(await refusal('scale', 'deployment', 'qbittorrent', '--replicas=2')).toBe('restart');
  });

  test.each([
    ['netadmin', 'raw-sockets'],
    ['sysadmin', 'raw-sockets'],
    ['general', 'raw-sockets'],
    ['baseline', 'raw-sockets'],
    ['legacy', 'raw-sockets'],
    ['restricted', 'accepted'],
  ])('kubectl debug with the profile %s: %s', async (profile, verdict) => {
    const image = '--image=docker.io/library/busybox:1.36.1';
    expect(await refusal('debug', await podName(), image, `--profile=${profile}`, '--', 'true')).toBe(verdict);
  });

  test('kubectl debug with an image that moves is refused', async () => {
    const args = ['--image=docker.io/library/busybox', '--profile=restricted', '--', 'true'];
    expect(await refusal('debug', await podName(), ...args)).toBe('image-pin');
  });

  test('a copy of it for debugging is refused where it lacks a lock', async () => {
    const args = ['--copy-to=copy', '--set-image=*=docker.io/library/busybox:latest'];
    expect(await refusal('debug', await podName(), ...args)).toBe('image-pin');
  });
});

describe('every kind that makes Pods', () => {
  test.each(kinds)('%s: the locked Pod is accepted, but not one on every node', async (kind) => {
    const { status, message } = await api.tryCreate(asKind(locked('another'), kind), namespace);
    const locks = rulesIn([message]).map(({ lock }) => lock);
    expect({ status, locks }).toEqual(
      kind === 'DaemonSet' ? { status: 422, locks: ['restart'] } : { status: 201, locks: [] },
    );
  });

  test.each(kinds)('%s: a Pod with another capability is refused', async (kind) => {
    const manifests = renderedExample();
    manifests.client.securityContext.capabilities.add = ['NET_RAW'];
    const { message } = await api.tryCreate(asKind(manifests.deployment, kind), namespace);
    expect(rulesIn([message]).map(({ lock }) => lock)).toEqual(['raw-sockets']);
  });

  test('a Job of two Pods at once is refused, and so is a CronJob of one', async () => {
    for (const kind of ['Job', 'CronJob'] as const) {
      const job = asKind(locked(), kind);
      const spec = (kind === 'Job' ? job : ((job['spec'] as KubernetesObject)['jobTemplate'] as KubernetesObject))[
        'spec'
      ] as Record<string, unknown>;
      spec['parallelism'] = 2;
      const { message } = await api.tryCreate(job, namespace);
      expect(rulesIn([message]).map(({ lock }) => lock)).toEqual(['restart']);
    }
  });
});
