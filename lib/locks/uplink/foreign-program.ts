import { posix } from 'node:path';
import type { Path } from '../../manifest/document';
import type { PodContainer } from '../../manifest/pod-container';
import { choosesPrograms } from '../../manifest/shell-variables';
import { files, mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { OpenLock } from '../lock';

/** Where programs, and what they load, are found. /lib/modules is not: it is for the kernel. */
const programFolder =
  /^\/(?:$|etc$|etc\/ld|(?:usr(?:\/local)?\/)?(?:s?bin|lib(?!\/modules(?:\/|$))\w*)(?:\/|$)|usr(?:\/local)?$)/;

/** What makes a container run other programs than those of its image, under the same names. */
export function foreignPrograms(pod: VpnPod, container: PodContainer): OpenLock[] {
  const found = (what: string, path: Path): OpenLock => ({
    state: 'unknown',
    message: `${container.name} may run other programs than its image's: ${what}`,
    path,
  });
  const variables = [...container.environment.entries()].filter(([name, variable]) =>
    choosesPrograms(name, variable.kind === 'value' ? variable.value : 'hidden'),
  );
  const overlaid = mounts(pod, container).filter(
    (mount) => programFolder.test(posix.normalize(mount.mountPath)) && !holdsOnlyScripts(pod, container, mount.path),
  );
  return [
    ...variables.map(([name, { path }]) => found(`${name} is set`, path)),
    ...overlaid.map(({ volume, mountPath, path }) => found(`volume ${volume.name} is mounted at ${mountPath}`, path)),
  ];
}

/** Scripts of the input that are called by their full names are read like any other, and have no program's name. */
function holdsOnlyScripts(pod: VpnPod, container: PodContainer, path: Path): boolean {
  const held = files(pod, container).filter(({ mount }) => mount.path.join() === path.join());
  return held.length > 0 && held.every(({ name, text }) => text !== undefined && name.endsWith('.sh'));
}
