import { drill } from '../../lib/drill/drill';
import { drillHtml } from '../../lib/drill/page';
import { drillJson, drillText } from '../../lib/drill/reports';
import type { Scenario } from '../../lib/drill/scenario';
import type { Answer, Cluster, ContainerPlace, ExecOutcome, Method } from '../../lib/live/cluster';
import { ClusterError } from '../../lib/live/cluster-error';
import { findLivePods } from '../../lib/live/find-live-pods';
import type { Fields } from '../../lib/manifest/plain-value';
import { fieldsOf } from '../../lib/manifest/plain-value';
import { FakeCluster } from '../live/fake-cluster';

/** The healthy cluster with a Lease, and with the drill's rules as far as they were set. */
class DrillCluster extends FakeCluster {
  lease: Fields | undefined;
  readonly done: string[] = [];
  failsToRemove = false;

  override async request(method: Method, path: string, body?: unknown): Promise<Answer> {
    if (method === 'GET' && /\/pods\/qbittorrent-/.test(path)) {
      return { status: this.done.some((each) => each.startsWith(`DELETE ${path}?`)) ? 404 : 200, body: {} };
    }
    if (!path.includes('/leases')) {
      if (method !== 'GET') this.done.push(`${method} ${path}`);
      return super.request(method, path, body);
    }
    if (method === 'POST' && this.lease !== undefined) return { status: 409, body: {} };
    if (method === 'DELETE') this.lease = undefined;
    else if (method !== 'GET') {
      const spec = { ...fieldsOf(this.lease?.['spec']), ...fieldsOf(fieldsOf(body)['spec']) };
      this.lease = { ...this.lease, ...fieldsOf(body), spec };
    }
    return { status: 200, body: this.lease ?? {} };
  }

  override async exec(place: ContainerPlace, command: readonly string[]): Promise<ExecOutcome> {
    const [, , , name, what = ''] = command;
    if (name !== 'rules') return super.exec(place, command);
    this.done.push(what);
    if (what === 'remove' && this.failsToRemove) throw new ClusterError('stopped', 'interrupted');
    return { code: 0, output: 'passed 0\npassed 0\n', errors: '' };
  }

  get journal(): unknown {
    const annotations = fieldsOf(fieldsOf(this.lease?.['metadata'])['annotations']);
    return JSON.parse(String(annotations['podlock/drill-journal'] ?? '[]'));
  }
}

const scenario = (play: Scenario['play']): Scenario => ({ id: 'X', title: 'a test', warning: 'nothing', play });
const rules = { kind: 'rules', pod: 'qbittorrent-7694cb4df6-894pw', container: 'gluetun' } as const;

async function play(cluster: DrillCluster, ...scenarios: readonly Scenario[]) {
  const [pod] = await findLivePods(cluster, { namespace: 'downloads' });
  if (pod === undefined) throw new Error('no Pod');
  const flow = { host: '192.0.2.1', port: 9 };
  return drill(cluster, pod, { scenarios, flow, patience: 1, cleaner: cluster as Cluster, progress: () => {} });
}

test('a change is in the journal before it is made, and put back after its scenario', async () => {
  const cluster = new DrillCluster();
  let noted: unknown;
  const report = await play(
    cluster,
    scenario(async ({ journal }) => {
      await journal.note(rules);
      noted = cluster.journal;
      return [];
    }),
  );
  expect(noted).toEqual([rules]);
  expect(cluster.done).toEqual(['remove']);
  expect(cluster.lease).toBeUndefined();
  expect(report.results).toEqual([expect.objectContaining({ state: 'held', reasons: [] })]);
});

test.each([
  ['that fails', async () => ['3 packets passed'], 'failed'],
  ['that cannot be watched', () => Promise.reject(new ClusterError('not-found', 'the Pod was deleted')), 'unknown'],
] as const)('a scenario %s is put back too', async (_, end, state) => {
  const cluster = new DrillCluster();
  const { results } = await play(
    cluster,
    scenario(async ({ journal }) => {
      await journal.note(rules);
      return end();
    }),
  );
  expect(results[0]?.state).toBe(state);
  expect(cluster.done).toEqual(['remove']);
  expect(cluster.lease).toBeUndefined();
});

test('a fault of Podlock itself is put back before it is shown', async () => {
  const cluster = new DrillCluster();
  const broken = scenario(async ({ journal }) => {
    await journal.note(rules);
    throw new TypeError('a fault');
  });
  await expect(play(cluster, broken)).rejects.toThrow('a fault');
  expect(cluster.done).toEqual(['remove']);
  expect(cluster.lease).toBeUndefined();
});

test('a second drill is refused while the first one renews its Lease', async () => {
  const cluster = new DrillCluster();
  const nothing = scenario(async () => []);
  const first = scenario(async () => {
    await expect(play(cluster, nothing)).rejects.toThrow(
      /^another drill, by \S+ since \S+, has the namespace downloads;/,
    );
    return [];
  });
  expect((await play(cluster, first)).results[0]?.state).toBe('held');
});

test('what a killed drill left is put back by the next one', async () => {
  const cluster = new DrillCluster();
  const copy = { kind: 'copy', name: 'qbittorrent-drill-1' };
  cluster.lease = {
    metadata: { annotations: { 'podlock/drill-journal': JSON.stringify([rules, copy]) } },
    spec: { holderIdentity: 'me@home', renewTime: '2026-01-01T00:00:00Z' },
  };
  const { repaired } = await play(
    cluster,
    scenario(async () => []),
  );
  expect(repaired).toEqual([
    "the drill's rules in the network of qbittorrent-7694cb4df6-894pw",
    'the copy qbittorrent-drill-1, and its Secret',
  ]);
  expect(cluster.done).toContain('remove');
  expect(cluster.done.filter((each) => each.includes('qbittorrent-drill-1'))).toHaveLength(2);
  expect(cluster.lease).toBeUndefined();
});

test('what cannot be put back stays in the journal, and is said', async () => {
  const cluster = new DrillCluster();
  cluster.failsToRemove = true;
  const report = await play(
    cluster,
    scenario(async ({ journal }) => {
      await journal.note(rules);
      return [];
    }),
  );
  expect(report.left[0]).toMatch(/rules in the network of .* could not be put back: interrupted/);
  expect(cluster.journal).toEqual([rules]);
  expect(drillText(report)).toMatch(/left behind: .*; run podlock drill again/);
});

test('the reports tell the timeline, and what is told is never markup', async () => {
  const told = scenario(async ({ tell }) => {
    tell('<b>gluetun</b> noticed after 7 s');
    return ['3 packets passed'];
  });
  const report = await play(new DrillCluster(), told);
  const page = drillHtml(report, new Date(0));
  expect(page).toContain('&lt;b&gt;gluetun&lt;/b&gt; noticed after 7 s');
  expect(page).not.toMatch(/(?:src|href)=/);
  expect(drillText(report)).toMatch(
    /✘ X: a test \(failed\)\n.* s {2}<b>gluetun<\/b> noticed after 7 s\n {4}✘ 3 packets passed/,
  );
  expect(JSON.parse(drillJson(report))).toMatchObject({
    version: 1,
    results: [{ id: 'X', state: 'failed' }],
    left: [],
  });
});
