import { fieldsOf, isSwitchedOn, itemsOf, textOf } from '../../manifest/plain-value';
import { mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock } from '../lock';

export const check: Check = (pod) => [
  ...token(pod),
  ...serviceLinks(pod),
  ...sharedNamespaces(pod),
  ...projectedTokens(pod),
  ...nodeFolders(pod),
];

function at({ workload }: VpnPod, field: string) {
  const { podSpec, podSpecPath } = workload;
  return field in podSpec ? [...podSpecPath, field] : podSpecPath;
}

/** The Pod's own word comes first, then its ServiceAccount's, where the input has it. */
function token(pod: VpnPod): OpenLock[] {
  const { podSpec } = pod.workload;
  const own = podSpec['automountServiceAccountToken'];
  if (own === false) return [];
  const account = textOf(podSpec['serviceAccountName']) ?? 'default';
  const found = pod.index.named('ServiceAccount', account, pod.namespace)?.object;
  if (own === undefined && found?.['automountServiceAccountToken'] === false) return [];
  return [
    {
      state: 'open',
      message: `every container can read the token of ServiceAccount "${account}"`,
      path: at(pod, 'automountServiceAccountToken'),
    },
  ];
}

function serviceLinks(pod: VpnPod): OpenLock[] {
  if (pod.workload.podSpec['enableServiceLinks'] === false) return [];
  return [
    {
      state: 'open',
      message: 'every container is told the addresses of all Services of the namespace',
      path: at(pod, 'enableServiceLinks'),
      severity: 'advice',
    },
  ];
}

const shared = {
  shareProcessNamespace: "every container sees the others' processes, and their environment",
  hostPID: "every container sees the node's processes",
  hostIPC: "every container shares the node's memory segments",
} as const;

function sharedNamespaces(pod: VpnPod): OpenLock[] {
  return Object.entries(shared)
    .filter(([field]) => isSwitchedOn(pod.workload.podSpec[field]))
    .map(([field, message]) => ({ state: 'open', message: `${field}: ${message}`, path: at(pod, field) }));
}

function projectedTokens(pod: VpnPod): OpenLock[] {
  return [...pod.volumes.values()].flatMap(({ name, path, fields }) =>
    itemsOf(fieldsOf(fields['projected'])['sources'])
      .filter((source) => fieldsOf(source)['serviceAccountToken'] !== undefined)
      .map(() => ({ state: 'open', message: `volume ${name} hands out a service-account token`, path })),
  );
}

/** Folders of the node that hold its container runtime, its kubelet, its processes, or everything. */
const nodeFolder =
  /^\/(?:$|proc(?:\/|$)|sys(?:\/|$)|etc(?:\/kubernetes|$)|(?:var\/)?run(?:$|\/(?:docker|containerd|k3s|crio|netns))|var(?:$|\/lib(?:$|\/(?:kubelet|rancher|containerd|docker)))|root(?:\/|$))/;

function nodeFolders(pod: VpnPod): OpenLock[] {
  return pod.companions.flatMap((container) =>
    mounts(pod, container).flatMap(({ volume, path }) => {
      const folder = textOf(fieldsOf(volume.fields['hostPath'])['path']);
      if (folder === undefined || !nodeFolder.test(folder)) return [];
      return [{ state: 'open' as const, message: `${container.name} can take over its node through ${folder}`, path }];
    }),
  );
}
