import type { ManifestDocument } from '../manifest/document';
import type { KubernetesObject } from '../manifest/kubernetes';
import { indexOf } from '../manifest/manifest-index';
import { type Fields, fieldsOf, isFields, itemsOf, textOf, wholeNumberOf } from '../manifest/plain-value';
import { containersOf } from '../manifest/pod-container';
import { torrentClientOf } from '../manifest/torrent-client';
import { vpnPodOf } from '../manifest/vpn-pod';
import { workloadOf } from '../manifest/workload';
import type { Cluster } from './cluster';
import { ClusterError, endsEverything } from './cluster-error';
import type { ContainerStatus, LivePod, OutsideClient, Unread } from './live-pod';

/** Where to look for Pods with gluetun. */
export interface PodChoice {
  /** @default - every namespace */
  readonly namespace?: string;
  /** The Pod's name, or that of the workload that made it. @default - every Pod with gluetun */
  readonly name?: string;
}

/**
 * The Pods with gluetun that are in the cluster now, ours and anyone's, known as `podlock check` knows them.
 * @throws ClusterError when the Pods themselves cannot be listed
 */
export async function findLivePods(cluster: Cluster, { namespace, name }: PodChoice): Promise<readonly LivePod[]> {
  const path = namespace === undefined ? '/api/v1/pods' : `/api/v1/namespaces/${namespace}/pods`;
  const all = itemsOf((await cluster.get(path))['items'])
    .map((item) => objectOf(item, 'v1', 'Pod'))
    .filter(isLasting);
  const pods = all.filter(hasGluetun);
  const found: LivePod[] = [];
  for (const pod of pods) {
    const owner = await ownerOf(cluster, pod);
    if (name !== undefined && ![pod.metadata.name, owner.object?.metadata.name].includes(name)) continue;
    found.push(await livePodOf(cluster, pod, owner, all));
  }
  return found;
}

function isLasting({ metadata, ...pod }: KubernetesObject): boolean {
  const phase = textOf(fieldsOf(pod['status'])['phase']);
  return fieldsOf(metadata)['deletionTimestamp'] === undefined && phase !== 'Succeeded' && phase !== 'Failed';
}

function hasGluetun(pod: KubernetesObject): boolean {
  const workload = workloadOf(documentOf(pod));
  return workload !== undefined && vpnPodOf(workload, indexOf([])) !== undefined;
}

function clientsIn(pod: KubernetesObject): readonly OutsideClient[] {
  const containers = containersOf(fieldsOf(pod['spec']), ['spec'], {
    configMap: () => undefined,
    secret: () => undefined,
  });
  return containers
    .filter(({ phase }) => phase === 'main' || phase === 'sidecar')
    .filter((container) => torrentClientOf(container) !== undefined)
    .map(({ name }) => ({ pod: pod.metadata.name, container: name }));
}

/** A List leaves kind and apiVersion of its items away. */
function objectOf(item: unknown, apiVersion: string, kind: string): KubernetesObject {
  const fields = fieldsOf(item);
  const metadata = fieldsOf(fields['metadata']);
  return { ...fields, apiVersion, kind, metadata: { ...metadata, name: textOf(metadata['name']) ?? '' } };
}

function documentOf(object: KubernetesObject): ManifestDocument {
  return { object, file: 'cluster', position: () => ({ line: 1, column: 1 }) };
}

interface Owner {
  readonly object: KubernetesObject | undefined;
  readonly unread: readonly Unread[];
}

const ownerPaths: Readonly<Record<string, string>> = {
  ReplicaSet: 'apis/apps/v1/namespaces/NAMESPACE/replicasets',
  Deployment: 'apis/apps/v1/namespaces/NAMESPACE/deployments',
  StatefulSet: 'apis/apps/v1/namespaces/NAMESPACE/statefulsets',
  DaemonSet: 'apis/apps/v1/namespaces/NAMESPACE/daemonsets',
  Job: 'apis/batch/v1/namespaces/NAMESPACE/jobs',
};

/** The object that makes the Pod: for a Deployment's Pod the Deployment, not the ReplicaSet between them. */
async function ownerOf(cluster: Cluster, child: KubernetesObject): Promise<Owner> {
  const reference = controllerOf(child);
  const collection = ownerPaths[reference?.kind ?? ''];
  if (reference === undefined || collection === undefined) return { object: undefined, unread: [] };
  const { kind, name, apiVersion } = reference;
  const namespace = child.metadata.namespace ?? 'default';
  try {
    const path = `/${collection.replace('NAMESPACE', namespace)}/${name}`;
    const object = objectOf(await cluster.get(path), apiVersion, kind);
    const above = await ownerOf(cluster, object);
    return { object: above.object ?? object, unread: above.unread };
  } catch (error) {
    return { object: undefined, unread: [unreadOf(error, `${kind} ${namespace}/${name}`, ['restart'])] };
  }
}

function controllerOf({ metadata }: KubernetesObject) {
  const references = itemsOf(fieldsOf(metadata)['ownerReferences']).map(fieldsOf);
  const found = references.find(({ controller }) => controller === true);
  if (found === undefined) return undefined;
  const [kind, name, apiVersion, uid] = ['kind', 'name', 'apiVersion', 'uid'].map((key) => textOf(found[key]) ?? '');
  return { kind: kind ?? '', name: name ?? '', apiVersion: apiVersion ?? '', uid: uid ?? '' };
}

function unreadOf(error: unknown, what: string, locks: readonly string[]): Unread {
  if (endsEverything(error) || !(error instanceof ClusterError)) throw error;
  return { what, why: error.message, locks };
}

async function livePodOf(
  cluster: Cluster,
  pod: KubernetesObject,
  owner: Owner,
  all: readonly KubernetesObject[],
): Promise<LivePod> {
  const namespace = pod.metadata.namespace ?? 'default';
  const beside = await readBeside(cluster, namespace, pod);
  const document = documentOf(asItRuns(pod, owner.object));
  const documents = [document, ...beside.documents];
  const workload = workloadOf(document);
  const vpnPod = workload && vpnPodOf(workload, indexOf(documents));
  if (vpnPod === undefined)
    throw new Error(`the Pod ${namespace}/${pod.metadata.name} lost its gluetun while it was read`);
  const status = fieldsOf(pod['status']);
  const uid = controllerOf(pod)?.uid;
  return {
    namespace,
    name: pod.metadata.name,
    uid: textOf(fieldsOf(pod.metadata)['uid']) ?? '',
    node: textOf(fieldsOf(pod['spec'])['nodeName']) ?? '',
    nodeAddress: textOf(status['hostIP']) ?? '',
    addresses: itemsOf(status['podIPs']).flatMap((each) => textOf(fieldsOf(each)['ip']) ?? []),
    vpnPod,
    statuses: statusesOf(status),
    siblings: uid === undefined ? 1 : all.filter((each) => controllerOf(each)?.uid === uid).length,
    outside: all.filter((each) => each.metadata.namespace === namespace && !hasGluetun(each)).flatMap(clientsIn),
    unread: [...owner.unread, ...beside.unread],
  };
}

/** What the Pod was made from may have changed since; the Pod's own spec is what runs. */
function asItRuns(pod: KubernetesObject, owner: KubernetesObject | undefined): KubernetesObject {
  const template = fieldsOf(fieldsOf(owner?.['spec'])['template']);
  if (owner === undefined || !isFields(template['spec'])) return pod;
  const { labels, annotations } = pod.metadata;
  const live = { metadata: { labels, annotations }, spec: pod['spec'] };
  return { ...owner, spec: { ...fieldsOf(owner['spec']), template: live } };
}

interface Listing {
  readonly path: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly locks: readonly string[];
}

/** What the checks read beside the Pod. Secrets are not among it. */
function listingsFor(namespace: string, pod: KubernetesObject): readonly Listing[] {
  const admission = (kind: string, plural: string): Listing => ({
    path: `/apis/admissionregistration.k8s.io/v1/${plural}`,
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    locks: ['admission'],
  });
  const list = (
    group: string,
    apiVersion: string,
    kind: string,
    plural: string,
    locks: readonly string[],
  ): Listing => ({
    path: `/${group}/${apiVersion}/namespaces/${namespace}/${plural}`,
    apiVersion,
    kind,
    locks,
  });
  const policies = list('apis', 'networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', [
    'egress-policy',
    'inbound',
  ]);
  const services = list('api', 'v1', 'Service', 'services', ['torrent-port']);
  const configMaps = list('api', 'v1', 'ConfigMap', 'configmaps', ['firewall', 'uplink', 'dns', 'interface-binding']);
  return [
    policies,
    services,
    ...(/"configMap/.test(JSON.stringify(pod['spec'])) ? [configMaps] : []),
    admission('ValidatingAdmissionPolicy', 'validatingadmissionpolicies'),
    admission('ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings'),
  ];
}

async function readBeside(cluster: Cluster, namespace: string, pod: KubernetesObject) {
  const documents: ManifestDocument[] = [];
  const unread: Unread[] = [];
  for (const { path, apiVersion, kind, locks } of listingsFor(namespace, pod)) {
    try {
      const items = itemsOf((await cluster.get(path))['items']);
      documents.push(...items.map((item) => documentOf(objectOf(item, apiVersion, kind))));
    } catch (error) {
      unread.push(unreadOf(error, `${kind} objects`, locks));
    }
  }
  try {
    documents.push(documentOf(objectOf(await cluster.get(`/api/v1/namespaces/${namespace}`), 'v1', 'Namespace')));
  } catch (error) {
    unread.push(unreadOf(error, `the Namespace ${namespace}`, ['admission']));
  }
  return { documents, unread };
}

/** What the kubelet says about each container, from a Pod's status. */
export function statusesOf(status: Fields): ReadonlyMap<string, ContainerStatus> {
  const lists = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'];
  const all = lists.flatMap((list) => itemsOf(status[list]).map(fieldsOf));
  return new Map(
    all.map((each): [string, ContainerStatus] => {
      const name = textOf(each['name']) ?? '';
      const running = fieldsOf(each['state'])['running'];
      const since = Date.parse(textOf(fieldsOf(running)['startedAt']) ?? '');
      return [
        name,
        {
          name,
          imageId: textOf(each['imageID']) ?? '',
          isRunning: isFields(running),
          isStarted: each['started'] === true,
          restarts: wholeNumberOf(each['restartCount']) ?? 0,
          since: Number.isNaN(since) ? undefined : since,
        },
      ];
    }),
  );
}
