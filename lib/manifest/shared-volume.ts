import type { Mount, PodVolume } from './mounted-files';
import { fieldsOf, textOf } from './plain-value';
import type { PodContainer } from './pod-container';
import { mounts, type VpnPod } from './vpn-pod';

/** The containers beside gluetun that can write, while they run, what a container finds at a mount. */
export function writersOf(pod: VpnPod, container: PodContainer, mount: Mount): readonly PodContainer[] {
  if (!isWritable(mount.volume)) return [];
  return pod.companions.filter(
    (other) =>
      other !== container &&
      mounts(pod, other).some(
        (each) => !each.readOnly && isSameStorage(each.volume, mount.volume) && meet(each.subPath, mount.subPath),
      ),
  );
}

/** Whether two volumes are one storage: the same volume, or the same claim or folder of the node under two names. */
function isSameStorage(one: PodVolume, other: PodVolume): boolean {
  const storage = storageOf(one);
  return one === other || (storage !== undefined && storage === storageOf(other));
}

function storageOf({ fields }: PodVolume): string | undefined {
  const claim = textOf(fieldsOf(fields['persistentVolumeClaim'])['claimName']);
  return claim === undefined ? textOf(fieldsOf(fields['hostPath'])['path']) : `claim ${claim}`;
}

/** The kubelet mounts ConfigMaps, Secrets and the like for reading only. */
export function isWritable({ fields }: PodVolume): boolean {
  return !['configMap', 'secret', 'projected', 'downwardAPI'].some((kind) => fields[kind]);
}

function meet(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return true;
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}
