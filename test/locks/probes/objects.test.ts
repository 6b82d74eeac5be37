import { unseen } from '../../../lib/live/seen';
import type { Try } from '../../../lib/live/tries';
import { indexOf } from '../../../lib/manifest/manifest-index';
import { type Difference, evidence, healthySurvey } from './survey';

type Case = readonly [what: string, difference: Difference, says: readonly string[]];

const nobody: Difference = { gluetun: 'unseen', canary: 'unseen', unlockedPod: 'unseen' };

describe('egress-policy', () => {
  const policies = "note: NetworkPolicies that restrict this Pod's egress: qbittorrent";
  const reached =
    "a Pod without any lock on the same node reached 7 places (a public address; the kubelet on the node's Pod gateway; the kubelet on the node; the API server by its Service; the API server itself; CoreDNS by its Service; the CoreDNS Pod)";
  const held: readonly Try[] = (['connected', 'silent', 'refused', 'stopped', 'unclear'] as const).map((outcome) => ({
    target: { name: 'the node', host: '10.44.0.2', port: 22 },
    from: undefined,
    outcome,
    detail: 'x',
  }));
  test.each<Case>([
    ['nobody looked', nobody, [policies, 'unknown: whether anybody enforces them: nobody looked']],
    [
      'the policies are enforced after a while',
      { canary: { enforcedAfter: 2.34 } },
      [policies, `closed: ${reached}; under a copy of these policies, none of them, 2.3 s later`],
    ],
    [
      'the policies are not enforced',
      { canary: { enforcedAfter: undefined, held } },
      [
        policies,
        ...['connected', 'not sent', 'unclear'].map(
          (what) =>
            `open: under a copy of these policies a Pod still reaches the node (10.44.0.2:22) by the default route: ${what} [x]`,
        ),
      ],
    ],
  ])('when %s', (_, difference, says) => {
    expect(evidence('egress-policy', difference)).toEqual(says);
  });

  test('a Pod without any lock that reaches nothing proves nothing', () => {
    const { canary } = healthySurvey();
    if (canary.kind === 'unseen') throw new Error('the healthy survey has no canary');
    const free = { ...canary.value.free, connections: held.slice(1) };
    expect(evidence('egress-policy', { canary: { free } })).toEqual([
      policies,
      'unknown: a Pod without any lock reached none of the places, so nothing shows that the policies keep it from them',
    ]);
  });

  test('without a policy there is nothing to enforce', () => {
    const { vpnPod } = healthySurvey().pod;
    const bare = { ...vpnPod, index: indexOf([vpnPod.document]) };
    expect(evidence('egress-policy', { pod: { vpnPod: bare } })).toEqual([]);
    expect(evidence('torrent-port', { pod: { vpnPod: bare } })).toContain(
      'closed: 0 Services of the namespace read: whatever leads to that port from outside would stand above',
    );
  });
});

describe('startup-gate', () => {
  const healthy = 'closed: gluetun is started, by its startup probe, and /gluetun-entrypoint healthcheck ends with 0';
  const unhealthy = 'unknown: gluetun is not healthy now: /gluetun-entrypoint healthcheck fails';
  const order =
    'closed: gluetun started before qbittorrent: gluetun 2026-01-01T00:00:02Z, qbittorrent 2026-01-01T00:00:04Z';

  /** The statuses of the healthy Pod, of which some are different. */
  function statuses(changes: Readonly<Record<string, object>>): Difference {
    const healthyOnes = [...healthySurvey().pod.statuses];
    return { pod: { statuses: new Map(healthyOnes.map(([name, status]) => [name, { ...status, ...changes[name] }])) } };
  }

  const at = (second: number) => ({ since: Date.UTC(2026, 0, 1, 0, 0, second) });

  test.each<readonly [what: string, difference: () => Difference, says: readonly string[]]>([
    ['nothing', () => ({}), [healthy, order]],
    ['nobody looked', () => nobody, ["unknown: gluetun's health: nobody looked", order]],
    ['gluetun is not healthy', () => ({ gluetun: { isHealthy: false } }), [unhealthy, order]],
    ['gluetun is not started', () => statuses({ gluetun: { isStarted: false } }), [unhealthy, order]],
    [
      'the kubelet tells nothing',
      () => ({ pod: { statuses: new Map() } }),
      ['unknown: the kubelet tells nothing of gluetun'],
    ],
    [
      'the client does not run',
      () => statuses({ qbittorrent: { since: undefined } }),
      [healthy, 'unknown: qbittorrent does not run'],
    ],
    [
      'the client runs alone',
      () => statuses({ gluetun: { since: undefined } }),
      [healthy, 'open: qbittorrent runs, and gluetun does not'],
    ],
    [
      'both started in the same second',
      () => statuses({ gluetun: at(4) }),
      [healthy, order.replace('00:02Z', '00:04Z')],
    ],
    [
      'the client started first',
      () => statuses({ gluetun: at(5) }),
      [
        healthy,
        'open: qbittorrent started before gluetun: gluetun 2026-01-01T00:00:05Z, qbittorrent 2026-01-01T00:00:04Z',
      ],
    ],
    [
      'gluetun was restarted since',
      () => statuses({ gluetun: { ...at(5), restarts: 3 } }),
      [
        healthy,
        'closed: gluetun was restarted 3 times since qbittorrent started: gluetun 2026-01-01T00:00:05Z, qbittorrent 2026-01-01T00:00:04Z',
      ],
    ],
  ])('when %s', (_, difference, says) => {
    expect(evidence('startup-gate', difference())).toEqual(says);
  });

  test('a companion of which the kubelet tells nothing does not run', () => {
    const pod = { statuses: new Map([...healthySurvey().pod.statuses].slice(0, 2)) };
    expect(evidence('startup-gate', { pod })).toEqual([healthy, 'unknown: qbittorrent does not run']);
  });
});

describe('image-pin', () => {
  const runs = [
    'closed: guard runs docker.io/qmcgaw/gluetun:v3.41.3, which is docker.io/fake/guard@sha256:abc',
    'closed: gluetun runs docker.io/qmcgaw/gluetun:v3.41.3, which is docker.io/fake/gluetun@sha256:abc',
    'closed: configure runs lscr.io/linuxserver/qbittorrent:5.1.4, which is docker.io/fake/configure@sha256:abc',
    'closed: qbittorrent runs lscr.io/linuxserver/qbittorrent:5.1.4, which is docker.io/fake/qbittorrent@sha256:abc',
  ];

  test('of each container it is told what really runs', () => {
    expect(evidence('image-pin')).toEqual(runs);
  });

  test('what the kubelet does not tell is unknown', () => {
    const pod = { statuses: new Map([...healthySurvey().pod.statuses].slice(0, 3)) };
    expect(evidence('image-pin', { pod })).toEqual([
      ...runs.slice(0, 3),
      'unknown: which image qbittorrent runs, the kubelet does not tell',
    ]);
  });
});

describe('admission', () => {
  const asked = 'the API server, asked as a dry run for a Pod without any lock in downloads';
  test.each<Case>([
    ['nothing', {}, [`closed: ${asked}, refuses: ValidatingAdmissionPolicy 'locks' denied request: no gluetun`]],
    ['nobody asked', nobody, ['note: a Pod without locks as a dry run: nobody looked']],
    ['it takes it', { unlockedPod: { isRefused: false, message: '' } }, [`open: ${asked}, takes it`]],
    ['it says much', { unlockedPod: { message: 'x'.repeat(400) } }, [`closed: ${asked}, refuses: ${'x'.repeat(300)}`]],
  ])('when %s', (_, difference, says) => {
    expect(evidence('admission', difference)).toEqual(says);
  });
});

test('nothing that was not seen makes a lock closed', () => {
  const without: Difference = {
    ...{ ...nobody, client: 'unseen', tries: 'unseen', gluetunAfter: 'unseen' },
    pod: { statuses: new Map() },
    unlockedPod: 'unseen',
  };
  expect(evidence('uplink', { ...without, tries: { connections: [], resolver: unseen('x') } })).toEqual([
    "unknown: the guard's rules: nobody looked",
  ]);
  for (const lock of ['shared-namespace', 'startup-gate', 'firewall', 'uplink', 'dns', 'raw-sockets', 'identity'])
    expect(evidence(lock, without).filter((line) => /^(?:closed|open)/.test(line))).toEqual([]);
});
