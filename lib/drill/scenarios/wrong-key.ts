import { randomBytes } from 'node:crypto';
import type { Cluster } from '../../live/cluster';
import { ClusterError, refusalOf } from '../../live/cluster-error';
import { pause } from '../../live/pause';
import { type Fields, fieldsOf, itemsOf, textOf } from '../../manifest/plain-value';
import { mounts } from '../../manifest/vpn-pod';
import { removeCopy } from '../put-back';
import type { Scenario, Stage } from '../scenario';
import { clientOf } from '../watching';

const watchSeconds = 25;

export const wrongKey: Scenario = {
  id: 'C',
  title: 'a wrong key, in a copy of the Pod',
  warning: 'a copy of the Pod with empty volumes and made-up keys runs beside it for half a minute, then is removed',
  async play(stage) {
    const { cluster, journal, pod, tell } = stage;
    const name = `${pod.vpnPod.workload.reference.name}-drill-${randomBytes(3).toString('hex')}`;
    await journal.note({ kind: 'copy', name });
    await create(cluster, pod.namespace, 'secrets', wrongKeys(name, stage));
    await create(cluster, pod.namespace, 'pods', await copyOf(name, stage));
    tell(`the copy ${name} starts, with made-up keys`);
    const client = clientOf(pod);
    let ran = false;
    for (const end = Date.now() + watchSeconds * 1000; Date.now() < end; await pause(1)) {
      const seen = await cluster.get(`/api/v1/namespaces/${pod.namespace}/pods/${name}`);
      ran = ran || isRunning(seen, pod.vpnPod.gluetun.name);
      if (hasStarted(seen, client)) return [`${client} started in the copy although its key is wrong`];
    }
    if (!ran) throw new ClusterError('refused', `gluetun never ran in the copy ${name}, so nothing was shown`);
    tell(`gluetun ran in the copy, and ${client} did not start in ${watchSeconds} s`);
    await removeCopy(cluster, pod.namespace, name);
    tell('the copy is removed');
    return [];
  },
};

async function create(cluster: Cluster, namespace: string, kind: string, object: unknown): Promise<void> {
  const answer = await cluster.request('POST', `/api/v1/namespaces/${namespace}/${kind}`, object);
  if (answer.status >= 300) throw refusalOf(answer, `making a copy of the Pod (${kind})`);
}

/** The names of the keys are those of the files that gluetun's settings name; their values are never read. */
function wrongKeys(name: string, { pod: { namespace, vpnPod } }: Stage): unknown {
  const files = [...vpnPod.gluetun.environment.entries()].flatMap(([variable, setting]) =>
    /_SECRETFILE$/.test(variable) && setting.kind === 'value' ? [setting.value.split('/').at(-1) ?? ''] : [],
  );
  const byDefault = ['wireguard_private_key', 'wireguard_preshared_key', 'openvpn_user', 'openvpn_password'];
  const key = randomBytes(32).toString('base64');
  const stringData = Object.fromEntries([...byDefault, ...files].map((file) => [file, key]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData };
}

/** The Pod as it runs, without its data: whatever it writes must not reach the real one's volumes. */
async function copyOf(name: string, { cluster, pod }: Stage): Promise<unknown> {
  const { vpnPod, namespace } = pod;
  const original = await cluster.get(`/api/v1/namespaces/${namespace}/pods/${pod.name}`);
  const spec = fieldsOf(original['spec']);
  const keys = new Set(
    mounts(vpnPod, vpnPod.gluetun).flatMap(({ volume }) => ('secret' in volume.fields ? volume.name : [])),
  );
  const labels = { ...fieldsOf(fieldsOf(original['metadata'])['labels']) };
  // With this label the ReplicaSet would adopt the copy, and remove one of the two.
  delete labels['pod-template-hash'];
  delete labels['controller-revision-hash'];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      ...spec,
      ephemeralContainers: undefined,
      initContainers: itemsOf(spec['initContainers']).map((each) => withoutLiteralKeys(fieldsOf(each))),
      containers: itemsOf(spec['containers']).map((each) => withoutLiteralKeys(fieldsOf(each))),
      volumes: itemsOf(spec['volumes']).map((each) => emptied(fieldsOf(each), keys, name)),
      terminationGracePeriodSeconds: 1,
    },
  };
}

function emptied(volume: Fields, keys: ReadonlySet<string>, secretName: string): Fields {
  const name = textOf(volume['name']) ?? '';
  const path = textOf(fieldsOf(volume['hostPath'])['path']);
  if (keys.has(name)) return { name, secret: { ...fieldsOf(volume['secret']), secretName } };
  const holdsData =
    'persistentVolumeClaim' in volume || 'nfs' in volume || (path !== undefined && path !== '/dev/net/tun');
  return holdsData ? { name, emptyDir: {} } : volume;
}

/** Keys that stand in the environment become made-up ones too. */
function withoutLiteralKeys(container: Fields): Fields {
  const isKey = (name: unknown) =>
    /^(?:WIREGUARD_(?:PRIVATE|PRESHARED)_KEY|OPENVPN_(?:USER|PASSWORD))$/.test(String(name));
  const env = itemsOf(container['env']).map((each) => {
    const { name } = fieldsOf(each);
    return isKey(name) ? { name, value: randomBytes(32).toString('base64') } : each;
  });
  return { ...container, env };
}

function statusOf(pod: Fields, name: string): Fields {
  const status = fieldsOf(pod['status']);
  const all = [...itemsOf(status['initContainerStatuses']), ...itemsOf(status['containerStatuses'])].map(fieldsOf);
  return all.find((each) => each['name'] === name) ?? {};
}

function isRunning(pod: Fields, name: string): boolean {
  return 'running' in fieldsOf(statusOf(pod, name)['state']);
}

function hasStarted(pod: Fields, name: string): boolean {
  const status = statusOf(pod, name);
  const states = { ...fieldsOf(status['state']), ...fieldsOf(status['lastState']) };
  return 'running' in states || 'terminated' in states || Number(status['restartCount'] ?? 0) > 0;
}
