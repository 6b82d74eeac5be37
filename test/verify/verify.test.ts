import type { SurveyOptions } from '../../lib/live/survey';
import { verifyHtml } from '../../lib/verify/html/page';
import { verifyJson } from '../../lib/verify/json-report';
import { metricsText } from '../../lib/verify/metrics';
import { verifyText } from '../../lib/verify/text-report';
import type { LockVerdict } from '../../lib/verify/verdict';
import { verify } from '../../lib/verify/verify';
import { FakeCluster, type FakeOptions } from '../live/fake-cluster';

async function verifyFake(fake: FakeOptions = {}, canary: SurveyOptions['canary'] = { patienceSeconds: 0.6 }) {
  const cluster = new FakeCluster(fake);
  const options = { namespace: 'downloads', askUrl: 'http://ask/', question: 'example.com', canary, cleaner: cluster };
  const report = await verify(cluster, options);
  const locks = report.pods.flatMap((pod) => pod.locks);
  return { cluster, report, locks, open: named(locks, 'open'), unknown: named(locks, 'unknown') };
}

function named(locks: readonly LockVerdict[], state: string): readonly string[] {
  return locks.filter((lock) => lock.state === state).map(({ lock }) => lock);
}

function saw(locks: readonly LockVerdict[], id: string): string {
  const found = locks.find(({ lock }) => lock === id);
  return found?.evidence.map((each) => `${each.state}: ${each.saw}`).join('\n') ?? '';
}

const refused = '7\t* connect to 10.42.0.2 port 53 failed: Connection refused';

test('a Pod with every lock closed is seen with every lock closed', async () => {
  const { open, unknown, locks, report } = await verifyFake();
  expect({ open, unknown, errors: report.errors, count: locks.length }).toEqual({
    open: [],
    unknown: [],
    errors: [],
    count: 15,
  });
});

test('the canary is made, held by a copy of the policies, and removed, and nothing else is changed', async () => {
  const { cluster } = await verifyFake();
  expect(cluster.changes).toEqual([
    'POST /api/v1/namespaces',
    'POST /api/v1/namespaces/podlock-canary-X/pods',
    'POST /apis/networking.k8s.io/v1/namespaces/podlock-canary-X/networkpolicies',
    'DELETE /api/v1/namespaces/podlock-canary-X',
  ]);
});

test('in a namespace that is there, the canary leaves it as it was', async () => {
  const { cluster } = await verifyFake({}, { namespace: 'podlock' });
  expect(cluster.changes).toEqual([
    'POST /api/v1/namespaces/podlock/pods',
    'POST /apis/networking.k8s.io/v1/namespaces/podlock/networkpolicies',
    'DELETE /api/v1/namespaces/podlock/pods/podlock-canary-X?gracePeriodSeconds=0',
    'DELETE /apis/networking.k8s.io/v1/namespaces/podlock/networkpolicies/podlock-canary-X-0',
  ]);
});

describe('what was seen from inside opens the lock, whatever the objects say', () => {
  const cases: readonly (readonly [lock: string, what: string, fake: FakeOptions, saw: RegExp])[] = [
    [
      'shared-namespace',
      'the client is in another network',
      { look: { qbittorrent: { network: 'net:[1]' } } },
      /qbittorrent is in net:\[1\], gluetun in/,
    ],
    [
      'shared-namespace',
      "gluetun is in the node's network",
      { look: { gluetun: { 'node-network': 'yes' } } },
      /node's own network/,
    ],
    [
      'firewall',
      'the policy is ACCEPT',
      {
        look: {
          gluetun: {
            'save iptables': '*filter\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n*mangle\n:OUTPUT DROP [0:0]\nCOMMIT\n# read',
          },
        },
      },
      /filter, chain OUTPUT, IPv4: policy ACCEPT/,
    ],
    [
      'uplink',
      'a rule lets out more',
      {
        look: {
          gluetun: {
            'save iptables':
              '*filter\n:OUTPUT DROP [0:0]\nCOMMIT\n*mangle\n:OUTPUT DROP [0:0]\n[1:1] -A OUTPUT -o eth0 -j ACCEPT\nCOMMIT\n# read',
          },
        },
      },
      /lets out more than the tunnel: .*-o eth0 -j ACCEPT/,
    ],
    [
      'uplink',
      'the kernel holds no guard',
      { look: { gluetun: { 'save iptables': '*filter\n:OUTPUT DROP [0:0]\nCOMMIT\n# read' } } },
      /no policy DROP for IPv4/,
    ],
    [
      'uplink',
      'a place refuses',
      { connection: (name, host) => (name === 'qbittorrent' && host === '10.42.0.1' ? refused : undefined) },
      /10\.42\.0\.1:10250\) by the default route: answered with a refusal .*: the packet left the Pod/,
    ],
    [
      'uplink',
      'a place answers',
      {
        connection: (name, host, _, from) =>
          name === 'qbittorrent' && host === '10.42.0.2' && from !== '' ? '52\tconnected after 0.1' : undefined,
      },
      /CoreDNS Pod .* from 10\.42\.0\.7: connected/,
    ],
    [
      'dns',
      'resolv.conf names CoreDNS',
      { look: { qbittorrent: { 'resolv-conf': 'nameserver 10.43.0.10' } } },
      /names 10\.43\.0\.10/,
    ],
    [
      'raw-sockets',
      'NET_RAW is in the bounding set',
      { look: { qbittorrent: { status: 'CapEff:\t0\nCapBnd:\t0000000000002000\nNoNewPrivs:\t1' } } },
      /may have NET_RAW/,
    ],
    [
      'egress-policy',
      'nobody enforces the policies',
      {
        connection: (name, host) => (name === 'canary' && host !== '10.42.0.7' ? '52\tconnected after 0.1' : undefined),
      },
      /under a copy of these policies a Pod still reaches/,
    ],
    [
      'interface-binding',
      'the torrent port listens everywhere',
      { look: { gluetun: { 'sockets-tcp': '  0: 00000000:B82C 00000000:0000 0A' } } },
      /TCP 0\.0\.0\.0:47148: every interface/,
    ],
    [
      'restart',
      'an old rule was left',
      {
        look: {
          gluetun: {
            rules: '101:\tnot from all fwmark 0xca6c lookup 51820\n101:\tnot from all fwmark 0xca6c lookup 51820',
          },
        },
      },
      /2 ip rules of preference 101/,
    ],
    [
      'inbound',
      'the control server listens for everybody',
      {
        look: {
          gluetun: { 'sockets-tcp': '  0: 00000000:1F40 00000000:0000 0A\n  1: 0E9EBF0A:B82C 00000000:0000 0A' },
        },
      },
      /control server listens on TCP 0\.0\.0\.0:8000/,
    ],
    [
      'inbound',
      'another Pod reaches the DNS server',
      {
        connection: (name, host, port) =>
          name === 'canary' && host === '10.42.0.7' && port === '53' ? '52\tconnected after 0.1' : undefined,
      },
      /from another Pod, port 53 .*: connected/,
    ],
    [
      'vpn-secrets',
      'a key is in the environment',
      { look: { gluetun: { environment: 'WIREGUARD_PRIVATE_KEY' } } },
      /environment of gluetun has WIREGUARD_PRIVATE_KEY/,
    ],
    ['identity', 'a token is there', { look: { qbittorrent: { tokens: 'token' } } }, /service-account token: token/],
    ['admission', 'an unlocked Pod is taken', { takesUnlockedPods: true }, /takes it/],
  ];
  test.each(cases)('%s: %s', async (lock, _, fake, expected) => {
    const { open, locks } = await verifyFake(fake);
    expect(open).toEqual([lock]);
    expect(saw(locks, lock)).toMatch(expected);
  });
});

describe('what could not be seen is never fine', () => {
  test('without a canary nobody knows whether the policies are enforced, nor what other Pods reach', async () => {
    const cluster = new FakeCluster();
    const report = await verify(cluster, {
      namespace: 'downloads',
      askUrl: '',
      question: 'x',
      canary: undefined,
      cleaner: cluster,
    });
    const locks = report.pods.flatMap((pod) => pod.locks);
    expect(named(locks, 'unknown')).toEqual(expect.arrayContaining(['egress-policy', 'inbound']));
    expect(cluster.changes).toEqual([]);
  });

  test('where exec is forbidden, no lock that lives in the kernel is called closed', async () => {
    const { unknown, open } = await verifyFake({ execForbidden: true });
    expect(open).toEqual([]);
    expect(unknown).toEqual(expect.arrayContaining(['shared-namespace', 'firewall', 'uplink', 'dns', 'raw-sockets']));
  });

  test('policies that nobody may read are unknown, not missing', async () => {
    const { unknown, open } = await verifyFake({ forbidden: /networkpolicies$/ });
    expect({ open, unknown }).toEqual({ open: [], unknown: ['egress-policy', 'inbound'] });
  });

  test('a place that nobody may read is said', async () => {
    const { unknown, report } = await verifyFake({ forbidden: /kube-system/ });
    expect(unknown).toEqual(['uplink']);
    expect(verifyText(report)).toMatch(/services in kube-system could not be read: .*forbidden/);
  });

  test('a container without a program that connects is unknown', async () => {
    const none = '127\tno program that connects (curl, python3, nc, bash)';
    const { unknown } = await verifyFake({ connection: (name) => (name === 'qbittorrent' ? none : undefined) });
    expect(unknown).toContain('uplink');
  });

  test('no Pod with gluetun is an error', async () => {
    const cluster = new FakeCluster();
    const options = {
      namespace: 'downloads',
      name: 'sonarr',
      askUrl: '',
      question: '',
      canary: undefined,
      cleaner: cluster,
    };
    const { errors, pods } = await verify(cluster, options);
    expect({ errors, pods }).toEqual({
      errors: [
        'there is no Pod with gluetun called "sonarr", not in the namespace downloads of fake; -n names another namespace, --all looks into every one',
      ],
      pods: [],
    });
  });
});

test('a lock that is open on purpose is loosened, with its reason', async () => {
  const { locks, open } = await verifyFake({
    takesUnlockedPods: true,
    change: ({ deployment }) => {
      deployment.metadata.annotations = { 'podlock/loosened-admission': 'because k3s 1.29 has none' };
    },
  });
  expect(open).toEqual([]);
  expect(locks.find(({ lock }) => lock === 'admission')).toMatchObject({
    state: 'loosened',
    because: 'k3s 1.29 has none',
  });
});

test("the API token's volume, which every container has, is no key of the VPN", async () => {
  const token = { name: 'kube-api-access', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } };
  const mount = { name: token.name, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };
  const { open } = await verifyFake({
    change: ({ pod, gluetun, client }) => {
      pod.volumes.push(token);
      for (const container of [gluetun, client]) container.volumeMounts.push(mount);
    },
    look: { qbittorrent: { mounts: `tmpfs ${mount.mountPath} tmpfs ro 0 0` } },
  });
  expect(open).not.toContain('vpn-secrets');
});

test('a client in a Pod of its own beside it opens shared-namespace', async () => {
  const { open, locks } = await verifyFake({
    change: (all) =>
      all.add(
        '{apiVersion: v1, kind: Pod, metadata: {name: bare, namespace: downloads}, spec: {containers: [{name: qbittorrent, image: "qbittorrent:5.1.4"}]}, status: {phase: Running}}',
      ),
  });
  expect(open).toEqual(['shared-namespace']);
  expect(saw(locks, 'shared-namespace')).toMatch(/qbittorrent of the Pod bare runs without gluetun/);
});

describe('the reports', () => {
  test('JSON holds every lock with its evidence', async () => {
    const { report } = await verifyFake();
    const { version, pods } = JSON.parse(verifyJson(report));
    expect({ version, locks: pods[0].locks.length, kind: pods[0].workload.kind }).toEqual({
      version: 1,
      locks: 15,
      kind: 'Deployment',
    });
    for (const lock of pods[0].locks) expect(lock.evidence.length).toBeGreaterThan(0);
  });

  test('what came out of a container is never markup', async () => {
    const { report } = await verifyFake({
      look: { qbittorrent: { 'resolv-conf': 'nameserver <script>alert(1)</script>' } },
    });
    const page = verifyHtml(report, new Date(0));
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page.match(/<script>/g)).toHaveLength(1);
  });

  test('the page draws every way, and each leads to its lock', async () => {
    const { report } = await verifyFake();
    const page = verifyHtml(report, new Date(0));
    const targets = [...page.matchAll(/href="#(pod0-[a-z-]+)"/g)].map(([, target]) => target);
    expect(targets.length).toBeGreaterThan(12);
    for (const target of targets) expect(page).toContain(`<details id="${target}"`);
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
  });

  test('Prometheus gets one state of each lock, and none after a verify that failed', async () => {
    const { report } = await verifyFake({ takesUnlockedPods: true });
    const text = metricsText({ report, at: 1_700_000_000_500, seconds: 11.4 });
    const labels = 'namespace="downloads",workload="qbittorrent",pod="qbittorrent-7694cb4df6-894pw"';
    expect(text).toContain(`podlock_lock_state{${labels},lock="admission",state="open"} 1\n`);
    expect(text).toContain(`podlock_lock_state{${labels},lock="admission",state="closed"} 0\n`);
    expect(text.match(/\} 1$/gm)).toHaveLength(15);
    expect(text).toMatch(/^podlock_verify_success 1$/m);
    expect(text).toMatch(/^podlock_verify_timestamp_seconds 1700000000$/m);
    const failed = metricsText({ report: undefined, at: 0, seconds: 0 });
    expect(failed).toMatch(/^podlock_verify_success 0$/m);
    expect(failed).not.toMatch(/^podlock_lock_state\{/m);
  });

  test('a terminal gets no control characters of a stranger', async () => {
    const { report } = await verifyFake({ look: { qbittorrent: { 'resolv-conf': 'nameserver \u001B[2J' } } });
    expect(verifyText(report)).toContain('\\u{1b}[2J');
  });
});
