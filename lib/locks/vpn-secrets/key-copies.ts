import { posix } from 'node:path';
import { type LaterScript, scriptsOf } from '../../manifest/later-scripts';
import type { Mount, PodVolume } from '../../manifest/mounted-files';
import type { PodContainer } from '../../manifest/pod-container';
import { isWritable } from '../../manifest/shared-volume';
import { computed } from '../../manifest/shell-word';
import { mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { OpenLock } from '../lock';
import { prints } from './printed-keys';

/** Scripts of gluetun that name the folder of the keys, while gluetun can write where another container reads. */
export function keyCopies(pod: VpnPod, holdsKeys: (volume: PodVolume) => boolean): OpenLock[] {
  const own = mounts(pod, pod.gluetun);
  const folders = own.filter(({ volume }) => holdsKeys(volume)).map(({ mountPath }) => mountPath);
  const shared = own.flatMap((mount) => {
    const reader = mount.readOnly || !isWritable(mount.volume) ? undefined : otherReader(pod, mount);
    return reader === undefined ? [] : [{ mount, reader }];
  });
  if (folders.length === 0) return [];
  const isMemoryShared = !own.some(({ mountPath }) => mountPath === '/dev/shm');
  return scriptsOf(pod, pod.gluetun).flatMap((script) => {
    const named = folders.filter((folder) => namesFolder(script, folder));
    if (named.length === 0) return [];
    const open = (what: string): OpenLock => ({
      state: 'open',
      message: `a script of gluetun ${what}`,
      path: script.path,
    });
    return [
      ...shared.map(({ mount: { volume, mountPath }, reader }) =>
        open(
          `names the folder of the VPN keys, and gluetun can write volume ${volume.name} (${mountPath}), which ${reader.name} reads`,
        ),
      ),
      ...(isMemoryShared && namesSharedMemory(script)
        ? [open('names the folder of the VPN keys and /dev/shm, which the containers of a Pod share')]
        : []),
      ...(prints(script.text, named) ? [open('prints the VPN keys: whoever reads its log has them')] : []),
    ];
  });
}

function namesSharedMemory({ text, reading }: LaterScript): boolean {
  return (
    /\bdev\/shm\b|\bshm\//.test(text) ||
    reading.commands.some(({ words }) => words.some((word) => /^\/+dev\/+shm\b/.test(word)))
  );
}

function otherReader(pod: VpnPod, { volume }: Mount): PodContainer | undefined {
  return pod.containers.find(
    (container) => container !== pod.gluetun && mounts(pod, container).some((each) => each.volume === volume),
  );
}

/** Programs whose patterns are not those of files. */
const takesPatterns = /(?:^|\/)(?:[ef]?grep|sed|awk|tr|expr)$/;

/** Whether a script names a folder, something in it, or one that holds it: also by a pattern, or from another folder. */
function namesFolder({ text, reading }: LaterScript, folder: string): boolean {
  if (/\$\{?\w+_SECRETFILE\b/.test(text)) return true;
  const written = text.split(/[\s"'`;&|()<>=]+/).filter((word) => /^[^/]+\/|^\/./.test(word));
  const words = reading.commands.flatMap(({ words: [program = '', ...rest] }) => {
    if (takesPatterns.test(program)) return [];
    return program === 'cd' ? rest.filter((word) => word !== '/') : rest;
  });
  return [...written, ...words].some((word) => isOnTheWay(word, folder));
}

function isOnTheWay(word: string, folder: string): boolean {
  if (word === '' || word.startsWith('-') || (word.includes(computed) && !word.startsWith('/'))) return false;
  const named = partsOf(posix.normalize(word));
  return partsOf(folder)
    .slice(0, named.length)
    .every((part, at) => matches(part, named[at] ?? ''));
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
}

function matches(part: string, pattern: string): boolean {
  // Any pattern of the shell may stand for any name.
  return part === pattern || pattern.includes(computed) || /[*?[]|\{[^{}]*,/.test(pattern);
}
