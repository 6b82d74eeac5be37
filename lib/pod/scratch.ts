import type { Companion } from '../declaration/companion';
import { groupBy } from '../manifest/group-by';
import type { Volume, VolumeMount } from '../manifest/kubernetes';
import { type ContainerDraft, draftContainer } from './draft';

const volume: Volume = { name: 'companions-scratch', emptyDir: {} };
const folder = '/scratch';

/**
 * Empty folders that belong to a companion's user. The root folder of a volume belongs to root, whatever fsGroup says, and
 * s6-overlay (linuxserver's images) starts on no /run but its user's own; so that user makes folders inside the volume,
 * and the companion mounts those. It needs no capability and no shell in the companion's image: gluetun's has one.
 */
export function scratchContainers(
  companions: readonly Companion[],
  image: string,
): { readonly containers: readonly ContainerDraft[]; readonly volumes: readonly Volume[] } {
  const byUser = groupBy(
    companions.filter(({ scratch }) => scratch.length > 0),
    ({ runAs: { user, group } }) => `${user}-${group}`,
  );
  const containers = [...byUser].map(([id, owned]) => ({
    ...draftContainer(`scratch-${id}`, image),
    command: ['/bin/sh', '-c', `set -eu\numask 022\nmkdir -p ${owned.flatMap(foldersOf).map(quoted).join(' ')}\n`],
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    securityContext: { ...userOf(owned), runAsNonRoot: true, readOnlyRootFilesystem: true },
    volumeMounts: [{ name: volume.name, mountPath: folder }],
  }));
  return { containers, volumes: containers.length === 0 ? [] : [volume] };
}

/** Where a companion has its scratch folders. */
export function scratchMounts(companion: Companion): readonly VolumeMount[] {
  return companion.scratch.map((path) => ({
    name: volume.name,
    mountPath: path,
    subPath: `${companion.name}${path}`,
  }));
}

function foldersOf({ name, scratch }: Companion): readonly string[] {
  return scratch.map((path) => `${folder}/${name}${path}`);
}

function userOf([companion]: readonly Companion[]) {
  return companion === undefined ? {} : { runAsUser: companion.runAs.user, runAsGroup: companion.runAs.group };
}

/** As a word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
