import type { ManifestDocument } from '../../manifest/document';
import { isSwitchedOn } from '../../manifest/plain-value';
import { containersOf, type PodContainer } from '../../manifest/pod-container';
import { torrentClientOf } from '../../manifest/torrent-client';
import { vpnPodOf } from '../../manifest/vpn-pod';
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
  if (pod.companions.length > 0) return open;
  const outside = manifests.flatMap((document) => clientsOutside(document, pod.index));
  if (outside.length > 0) return [...open, ...outside];
  return [
    ...open,
    {
      state: 'open',
      message: `gluetun is alone in its Pod: nothing shares its network, so whatever it is for runs elsewhere`,
      path: pod.gluetun.path,
    },
  ];
};

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
