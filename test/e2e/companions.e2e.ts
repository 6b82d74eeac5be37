import { loadAll } from 'js-yaml';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import type { KubernetesObject } from '../../lib/manifest/kubernetes';
import { renderManifests } from '../../lib/synth/render-manifests';
import { exampleDeclaration, examplePod } from '../declaration/example-declaration';
import { Bystander } from './bystander';
import type { Outcome } from './command';
import { eventually } from './eventually';
import { evidence } from './evidence';
import { loadImages } from './images';
import { addresses, Internet } from './internet';
import { apply } from './kubectl';
import { LockedPod } from './locked-pod';
import { deploymentSpec, inNamespace, only, withStandins } from './manifests';
import { makeNamespace } from './our-namespaces';

const outside = 'podlock-e2e-outside';
/** Of the range that the API server leaves to those who choose. */
const [database, other] = ['10.43.0.77', '10.43.0.78'];

const companion = {
  name: 'indexer',
  image: 'lscr.io/linuxserver/prowlarr:2.0.5',
  runAs: { user: 1028, group: 100 },
  command: ['/usr/bin/standin', 'web', ':9696'],
  webUi: { port: 9696 },
  storage: [{ name: 'config', mountPath: '/config', claim: { size: '1Mi' } }],
  shared: [{ volume: 'downloads', mountPath: '/downloads' }],
};
const host = {
  names: ['database', `database.${outside}.svc.cluster.local`],
  service: { clusterIP: database, namespace: outside, podLabels: { app: 'database' }, targetPort: 80 },
  port: 5432,
  because: 'the indexer keeps its data there',
};
const declaration = {
  ...exampleDeclaration(),
  pods: [{ ...examplePod(), companions: [companion], hosts: [host], metrics: {} }],
};
const rendered = renderManifests(parseDeclaration(declaration)).pods.flat();
const objects = withStandins(rendered.flatMap(({ content }) => loadAll(content) as KubernetesObject[]));
const locked = new LockedPod(objects);
let internet: Internet;
let bystander: Bystander;

beforeAll(async () => {
  await loadImages();
  await locked.prepare();
  internet = await Internet.start();
  await makeNamespace(outside);
  const [behind, beside] = await Promise.all([
    Bystander.start(outside, { name: 'database', labels: { app: 'database' } }),
    Bystander.start(outside, { name: 'other', labels: { app: 'other' } }),
  ]);
  bystander = beside;
  await apply([service('database', database, [5432, 5433]), service('other', other, [5432])]);
  places = {
    'the declared Service by its name': 'http://database:5432/',
    'the declared Service by its address': `http://${database}:5432/`,
    'its neighbouring port': `http://${database}:5433/`,
    'the neighbouring Service': `http://${other}:5432/`,
    'the Pod behind it, past the Service': `http://${behind.address}/`,
    'the Pod of the neighbouring Service': `http://${beside.address}/`,
    'the API server': 'https://10.43.0.1/',
  };
  await locked.install();
  await locked.ready(90);
});

afterAll(async () => {
  await locked.uninstall();
  await internet?.stop();
});

/** By what the client may want to reach. */
let places: Readonly<Record<string, string>>;

function service(name: string, clusterIP: string, ports: readonly number[]): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: outside },
    spec: {
      clusterIP,
      selector: { app: name },
      ports: ports.map((port) => ({ name: `p${port}`, port, targetPort: 80 })),
    },
  };
}

/** For Pods that have no such name in /etc/hosts, and no such service. */
const toldName = ['--resolve', `database:5432:${database}`];

/** The places that answer to curl. */
async function reached(
  from: (...command: string[]) => Promise<Outcome>,
  options: readonly string[] = [],
): Promise<readonly string[]> {
  const asked = await Promise.all(
    Object.entries(places).map(async ([name, url]) => {
      const { code } = await from('curl', '-s', '-k', '-m', '3', '-o', '/dev/null', ...options, url);
      return code === 0 ? [name] : [];
    }),
  );
  return asked.flat();
}

const inIndexer = (...command: string[]) => locked.inContainer('indexer', ...command);
const declared = ['the declared Service by its name', 'the declared Service by its address'];

test('a companion starts after the tunnel, as its user, without a capability, with a /run of its own', async () => {
  const { output } = await inIndexer(
    'sh',
    '-c',
    'id -u; stat -c "%u %a" /run; grep -E "CapEff|NoNewPrivs" /proc/self/status',
  );
  expect(output.replaceAll('\t', ' ')).toMatch(/^1028\n1028 2?755\nCapEff: 0000000000000000\nNoNewPrivs: 1\n$/);
  const { status } = await locked.pod();
  const started = (list: typeof status.containerStatuses, name: string) =>
    list?.find((each) => each.name === name)?.state.running?.startedAt ?? '';
  expect(started(status.containerStatuses, 'indexer') >= started(status.initContainerStatuses, 'gluetun')).toBe(true);
  evidence('a companion: uid 1028, CapEff 0, a /run that belongs to it (s6-overlay demands that)');
});

test('a companion is seen at the address of the VPN, and cannot leave by eth0', async () => {
  await internet.forget();
  expect((await inIndexer('curl', '-s', '-m', '5', `http://${addresses.web}/`)).code).toBe(0);
  expect((await inIndexer('curl', '-s', '-m', '3', '--interface', 'eth0', `http://${addresses.web}/`)).code).not.toBe(
    0,
  );
  const { strays } = await internet.report();
  expect(strays).toEqual([]);
});

test('its WebUI answers at the Service, and no other port of the Pod does', async () => {
  const url = (await locked.webUi()).replace(/:\d+$/, '');
  expect((await bystander.run('curl', '-s', '-m', '5', `${url}:9696/`)).code).toBe(0);
  const { podIP = '' } = (await locked.pod()).status;
  expect((await bystander.run('curl', '-s', '-m', '3', `http://${podIP}:9696/`)).code).toBe(0);
  expect((await bystander.run('curl', '-s', '-m', '3', `http://${podIP}:8000/`)).code).not.toBe(0);
});

test('it has the downloads of the client, where a hard link holds', async () => {
  await locked.inClient('sh', '-c', 'umask 002; mkdir -p /downloads/done && echo film >/downloads/done/film');
  const { errors, output } = await inIndexer(
    'sh',
    '-c',
    'mkdir -p /downloads/tv; ln -f /downloads/done/film /downloads/tv/film; stat -c %h /downloads/tv/film',
  );
  expect({ errors, output }).toEqual({ errors: '', output: '2\n' });
});

test('it cannot read the VPN keys', async () => {
  expect((await inIndexer('ls', '/run/secrets/vpn')).code).not.toBe(0);
  expect(
    (await inIndexer('curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', 'http://127.0.0.1:8000/v1/vpn/status'))
      .output,
  ).toBe('401');
});

test('of all places a client and a companion reach the declared port of the declared Service alone', async () => {
  expect(await reached((...command) => bystander.run(...command), toldName)).toEqual(Object.keys(places));
  expect(await reached((...command) => locked.inClient(...command))).toEqual(declared);
  expect(await reached(inIndexer)).toEqual(declared);
  const { output } = await locked.inClient('sh', '-c', 'grep database /etc/hosts');
  expect(output).toContain(database);
  evidence(`client and companion reach ${declared.join(', ')}; none of ${Object.keys(places).length - 2} others`);
});

test('the NetworkPolicy alone, on a Pod without any other lock, is as wide as what stands behind that Service', async () => {
  const labels = deploymentSpec(only(objects, 'Deployment')).template.metadata?.labels ?? {};
  await apply(inNamespace([only(objects, 'NetworkPolicy')], outside));
  const unguarded = await Bystander.start(outside, { name: 'unguarded', labels });
  await new Promise((resolve) => setTimeout(resolve, 1000)); // enforcers need a moment with a new Pod
  const found = await reached((...command) => unguarded.run(...command), toldName);
  // It looks behind the Service, where both ports of it are one, and the guard is what tells them apart.
  expect(found).toEqual([...declared, 'its neighbouring port', 'the Pod behind it, past the Service']);
  evidence(`by the NetworkPolicy alone: ${found.join('; ')}`);
});

describe('metrics', () => {
  const value = async (name: string) => {
    const { podIP = '' } = (await locked.pod()).status;
    const { output } = await bystander.run('curl', '-s', '-m', '5', `http://${podIP}:9713/metrics`);
    return new RegExp(`^${name} (.*)$`, 'm').exec(output)?.[1];
  };

  test('tell another Pod of the tunnel, its bytes and the port, without a key of gluetun', async () => {
    expect(await value('podlock_tunnel_up')).toBe('1');
    expect(Number(await value('podlock_tunnel_ifindex'))).toBeGreaterThan(1);
    expect(Number(await value('podlock_tunnel_receive_bytes_total'))).toBeGreaterThan(0);
    expect(await value('podlock_torrent_port')).toBe('47148');
    expect(await value('podlock_torrent_port_listening')).toBe('1');
    expect(await value('podlock_lock_loosened{lock="uplink"}')).toBe('1');
    const { output } = await locked.inContainer('tunnel-metrics', 'grep', '-E', 'CapEff', '/proc/self/status');
    expect(output).toMatch(/CapEff:\s0000000000000000/);
  });

  test('tell when the tunnel is down, and when it is back as another interface', async () => {
    const before = await value('podlock_tunnel_ifindex');
    await internet.silence();
    await eventually('the tunnel to be told down', 60, async () =>
      (await value('podlock_tunnel_up')) === '0' ? true : undefined,
    );
    await internet.speak();
    await eventually('the tunnel to be told up', 60, async () =>
      (await value('podlock_tunnel_up')) === '1' ? true : undefined,
    );
    const after = await value('podlock_tunnel_ifindex');
    expect(after).not.toBe(before);
    evidence(
      `metrics: up 1, then 0 while the endpoint was silent, then 1 with interface ${after} in the place of ${before}`,
    );
  });
});
