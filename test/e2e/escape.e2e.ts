import { Bystander } from './bystander';
import type { Outcome } from './command';
import { evidence } from './evidence';
import { loadImages } from './images';
import { addresses, Internet } from './internet';
import { apply, kubectl, remove } from './kubectl';
import { LockedPod } from './locked-pod';
import { deploymentSpec, inNamespace, only, readDist, withStandins } from './manifests';
import { makeNamespace } from './our-namespaces';

const objects = withStandins(readDist());
const locked = new LockedPod(objects);
const outside = 'podlock-e2e-outside';
let internet: Internet;
let neighbour: Bystander;
/** Where a client may want to go, and what curl says when it gets there. */
let places: Readonly<Record<string, readonly string[]>>;

beforeAll(async () => {
  await loadImages();
  await locked.prepare();
  internet = await Internet.start();
  await locked.install();
  await makeNamespace(outside);
  neighbour = await Bystander.start(outside);
  const coreDns = await kubectl([
    'get',
    'endpoints',
    '-n',
    'kube-system',
    'kube-dns',
    '-o',
    'jsonpath={.subsets[0].addresses[0].ip}',
  ]);
  const node = await kubectl([
    'get',
    'nodes',
    '-o',
    'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}',
  ]);
  places = {
    'the web by eth0': ['--interface', 'eth0', `http://${addresses.web}/`],
    'another Pod of the node': [`http://${neighbour.address}/`],
    'the kubelet on the CNI gateway': ['-k', 'https://10.42.0.1:10250/'],
    'the kubelet on the node': ['-k', `https://${node}:10250/`],
    'the API server by its Service': ['-k', 'https://10.43.0.1/version'],
    'the API server on the node': ['-k', `https://${node}:6443/version`],
    'the CoreDNS Pod': [`telnet://${coreDns}:53`],
    'CoreDNS by its Service': ['telnet://10.43.0.10:53'],
  };
  await locked.ready(60);
});

afterAll(async () => {
  await locked.uninstall();
  await internet?.stop();
});

describe('a Pod without a lock', () => {
  test('reaches every place that the client must not', async () => {
    await internet.forget();
    expect(await reached((...command) => neighbour.run(...command))).toEqual(Object.keys(places));
    const { visits, strays } = await internet.report();
    expect({ visits, watched: strays.length > 0 }).toEqual({ visits: { '198.51.100.1': 1 }, watched: true });
    const target = `${addresses.web}:9000`;
    const frame = await neighbour.run('/gluetun-entrypoint', 'raw-frame', 'eth0', neighbour.address, target);
    expect(frame.output).toBe('sent\n');
    evidence(
      `an unlocked Pod reaches all ${Object.keys(places).length} places; the web sees the node, ${strays.length} packets watched; AF_PACKET: sent`,
    );
  });
});

describe('a compromised client', () => {
  beforeAll(() => internet.forget());

  test('reaches none of them', async () => {
    expect(await reached((...command) => locked.inClient(...command))).toEqual([]);
    evidence(`the client reaches none of: ${Object.keys(places).join('; ')}`);
  });

  test('cannot send from the address of the Pod', async () => {
    const { podIP = '' } = (await locked.pod()).status;
    const outcome = await locked.inClient('curl', '-s', '-m', '3', '--interface', podIP, `http://${addresses.web}/`);
    expect(outcome).toMatchObject({ code: 28, output: '' });
  });

  test('cannot write frames to eth0', async () => {
    const { podIP = '' } = (await locked.pod()).status;
    const target = `${addresses.web}:9000`;
    for (const source of [podIP, addresses.customer]) {
      const { errors } = await locked.inClient('standin', 'raw-frame', 'eth0', source, target);
      expect(errors).toMatch(/socket AF_PACKET: operation not permitted/);
    }
    evidence('AF_PACKET: EPERM in the client');
  });

  test('cannot wear the mark of the tunnel', async () => {
    const { errors } = await locked.inClient('standin', 'marked', '51820', `${addresses.web}:9000`);
    expect(errors).toMatch(/setsockopt SO_MARK: operation not permitted/);
    evidence('SO_MARK 51820: EPERM in the client');
  });

  test("cannot stop the VPN by gluetun's control server", async () => {
    const put = ['-s', '-X', 'PUT', '-d', '{"status":"stopped"}', 'http://127.0.0.1:8000/v1/vpn/status'];
    const { output } = await locked.inClient('curl', ...put, '-w', '%{http_code}');
    expect(output).toBe('Unauthorized\n401');
    expect(await locked.isHealthy()).toBe(true);
    evidence('PUT /v1/vpn/status from the client: 401');
  });

  test('has no capability, no root and no token', async () => {
    const { output } = await locked.inClient(
      'grep',
      '-E',
      '^(Uid|CapEff|CapBnd|CapAmb|NoNewPrivs|Seccomp):',
      '/proc/self/status',
    );
    expect(output.replaceAll('\t', ' ')).toBe(
      'Uid: 1027 1027 1027 1027\nCapEff: 0000000000000000\nCapBnd: 0000000000000000\nCapAmb: 0000000000000000\n' +
        'NoNewPrivs: 1\nSeccomp: 2\n',
    );
    expect((await locked.inClient('ls', '/var/run/secrets/kubernetes.io')).errors).toMatch(/No such file/);
  });

  test('left no packet past the tunnel', async () => {
    const { strays } = await internet.report();
    expect(strays).toEqual([]);
    evidence('0 packets of the client past the tunnel');
  });
});

describe('from outside', () => {
  test("other Pods reach the WebUI, but neither gluetun's control server nor its DNS nor its health", async () => {
    const { podIP = '' } = (await locked.pod()).status;
    const codes = await Promise.all(
      [8080, 8000, 53, 9999].map(
        async (port) => (await neighbour.run('/usr/bin/curl', '-s', '-m', '3', `http://${podIP}:${port}/`)).code,
      ),
    );
    expect(codes[0]).toBe(0);
    for (const code of codes.slice(1)) expect([7, 28]).toContain(code);
    evidence(`from another Pod: WebUI answers; ports 8000, 53, 9999 give curl ${codes.slice(1).join(', ')}`);
  });
});

describe('the guard alone, where nothing enforces a NetworkPolicy', () => {
  beforeAll(async () => {
    await remove('networkpolicies', '--all', '-n', locked.namespace);
    await internet.forget();
  });

  test('holds the client just the same', async () => {
    expect(await reached((...command) => locked.inClient(...command))).toEqual([]);
    const { podIP = '' } = (await locked.pod()).status;
    for (const port of [8000, 53, 9999]) {
      expect((await neighbour.run('/usr/bin/curl', '-s', '-m', '2', `http://${podIP}:${port}/`)).code).toBe(28);
    }
    expect((await internet.report()).strays).toEqual([]);
    evidence('guard without NetworkPolicy: 0 places reached, 0 packets past the tunnel, ports 8000, 53, 9999 silent');
  });
});

describe('the NetworkPolicy alone, on a Pod without any other lock', () => {
  const name = 'unguarded';
  let unguarded: Bystander;

  beforeAll(async () => {
    const labels = deploymentSpec(only(objects, 'Deployment')).template.metadata?.labels ?? {};
    await apply(inNamespace([only(objects, 'NetworkPolicy')], outside));
    unguarded = await Bystander.start(outside, { name, labels });
    await new Promise((resolve) => setTimeout(resolve, 1000)); // enforcers need a moment with a new Pod
    await internet.forget();
  });

  test('blocks everything but the VPN endpoint', async () => {
    expect(await reached((...command) => unguarded.run(...command))).toEqual([]);
    expect(
      (await unguarded.run('/gluetun-entrypoint', 'send', `${addresses.endpoint}:${addresses.endpointPort}`)).output,
    ).toBe('sent\n');
    const { strays, offline, visits, others } = await internet.report();
    expect({ strays, offline, visits, others }).toEqual({ strays: [], offline: 0, visits: {}, others: 1 });
    evidence(
      'NetworkPolicy without guard: 0 places reached, 1 of 1 packets arrived at the endpoint (IPv4; the rig has no IPv6)',
    );
  });
});

/** The places that answer. */
async function reached(run: (...command: string[]) => Promise<Outcome>): Promise<string[]> {
  const answers = await Promise.all(
    Object.values(places).map((args) => run('/usr/bin/curl', '-sS', '-m', '4', '--connect-timeout', '3', ...args)),
  );
  // curl talks to a port that says nothing until its time is over: connected all the same.
  return Object.keys(places).filter((_, index) => {
    const { code = 0, errors = '' } = answers[index] ?? {};
    return code === 0 || (code === 28 && /Operation timed out/.test(errors));
  });
}
