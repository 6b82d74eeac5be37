import type { KubernetesObject } from '../../../lib/manifest/kubernetes';
import { attempt } from '../command';
import { eventually, secondsSince, throughout } from '../eventually';
import { evidence } from '../evidence';
import { loadImages } from '../images';
import { Internet, vpnKeys } from '../internet';
import { kubectl, podsOf } from '../kubectl';
import { LockedPod } from '../locked-pod';
import { own } from '../our-namespaces';
import { argoCd, flux } from './controllers';
import { Registry } from './registry';
import { Repository } from './repository';
import { changed, distOf, objectsOf } from './site';

const namespace = 'downloads';
const renamed = { 'pods.0.name': 'torrents', 'pods.0.storage.config.claim.whenRemoved': 'delete' };

/** A lock that no API server takes: whatever is to stand behind it must not be created. */
const brokenLock = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: broken
  namespace: ${namespace}
  labels: { podlock/stage: locks }
  annotations: { argocd.argoproj.io/sync-wave: '-1' }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress: [{ to: [{ ipBlock: { cidr: nowhere } }] }]
`;

const get = (...args: string[]) => kubectl(['get', '-n', namespace, ...args]);
const deployments = () => get('deployments', '-o', 'name').then((text) => text.trim());
const claims = async () => {
  const uids = await get(
    'persistentvolumeclaims',
    '-o',
    'jsonpath={range .items[*]}{.metadata.name}={.metadata.uid} {end}',
  );
  return uids.trim().split(' ').sort();
};

async function created(...object: string[]): Promise<string> {
  const moments = await get(
    ...object,
    '-o',
    'jsonpath={.items[*].metadata.creationTimestamp}{.metadata.creationTimestamp}',
  );
  return moments.trim();
}

describe.each([flux, argoCd])('$name', (controller) => {
  let repository: Repository;
  let locked: LockedPod;
  let internet: Internet;
  let dist: Map<string, string>;

  beforeAll(async () => {
    await loadImages();
    await controller.up();
    repository = await Repository.serve();
    dist = distOf(repository.url);
    const later = [...distOf(repository.url, renamed).values()].flatMap(objectsOf);
    const applied = [...dist].filter(([path]) => path.startsWith('home/')).flatMap(([, content]) => objectsOf(content));
    locked = new LockedPod([...applied, ...later.filter(({ kind }) => kind === 'PersistentVolumeClaim')]);
    await locked.prepare(vpnKeys);
    internet = await Internet.start();
  });

  afterAll(async () => {
    await controller.down();
    // Flux takes away the labels that kubectl set.
    await own(namespace);
    await locked?.uninstall();
    await internet?.stop();
    await repository?.stop();
  });

  test('creates no Pod while a lock cannot be applied', async () => {
    const commit = await repository.commit(
      'a broken lock',
      new Map([...dist, ['home/qbittorrent/broken.yaml', brokenLock]]),
    );
    await controller.handOver(objectsOf(dist.get(controller.file) ?? ''));
    const says = await controller.failed(commit, 60);
    expect(says).toMatch(/nowhere|broken/);
    await throughout(8, async () => expect(await deployments()).toBe(''));
    evidence(`${controller.name}: a lock that cannot be applied, and no Deployment in 8 s: ${says.slice(0, 160)}`);
  });

  test('syncs dist/ to a ready Pod, with the locks before it', async () => {
    const start = Date.now();
    const commit = await repository.commit('the example', dist);
    await controller.healthy(commit, 120);
    const [pod] = await podsOf(namespace, 'app.kubernetes.io/instance=qbittorrent');
    const podCreated = await created('pod', pod?.metadata.name ?? '');
    for (const lock of [
      ['networkpolicy', 'qbittorrent'],
      ['validatingadmissionpolicy', `podlock-${namespace}`],
      ['validatingadmissionpolicybinding', `podlock-${namespace}`],
      ['namespace', namespace],
    ]) {
      expect([lock, Date.parse(await created(...lock)) < Date.parse(podCreated)]).toEqual([lock, true]);
    }
    const moments = `NetworkPolicy ${await created('networkpolicy', 'qbittorrent')}, Pod ${podCreated}`;
    evidence(`${controller.name}: healthy after ${secondsSince(start)}; ${moments}`);
  });

  test.each([
    ['networkpolicy', 'qbittorrent'],
    ['validatingadmissionpolicybinding', `podlock-${namespace}`],
    ['validatingadmissionpolicy', `podlock-${namespace}`],
  ])('brings back a %s that was deleted by hand', async (kind, name) => {
    const before = await get(kind, name, '-o', 'jsonpath={.metadata.uid}');
    const start = Date.now();
    await kubectl(['delete', kind, '-n', namespace, name, '--wait']);
    const after = await eventually(`the ${kind}`, 60, async () => {
      const uid = await get(kind, name, '-o', 'jsonpath={.metadata.uid}');
      return uid !== '' && uid !== before ? uid : undefined;
    });
    expect(after).not.toBe(before);
    evidence(`${controller.name}: ${kind} back after ${secondsSince(start)}`);
  });

  const inPod = (spec: object) => ({ spec: { template: { spec } } });
  const firewallOff = inPod({
    initContainers: [
      { name: 'gluetun', env: [{ name: 'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT', value: 'off' }] },
    ],
  });
  const capability = inPod({
    containers: [{ name: 'qbittorrent', securityContext: { capabilities: { add: ['NET_RAW'] } } }],
  });
  const guardGone = inPod({
    automountServiceAccountToken: true,
    shareProcessNamespace: true,
    dnsPolicy: 'Default',
    dnsConfig: null,
    initContainers: [
      { name: 'guard', $patch: 'delete' },
      { name: 'gluetun', startupProbe: null },
    ],
  });
  const patch = (change: object) =>
    attempt('kubectl', ['patch', 'deployment', 'qbittorrent', '-n', namespace, '-p', JSON.stringify(change)]);

  test.each([
    ["gluetun's firewall switched off", firewallOff, /podlock firewall/],
    ['a capability for the client', capability, /podlock raw-sockets/],
    ['a Pod without guard, start-up gate, DNS and identity locks', guardGone, /podlock (uplink|startup-gate)/],
  ])(
    'the API server refuses %s, and it is healed where the policy was taken away first',
    async (_, change, refusal) => {
      const { errors } = await eventually('the policy to be in force', 30, async () => {
        const outcome = await patch(change);
        return outcome.code === 0 ? undefined : outcome;
      });
      expect(errors).toMatch(refusal);
      const template = () => get('deployment', 'qbittorrent', '-o', 'jsonpath={.spec.template}');
      const before = await template();
      const start = Date.now();
      await eventually(
        'a moment without policy',
        60,
        async () => {
          await attempt('kubectl', [
            'delete',
            'validatingadmissionpolicybinding',
            `podlock-${namespace}`,
            '--wait=false',
          ]);
          return (await patch(change)).code === 0 ? true : undefined;
        },
        0.05,
      );
      await eventually('the Deployment to be healed', 60, async () =>
        (await template()) === before ? true : undefined,
      );
      evidence(
        `${controller.name}: refused (${refusal.source}); without the policy healed after ${secondsSince(start)}`,
      );
    },
  );

  test("heals a Service's port that was changed by hand", async () => {
    const change = [{ op: 'replace', path: '/spec/ports/0/port', value: 18080 }];
    const start = Date.now();
    await kubectl(['patch', 'service', 'qbittorrent', '-n', namespace, '--type=json', '-p', JSON.stringify(change)]);
    const ports = () => get('service', 'qbittorrent', '-o', 'jsonpath={.spec.ports[*].port}');
    expect(await ports()).toBe('18080 47148 47148');
    await eventually('the port', 60, async () => ((await ports()) === '8080 47148 47148' ? true : undefined));
    evidence(`${controller.name}: a Service's port healed after ${secondsSince(start)}`);
  });

  test('brings a changed declaration, a rename, a rollback and a removed Pod to the cluster, and keeps the volumes', async () => {
    const before = await claims();
    await eventually('a file in the volume', 120, async () => {
      const { code } = await locked.inClient('sh', '-c', 'echo kept >/downloads/file');
      return code === 0 ? true : undefined;
    });
    const port = await repository.commit('another port', distOf(repository.url, { 'pods.0.client.webUi.port': 8090 }));
    await controller.healthy(port, 180);
    expect(await get('service', 'qbittorrent', '-o', 'jsonpath={.spec.ports[0].port}')).toBe('8090');

    const rename = await repository.commit('another name', distOf(repository.url, renamed));
    await controller.healthy(rename, 180);
    expect(await deployments()).toBe('deployment.apps/torrents');
    expect(await get('networkpolicies', '-o', 'name')).toBe('networkpolicy.networking.k8s.io/torrents\n');
    const both = await claims();
    expect(both).toEqual(expect.arrayContaining(before));
    expect(both).toHaveLength(before.length + 2);

    const back = await repository.revert();
    await controller.healthy(back, 180);
    expect(await deployments()).toBe('deployment.apps/qbittorrent');
    const told = both.filter((claim) => claim.startsWith('torrents-config='));
    expect(told).toHaveLength(1);
    await eventually('the claim that was declared so to be deleted', 60, async () => {
      expect(await claims()).toEqual(both.filter((claim) => !told.includes(claim)));
      return true;
    });
    const kept = await claims();
    expect((await locked.inClient('cat', '/downloads/file')).output).toBe('kept\n');

    // What a declaration of several Pods leaves when one is taken out.
    const others = new Map([...dist].filter(([path]) => !path.startsWith('home/qbittorrent/')));
    await controller.healthy(await repository.commit('a Pod less', others), 180);
    expect(await deployments()).toBe('');
    expect(await get('networkpolicies,services', '-o', 'name')).toBe('');
    expect(await claims()).toEqual(kept);
    await controller.healthy(await repository.revert(), 180);
    expect((await locked.inClient('cat', '/downloads/file')).output).toBe('kept\n');
    evidence(
      `${controller.name}: another port, another name, back, removed and back; ${kept.length} claims kept, with the file in ` +
        `them; deleted the one that was declared so`,
    );
  });

  const deadline = 20;
  const impatient = (object: KubernetesObject) => ({
    ...object,
    spec: { ...(object['spec'] as object), progressDeadlineSeconds: deadline },
  });
  const unhealthy = () =>
    eventually('it to stop being healthy', 60, async () => {
      const health = await controller.health();
      return /Progressing|not Ready/.test(health) ? health : undefined;
    });

  test('reports a tunnel that breaks later, and that it came back', async () => {
    const commit = await repository.commit('a deadline', changed(dist, 'Deployment', impatient));
    await controller.healthy(commit, 120);
    await internet.silence();
    await unhealthy();
    if (controller.learnHealth !== undefined) {
      await throughout(deadline + 15, async () => expect(await controller.health()).toBe('Progressing'));
      evidence(`${controller.name}: without our health check still Progressing ${deadline + 15} s after it broke`);
      await controller.learnHealth();
    }
    const start = Date.now();
    const says = await controller.failed(commit, 120);
    expect(says).toMatch(/HealthCheckFailed|Degraded/);
    evidence(`${controller.name}: a tunnel that broke later: after ${secondsSince(start)}: ${says.slice(0, 160)}`);
    await internet.speak();
    await controller.healthy(commit, 180);
  });

  test('reports a Pod whose tunnel cannot come up, when the progress deadline has passed', async () => {
    await locked.writeKeys({ ...vpnKeys, privateKey: 'd3Jvbmc=' });
    const start = Date.now();
    const files = changed(
      distOf(repository.url, { 'pods.0.client.timezone': 'Europe/Vienna' }),
      'Deployment',
      impatient,
    );
    const commit = await repository.commit('a new Pod with a wrong key', files);
    await unhealthy();
    const says = await controller.failed(commit, deadline + 60);
    evidence(
      `${controller.name}: after ${secondsSince(start)}, with a deadline of ${deadline} s: ${says.slice(0, 160)}`,
    );
    expect(says).toMatch(/HealthCheckFailed|Degraded/);
  });
});

describe('Flux, from an OCI artifact', () => {
  let registry: Registry;
  let locked: LockedPod;
  let internet: Internet;

  beforeAll(async () => {
    await loadImages();
    await flux.up();
    registry = await Registry.serve();
    locked = new LockedPod([...distOf(registry.url)].flatMap(([, content]) => objectsOf(content)));
    await locked.prepare(vpnKeys);
    internet = await Internet.start();
  });

  afterAll(async () => {
    await flux.down();
    await own(namespace);
    await locked?.uninstall();
    await internet?.stop();
    await registry?.stop();
  });

  test('syncs dist/ to a ready Pod, and what is pushed later', async () => {
    const dist = distOf(registry.url);
    const start = Date.now();
    const first = await registry.push(dist);
    await flux.handOver(objectsOf(dist.get(flux.file) ?? ''));
    await flux.healthy(first, 120);
    evidence(`Flux: ready after ${secondsSince(start)}, from an OCI artifact`);
    const later = await registry.push(distOf(registry.url, { 'pods.0.client.webUi.port': 8090 }));
    await flux.healthy(later, 180);
    expect(await get('service', 'qbittorrent', '-o', 'jsonpath={.spec.ports[0].port}')).toBe('8090');
  });
});
