import { readInput } from '../check/read-input';
import { groupBy } from '../manifest/group-by';
import { sourcesOf } from '../manifest/mounted-files';
import { fieldsOf, itemsOf, textOf } from '../manifest/plain-value';
import { readManifests } from '../manifest/read-manifests';
import { findVpnPods, mounts, type VpnPod } from '../manifest/vpn-pod';
import { UsageError } from './usage-error';

/** A Secret that a gluetun mounts. */
export interface MountedSecret {
  readonly name: string;
  readonly namespace: string | undefined;
  /** Sorted; empty where the volume does not pick any. */
  readonly keys: readonly string[];
}

/**
 * The Secrets that gluetun mounts in any manifests, with the keys that it reads.
 * @throws UsageError when there is nothing to read
 */
export async function mountedSecrets(folder: string): Promise<readonly MountedSecret[]> {
  const pods = await podsIn(folder);
  const byPlace = groupBy(pods.flatMap(secretsOf), ({ name, namespace }) => `${namespace ?? ''}/${name}`);
  return [...byPlace.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, keys: keysOf([first, ...others]) }],
  );
}

/**
 * The programs of Podlock's own Pods that have a Secret of this name as a volume, as their labels call them.
 * @throws UsageError when there is nothing to read
 */
export async function clientsWith(secret: string, namespace: string, folder: string): Promise<readonly string[]> {
  return (await podsIn(folder))
    .filter((pod) => pod.namespace === namespace && hasVolumeOf(pod, secret))
    .flatMap(({ workload }) => workload.podLabels.get('app.kubernetes.io/name') ?? []);
}

function hasVolumeOf({ volumes }: VpnPod, secret: string): boolean {
  return [...volumes.values()].some(({ fields }) => textOf(fieldsOf(fields['secret'])['secretName']) === secret);
}

async function podsIn(folder: string): Promise<readonly VpnPod[]> {
  const { errors, sources } = await readInput([folder], process.stdin);
  const [error] = errors;
  if (error !== undefined && sources.length === 0) throw new UsageError(`${error.file} ${error.message}`);
  return findVpnPods(sources.flatMap(({ file, text }) => readManifests(text, file).documents));
}

function secretsOf(pod: VpnPod): readonly MountedSecret[] {
  return mounts(pod, pod.gluetun)
    .flatMap(({ volume }) => sourcesOf(volume.fields))
    .filter(({ secret }) => secret)
    .map(({ items, name }) => ({
      name,
      namespace: pod.namespace,
      keys: itemsOf(items).flatMap((item) => textOf(fieldsOf(item)['key']) ?? []),
    }));
}

function keysOf(secrets: readonly MountedSecret[]): readonly string[] {
  return [...new Set(secrets.flatMap(({ keys }) => keys))].sort();
}
