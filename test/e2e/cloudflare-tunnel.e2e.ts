import { loadAll } from 'js-yaml';
import { parseDeclaration } from '../../lib/declaration/parse-declaration';
import type { KubernetesObject } from '../../lib/manifest/kubernetes';
import { renderManifests } from '../../lib/synth/render-manifests';
import { exampleWith } from '../declaration/example-declaration';
import { Bystander } from './bystander';
import { attempt } from './command';
import { eventually } from './eventually';
import { evidence } from './evidence';
import { images, loadImages } from './images';
import { Internet } from './internet';
import { apply, execute, isReady, kubectl, podsOf } from './kubectl';
import { LockedPod } from './locked-pod';
import { changePod, withStandins } from './manifests';
import { makeNamespace, own } from './our-namespaces';

const outside = 'podlock-e2e-outside';
const cloudflared = 'qbittorrent-cloudflared';
const host = 'torrents.example.org';
const labels = { 'app.kubernetes.io/name': 'cloudflared', 'app.kubernetes.io/instance': 'qbittorrent' };

const declaration = exampleWith({
  'pods.0.expose': {
    by: 'cloudflareTunnel',
    host,
    tokenSecret: 'tunnel',
    access: { team: 'example', audience: '0a1b'.repeat(16) },
  },
});
const rendered = renderManifests(parseDeclaration(declaration)).pods.flat();
const objects = rendered.flatMap(({ content }) => loadAll(content) as KubernetesObject[]);
const isOfTunnel = ({ metadata }: KubernetesObject) => [metadata.namespace, metadata.name].includes(cloudflared);
const locked = new LockedPod(withStandins(objects.filter((object) => !isOfTunnel(object))));
const tunnel = objects.filter(isOfTunnel);
let internet: Internet;
let bystander: Bystander;
let impostor: Bystander;

/** A web server in the place of cloudflared, with a shell to try from; everything else is as rendered. */
const standin = tunnel.map((object) =>
  object.kind !== 'Deployment'
    ? object
    : changePod(object, ({ containers: [container] }) => {
        if (container === undefined) throw new Error('cloudflared has no container');
        Object.assign(container, { image: images.gluetun, args: ['web', ':2000'] });
      }),
);

beforeAll(async () => {
  await loadImages();
  await locked.prepare();
  internet = await Internet.start();
  await makeNamespace(outside);
  [bystander, impostor] = await Promise.all([
    Bystander.start(outside),
    Bystander.start(outside, { name: 'impostor', labels }),
  ]);
  await apply(standin.filter(({ kind }) => kind === 'Namespace'));
  await own(cloudflared);
  const metadata = { name: 'tunnel', namespace: cloudflared };
  await apply([{ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { tunnel_token: 'a token' } }]);
  await apply(standin);
  await locked.install();
  await locked.ready(90);
});

afterAll(async () => {
  await locked.uninstall();
  await internet?.stop();
});

async function fromTunnel(...command: string[]) {
  const pod = await eventually('cloudflared to be ready', 60, async () => {
    const [found] = await podsOf(cloudflared, 'app.kubernetes.io/name=cloudflared');
    return found !== undefined && isReady(found) ? found : undefined;
  });
  return execute({ namespace: cloudflared, pod: pod.metadata.name, container: 'cloudflared' }, ...command);
}

const status = (...options: string[]) => [
  ...['curl', '-s', '-o', '/dev/null', '-m', '5', '-w', '%{http_code}', ...options],
];

test('cloudflared starts under the level restricted of Pod Security, and reads its token', async () => {
  const { output } = await fromTunnel('sh', '-c', 'id -u; cat $TUNNEL_TOKEN_FILE; grep CapEff /proc/self/status');
  expect(output.replaceAll('\t', ' ')).toBe('65532\na tokenCapEff: 0000000000000000\n');
});

test("the Pods' own namespace would refuse it", async () => {
  const [deployment] = standin.filter(({ kind }) => kind === 'Deployment');
  const moved = { ...deployment, metadata: { ...deployment?.metadata, namespace: locked.namespace } };
  const args = ['create', '--dry-run=server', '-f', '-'];
  const { code, errors } = await attempt('kubectl', args, { input: JSON.stringify(moved) });
  expect(code).not.toBe(0);
  expect(errors).toContain('podlock shared-namespace');
});

test('cloudflared reaches the WebUI by its name, which answers to the host and to no other', async () => {
  const url = `http://qbittorrent.${locked.namespace}.svc:8080/`;
  expect((await fromTunnel(...status('-H', `Host: ${host}`, url))).output).toBe('200');
  expect((await fromTunnel(...status('-H', 'Host: evil.example.net', url))).output).toBe('401');
  expect((await fromTunnel(...status('-H', 'Host: localhost:8080', url))).output).toBe('200');
});

test('qBittorrent bans who fails to log in, not cloudflared', async () => {
  const url = `http://qbittorrent.${locked.namespace}.svc:8080/api/v2/auth/login`;
  const logIn = (address: string) =>
    fromTunnel(
      ...['curl', '-s', '-m', '5', '-H', `Host: ${host}`, '-H', `X-Forwarded-For: ${address}`],
      ...['-d', 'username=admin&password=wrong', url],
    );
  for (let attempts = 0; attempts < 6; attempts += 1) await logIn('203.0.113.66');
  expect((await logIn('203.0.113.66')).output).toMatch(/banned/i);
  expect((await logIn('203.0.113.67')).output).toBe('Fails.');
});

test('nobody else reaches the WebUI, whatever labels he gives himself', async () => {
  const { podIP = '' } = (await locked.pod()).status;
  const urls = [`${await locked.webUi()}/`, `http://${podIP}:8080/`];
  for (const from of [bystander, impostor]) {
    for (const url of urls) expect((await from.run(...status('-H', `Host: ${host}`, url))).output).toBe('000');
  }
});

test('cloudflared reaches no other Pod, not the node and not the API server, and nobody reaches it', async () => {
  const { podIP = '' } = (await locked.pod()).status;
  const [{ status: own } = { status: undefined }] = await podsOf(cloudflared, 'app.kubernetes.io/name=cloudflared');
  const closed = {
    'another Pod': `http://${bystander.address}/`,
    'the API server': 'https://10.43.0.1/',
    'the kubelet': 'https://10.42.0.1:10250/',
    'another port of the Pod': `http://${podIP}:8000/`,
  };
  const reached = async (from: (...command: string[]) => Promise<{ readonly code: number }>) => {
    const tried = Object.entries(closed).map(async ([name, url]) =>
      (await from('curl', '-s', '-k', '-m', '3', '-o', '/dev/null', url)).code === 0 ? [name] : [],
    );
    return (await Promise.all(tried)).flat();
  };
  expect(await reached((...command) => bystander.run(...command))).toEqual(
    expect.arrayContaining(['another Pod', 'the API server']),
  );
  expect(await reached(fromTunnel)).toEqual([]);
  expect((await bystander.run(...status(`http://${own?.podIP}:2000/`))).output).toBe('000');
  // The opposite: without its policy it is open to all, and open to it.
  await kubectl(['delete', 'networkpolicy', '-n', cloudflared, cloudflared]);
  await eventually('the policy to be gone', 20, async () =>
    (await bystander.run(...status(`http://${own?.podIP}:2000/`))).output === '200' ? true : undefined,
  );
  expect(await reached(fromTunnel)).toEqual(expect.arrayContaining(['another Pod', 'the API server']));
  evidence(
    'cloudflared reaches the WebUI by name, none of 4 other places, and nobody reaches it; without its policy it does',
  );
});
