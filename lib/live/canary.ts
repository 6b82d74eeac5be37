import { randomBytes } from 'node:crypto';
import type { ManifestDocument } from '../manifest/document';
import { type Fields, fieldsOf } from '../manifest/plain-value';
import type { Cluster } from './cluster';
import { ClusterError, endsEverything, refusalOf } from './cluster-error';
import type { LivePod } from './live-pod';
import { pause } from './pause';
import { type Seen, seen, unseen } from './seen';
import { type Target, type Tries, type Try, tryWaysOut } from './tries';

/**
 * A Pod without a tunnel, in a namespace of its own on the same node: what it reaches shows that the places can be
 * reached, and what it no longer reaches under a copy of the VPN Pod's NetworkPolicies shows that somebody enforces them.
 */
export interface CanaryReport {
  /** What it reached while no policy selected it. */
  readonly free: Tries;
  /** The same places under the copied policies. Empty where the VPN Pod has none. */
  readonly held: readonly Try[];
  /** Ports of the VPN Pod, tried from the canary. */
  readonly inbound: readonly Try[];
  /** How long it took until the policies were enforced, in seconds. @default - they were not */
  readonly enforcedAfter: number | undefined;
}

/** How to keep a canary. */
export interface CanaryPlan {
  /** A namespace that is there already. @default - one is made, and removed afterwards */
  readonly namespace?: string;
  readonly targets: readonly Target[];
  readonly inbound: readonly Target[];
  readonly policies: readonly ManifestDocument[];
  readonly askUrl: string;
  /** How long the policies may take to be enforced. @default 15 */
  readonly patienceSeconds?: number;
}

const label = 'podlock/canary';

/**
 * Keeps a canary for some ten seconds, and removes it whatever happens.
 * @param cleaner does the removal: it must work after an interruption too
 */
export async function askCanary(
  cluster: Cluster,
  cleaner: Cluster,
  pod: LivePod,
  plan: CanaryPlan,
): Promise<Seen<CanaryReport>> {
  const name = `podlock-canary-${randomBytes(4).toString('hex')}`;
  const home = plan.namespace ?? name;
  try {
    if (plan.namespace === undefined) {
      await removeForgotten(cluster);
      await create(cluster, '/api/v1/namespaces', namespaceObject(home));
    }
    await createPod(cluster, home, canaryPod(name, pod));
    return await watchCanary(cluster, { namespace: home, name }, plan);
  } catch (error) {
    if (endsEverything(error) || !(error instanceof ClusterError)) throw error;
    return unseen(error.message);
  } finally {
    await remove(cleaner, home, name, plan);
  }
}

async function remove(cleaner: Cluster, home: string, name: string, plan: CanaryPlan): Promise<void> {
  const paths =
    plan.namespace === undefined
      ? [`/api/v1/namespaces/${home}`]
      : [
          `/api/v1/namespaces/${home}/pods/${name}?gracePeriodSeconds=0`,
          ...plan.policies.map((_, index) => policyPath(home, `${name}-${index}`)),
        ];
  for (const path of paths) await cleaner.request('DELETE', path).catch(() => undefined);
}

/** What a killed run left: after ten minutes nobody uses it any more. */
async function removeForgotten(cluster: Cluster): Promise<void> {
  const { status, body } = await cluster.request(
    'GET',
    `/api/v1/namespaces?labelSelector=${encodeURIComponent(label)}`,
  );
  if (status !== 200) return;
  for (const item of Array.isArray(body['items']) ? body['items'] : []) {
    const metadata = fieldsOf(fieldsOf(item)['metadata']);
    const age = Date.now() - Date.parse(String(metadata['creationTimestamp']));
    if (age > 600_000) await cluster.request('DELETE', `/api/v1/namespaces/${metadata['name']}`);
  }
}

async function create(cluster: Cluster, path: string, object: unknown): Promise<void> {
  const answer = await cluster.request('POST', path, object);
  if (answer.status >= 300) throw refusalOf(answer, 'keeping a canary');
}

/** A new namespace has its service account, without which no Pod starts, a moment later. */
async function createPod(cluster: Cluster, namespace: string, object: unknown): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const answer = await cluster.request('POST', `/api/v1/namespaces/${namespace}/pods`, object);
    if (answer.status < 300) return;
    const isEarly = /serviceaccount "default" not found|error looking up service account/.test(
      String(answer.body['message']),
    );
    if (!isEarly || attempt > 20) throw refusalOf(answer, 'keeping a canary');
    await pause(0.25);
  }
}

function namespaceObject(name: string): unknown {
  const labels = { [label]: '', 'app.kubernetes.io/managed-by': 'podlock' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** gluetun's image is on the node already, and has a shell and busybox. Nothing of gluetun runs. */
function canaryPod(name: string, { node, vpnPod }: LivePod): unknown {
  const drop = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { [label]: '', 'app.kubernetes.io/managed-by': 'podlock' } },
    spec: {
      nodeName: node,
      activeDeadlineSeconds: 300,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      imagePullSecrets: fieldsOf(vpnPod.workload.podSpec)['imagePullSecrets'],
      containers: [
        {
          name: 'canary',
          image: vpnPod.gluetun.image,
          imagePullPolicy: 'IfNotPresent',
          command: ['/bin/sh', '-c', 'sleep 300'],
          securityContext: drop,
          resources: { limits: { memory: '64Mi' }, requests: { cpu: '10m', memory: '16Mi' } },
        },
      ],
    },
  };
}

interface Home {
  readonly namespace: string;
  readonly name: string;
}

async function watchCanary(cluster: Cluster, home: Home, plan: CanaryPlan): Promise<Seen<CanaryReport>> {
  if (!(await runs(cluster, home))) return unseen(`the canary ${home.namespace}/${home.name} did not start in 30 s`);
  const place = { namespace: home.namespace, pod: home.name, container: 'canary' };
  const free = await tryWaysOut(cluster, place, {
    targets: [...plan.targets, ...plan.inbound],
    sources: [],
    askUrl: plan.askUrl,
  });
  if (free.kind === 'unseen') return free;
  const connections = free.value.connections.slice(0, plan.targets.length);
  const report = {
    free: { ...free.value, connections },
    inbound: free.value.connections.slice(plan.targets.length),
  };
  const reachable = connections.filter(({ outcome }) => outcome === 'connected').map(({ target }) => target);
  if (plan.policies.length === 0) return seen({ ...report, held: [], enforcedAfter: undefined });
  for (const [index, policy] of plan.policies.entries()) {
    await create(cluster, policyPath(home.namespace), copyOf(policy, `${home.name}-${index}`));
  }
  const { patienceSeconds = 15 } = plan;
  const began = Date.now();
  let held: readonly Try[] = [];
  while (Date.now() - began < patienceSeconds * 1000) {
    const tried = await tryWaysOut(cluster, place, { targets: reachable, sources: [] });
    if (tried.kind === 'unseen') return tried;
    held = tried.value.connections;
    if (held.every(({ outcome }) => outcome === 'silent' || outcome === 'refused')) {
      return seen({ ...report, held, enforcedAfter: (Date.now() - began) / 1000 });
    }
    await pause(0.5);
  }
  return seen({ ...report, held, enforcedAfter: undefined });
}

async function runs(cluster: Cluster, { namespace, name }: Home): Promise<boolean> {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(0.25)) {
    const pod = await cluster.get(`/api/v1/namespaces/${namespace}/pods/${name}`);
    if (fieldsOf(pod['status'])['phase'] === 'Running') return true;
  }
  return false;
}

function policyPath(namespace: string, name?: string): string {
  const path = `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`;
  return name === undefined ? path : `${path}/${name}`;
}

/** The same rules for every Pod with the canary's label. */
function copyOf({ object }: ManifestDocument, name: string): Fields {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name },
    spec: { ...fieldsOf(object['spec']), podSelector: { matchLabels: { [label]: '' } } },
  };
}
