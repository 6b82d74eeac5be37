import type { ManifestDocument } from '../../manifest/document';
import { tunnelInterfaceOf } from '../../manifest/gluetun-settings';
import { isSwitchedOn } from '../../manifest/plain-value';
import { containersOf, type PodContainer } from '../../manifest/pod-container';
import { torrentClientOf } from '../../manifest/torrent-client';
import { type VpnPod, vpnPodOf } from '../../manifest/vpn-pod';
import { type Workload, workloadOf } from '../../manifest/workload';
import type { Check, OpenLock } from '../lock';

export const check: Check = (pod, manifests) => {
  const { podSpec, podSpecPath } = pod.workload;
  const open: OpenLock[] = [];
  if (isSwitchedOn(podSpec['hostNetwork'])) {
    open.push({
      state: 'open',
      message: "hostNetwork puts the Pod, and gluetun's firewall rules, on its node's network",
      path: [...podSpecPath, 'hostNetwork'],
    });
  }
  open.push(...secondUplink(pod));
  // Also beside a client that is inside: one is no reason to think that all are.
  const outside = allClientsOutside(manifests, pod.index);
  if (outside.length > 0 || pod.companions.length > 0) return [...open, ...outside];
  return [
    ...open,
    {
      state: 'open',
      message: `gluetun is alone in its Pod: nothing shares its network, so whatever it is for runs elsewhere`,
      path: pod.gluetun.path,
    },
  ];
};

/** Multus gives a Pod further interfaces, each by the name that the annotation asks for. */
const networksAnnotation = 'k8s.v1.cni.cncf.io/networks';

/** Where an uplink has the tunnel's name, every rule that lets the tunnel through lets the uplink through. */
function secondUplink(pod: VpnPod): OpenLock[] {
  const networks = pod.workload.podAnnotations.get(networksAnnotation) ?? '';
  const named = [...networks.matchAll(/"interface"\s*:\s*"([^"]+)"|@([\w.-]+)/g)].map(
    ([, json, short]) => json ?? short,
  );
  const tunnel = tunnelInterfaceOf(pod);
  if (tunnel === undefined || !named.includes(tunnel)) return [];
  const path = [...pod.workload.podSpecPath.slice(0, -1), 'metadata', 'annotations', networksAnnotation];
  return [{ state: 'open', message: `another network is attached as ${tunnel}, the name of the tunnel`, path }];
}

const known = new WeakMap<readonly ManifestDocument[], readonly OpenLock[]>();

/** The same for every Pod of an input. */
function allClientsOutside(
  manifests: readonly ManifestDocument[],
  index: Parameters<typeof vpnPodOf>[1],
): readonly OpenLock[] {
  const outside = known.get(manifests) ?? manifests.flatMap((document) => clientsOutside(document, index));
  known.set(manifests, outside);
  return outside;
}

/** BitTorrent clients in Pods without gluetun. */
function clientsOutside(document: ManifestDocument, index: Parameters<typeof vpnPodOf>[1]): OpenLock[] {
  const workload = workloadOf(document);
  if (workload === undefined || vpnPodOf(workload, index) !== undefined) return [];
  return clientsOf(workload, index).map((container) => ({
    state: 'open',
    message: `${container.name} of ${workload.reference.kind} "${workload.reference.name}" runs in a Pod without gluetun`,
    path: [...container.path, 'image'],
    document,
  }));
}

function clientsOf(workload: Workload, index: Parameters<typeof vpnPodOf>[1]): readonly PodContainer[] {
  const { namespace } = workload.reference;
  const sources = {
    configMap: (name: string) => index.configMap(name, namespace),
    secret: (name: string) => index.secret(name, namespace),
  };
  const containers = containersOf(workload.podSpec, workload.podSpecPath, sources);
  return containers.filter((container) => torrentClientOf(container) !== undefined);
}
