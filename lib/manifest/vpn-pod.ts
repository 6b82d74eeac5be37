import type { ManifestDocument } from './document';
import type { EnvironmentSources } from './environment';
import { indexOf, type ManifestIndex } from './manifest-index';
import { type Mount, type MountedFile, mountedFiles, mountsOf, type PodVolume, volumesOf } from './mounted-files';
import { commandOf, containersOf, imageName, type PodContainer } from './pod-container';
import { type Workload, workloadOf } from './workload';

/** A workload whose Pods run gluetun. */
export interface VpnPod {
  readonly workload: Workload;
  readonly document: ManifestDocument;
  readonly namespace: string | undefined;
  /** Every container in the order in which the kubelet starts them. */
  readonly containers: readonly PodContainer[];
  readonly gluetun: PodContainer;
  /** The containers that stay beside gluetun: the client and its companions, not those that only prepare. */
  readonly companions: readonly PodContainer[];
  readonly volumes: ReadonlyMap<string, PodVolume>;
  /** The other documents of the same input. */
  readonly index: ManifestIndex;
}

/** Environment variables that no other program knows (gluetun v3.41.3, and the old names of v3.29). */
const gluetunVariables = [
  'VPN_SERVICE_PROVIDER',
  'VPNSP',
  'FIREWALL_VPN_INPUT_PORTS',
  'FIREWALL_OUTBOUND_SUBNETS',
  'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT',
];

/** The workloads of an input whose Pods run gluetun, known by its image under any registry, or by its environment. */
export function findVpnPods(manifests: readonly ManifestDocument[]): readonly VpnPod[] {
  const index = indexOf(manifests);
  return manifests.flatMap((document) => {
    const workload = workloadOf(document);
    return (workload && vpnPodOf(workload, index)) ?? [];
  });
}

/** The workload as a Pod with gluetun, or undefined when it has none. */
export function vpnPodOf(workload: Workload, index: ManifestIndex): VpnPod | undefined {
  const { namespace } = workload.reference;
  const sources: EnvironmentSources = {
    configMap: (name) => index.configMap(name, namespace),
    secret: (name) => index.secret(name, namespace),
  };
  const containers = containersOf(workload.podSpec, workload.podSpecPath, sources);
  const gluetun = findGluetun(containers);
  if (gluetun === undefined) return undefined;
  const { document } = workload;
  const companions = containers.filter((container) => container !== gluetun && container.phase !== 'init');
  return { workload, document, namespace, containers, gluetun, companions, volumes: volumesOf(workload), index };
}

const mountsByContainer = new WeakMap<PodContainer, readonly Mount[]>();

/** What a container of a Pod mounts. */
export function mounts(pod: VpnPod, container: PodContainer): readonly Mount[] {
  const known = mountsByContainer.get(container) ?? mountsOf(container, pod.volumes);
  mountsByContainer.set(container, known);
  return known;
}

/** The files that ConfigMaps and Secrets put into a container. */
export function files(pod: VpnPod, container: PodContainer): readonly MountedFile[] {
  const known = fileCache.get(container);
  if (known !== undefined) return known;
  const found = mountedFiles(mounts(pod, container), pod.namespace, pod.index);
  fileCache.set(container, found);
  return found;
}

const fileCache = new WeakMap<PodContainer, readonly MountedFile[]>();

/** The containers that the kubelet starts before gluetun. */
export function beforeGluetun({ containers, gluetun }: VpnPod): readonly PodContainer[] {
  return containers.slice(0, containers.indexOf(gluetun));
}

/** gluetun's image serves other purposes too (a guard, a port watcher), so what runs gluetun itself goes first. */
function findGluetun(containers: readonly PodContainer[]): PodContainer | undefined {
  const candidates = containers.filter(({ phase, image }) => phase !== 'ephemeral' && isGluetunImage(image));
  const lasting = candidates.filter(({ phase }) => phase !== 'init');
  return (
    lasting.find(startsGluetun) ??
    candidates.find((container) => startsGluetun(container) && namesVariables(container)) ??
    lasting[0] ??
    containers.find(hasGluetunEnvironment) ??
    candidates.find(startsGluetun)
  );
}

function isGluetunImage(image: string): boolean {
  return /^gluetun(?![a-z0-9])/.test(imageName(image)) && !/^gluetun-(?:web|monitor|exporter)/.test(imageName(image));
}

function startsGluetun(container: PodContainer): boolean {
  const command = commandOf(container);
  return command.length === 0 || command.some((word) => word.includes('gluetun-entrypoint'));
}

function hasGluetunEnvironment(container: PodContainer): boolean {
  return container.phase !== 'init' && container.phase !== 'ephemeral' && namesVariables(container);
}

function namesVariables({ environment }: PodContainer): boolean {
  return gluetunVariables.some((name) => {
    const variable = environment.get(name);
    return variable !== undefined && variable.kind !== 'unknown';
  });
}
