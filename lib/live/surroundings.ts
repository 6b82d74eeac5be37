import { fieldsOf, itemsOf, textOf, wholeNumberOf } from '../manifest/plain-value';
import type { Cluster } from './cluster';
import { ClusterError, endsEverything } from './cluster-error';
import type { LivePod, Unread } from './live-pod';
import type { ContainerLook } from './look';
import type { Target } from './tries';

/** What lies around the Pod, past the tunnel. */
export interface Surroundings {
  readonly targets: readonly Target[];
  readonly unread: readonly Unread[];
}

/** Public addresses that answer on port 443 to anybody: Cloudflare's resolvers. */
const publicTargets: readonly Target[] = [
  { name: 'a public address', host: '1.1.1.1', port: 443 },
  { name: 'a public IPv6 address', host: '2606:4700:4700::1111', port: 443 },
];

const kubeletPort = 10250;
const kubernetesService = 'kubernetes.io/service-name';

/** The places that the API knows of: the node, its gateway, the API server, CoreDNS and another Pod. */
export async function surroundingsOf(cluster: Cluster, pod: LivePod, look: ContainerLook): Promise<Surroundings> {
  const unread: Unread[] = [];
  const ask = async (
    what: string,
    question: () => Promise<readonly Target[]>,
    locks: readonly string[] = ['uplink'],
  ): Promise<readonly Target[]> => {
    try {
      return await question();
    } catch (error) {
      if (endsEverything(error) || !(error instanceof ClusterError)) throw error;
      unread.push({ what, why: error.message, locks });
      return [];
    }
  };
  const [, apiHost = '', apiPort = ''] = /^(.*):(\d+)$/.exec(look.apiServer ?? '') ?? [];
  const targets = [
    ...publicTargets.filter(({ host }) => !host.includes(':') || look.hasIpv6),
    ...(look.uplink
      ? [{ name: "the kubelet on the node's Pod gateway", host: look.uplink.gateway, port: kubeletPort }]
      : []),
    { name: 'the kubelet on the node', host: pod.nodeAddress, port: kubeletPort },
    ...(apiHost === '' ? [] : [{ name: 'the API server by its Service', host: apiHost, port: Number(apiPort) }]),
    ...(await ask('endpointslices in default', () =>
      endpoints(cluster, 'default', 'kubernetes', 'the API server itself'),
    )),
    ...(await ask('services in kube-system', () => coreDnsService(cluster))),
    ...(await ask('endpointslices in kube-system', () =>
      endpoints(cluster, 'kube-system', 'kube-dns', 'the CoreDNS Pod'),
    )),
    // CoreDNS is another Pod too, so nothing hangs on a further one.
    ...(await ask("the node's other Pods", () => neighbour(cluster, pod), [])),
  ];
  return { targets: targets.filter(({ host }) => host !== ''), unread };
}

async function coreDnsService(cluster: Cluster): Promise<readonly Target[]> {
  const service = await cluster.get('/api/v1/namespaces/kube-system/services/kube-dns');
  const host = textOf(fieldsOf(service['spec'])['clusterIP']) ?? '';
  return [{ name: 'CoreDNS by its Service', host, port: 53 }];
}

/** The first endpoint of a Service. DNS is tried by TCP, which CoreDNS answers too. */
async function endpoints(
  cluster: Cluster,
  namespace: string,
  service: string,
  name: string,
): Promise<readonly Target[]> {
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const slices = await cluster.get(`${path}?labelSelector=${encodeURIComponent(`${kubernetesService}=${service}`)}`);
  for (const slice of itemsOf(slices['items']).map(fieldsOf)) {
    const host = textOf(itemsOf(fieldsOf(itemsOf(slice['endpoints'])[0])['addresses'])[0]);
    const ports = itemsOf(slice['ports']).map(fieldsOf);
    const port = wholeNumberOf(ports.find(({ protocol }) => protocol === 'TCP')?.['port']);
    if (host !== undefined && port !== undefined) return [{ name, host, port }];
  }
  return [];
}

/** Another Pod of the node with a TCP port that it declares. */
async function neighbour(cluster: Cluster, { node, uid }: LivePod): Promise<readonly Target[]> {
  const selector = encodeURIComponent(`spec.nodeName=${node},status.phase=Running`);
  const pods = itemsOf((await cluster.get(`/api/v1/pods?fieldSelector=${selector}`))['items']).map(fieldsOf);
  const found = pods.flatMap((pod): Target[] => {
    const metadata = fieldsOf(pod['metadata']);
    const spec = fieldsOf(pod['spec']);
    const host = textOf(fieldsOf(pod['status'])['podIP']);
    const ports = itemsOf(spec['containers']).flatMap((container) =>
      itemsOf(fieldsOf(container)['ports']).map(fieldsOf),
    );
    const port = wholeNumberOf(
      ports.find(({ protocol }) => protocol === undefined || protocol === 'TCP')?.['containerPort'],
    );
    const isOther =
      metadata['uid'] !== uid && spec['hostNetwork'] !== true && metadata['deletionTimestamp'] === undefined;
    if (!isOther || host === undefined || port === undefined) return [];
    return [{ name: `another Pod, ${textOf(metadata['namespace'])}/${textOf(metadata['name'])},`, host, port }];
  });
  return found.slice(0, 1);
}
