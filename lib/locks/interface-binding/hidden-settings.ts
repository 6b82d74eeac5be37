import { posix } from 'node:path';
import type { Mount } from '../../manifest/mounted-files';
import type { PodContainer } from '../../manifest/pod-container';
import { startScriptOf } from '../../manifest/start-script';
import { torrentClientOf } from '../../manifest/torrent-client';
import { files, mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { OpenLock } from '../lock';

/** The files of settings that clients read, as scripts name them. */
const settingsFile = /[\w./-]*(?:qBittorrent[\w-]*\.conf|settings\.json|core\.conf|\.rtorrent\.rc)\b/g;

/** hotio's image of qBittorrent has its profile there, whose folder qBittorrent is a link to /config. */
const linkedProfile = /^\/app(?:\/qBittorrent(?:\/config)?)?$/;

/** A client that does not find the settings that an init container writes for it: another mount stands before them. */
export function hiddenSettings(pod: VpnPod, client: PodContainer): OpenLock[] {
  const written = pod.containers
    .filter(({ phase }) => phase === 'init')
    .flatMap((writer) => writtenSettings(pod, writer, client));
  const own = mounts(pod, client);
  const isRead = (file: WrittenFile) =>
    placesOf(file, own).some(({ path, mount }) => shows(pod, client, coveredBy(path, mount, own)));
  const lost = written
    .filter((candidates) => candidates.length > 0 && !candidates.some(isRead))
    .flatMap((candidates) => candidates.slice(0, 1));
  const link =
    torrentClientOf(client) === 'qbittorrent' ? own.find(({ mountPath }) => linkedProfile.test(mountPath)) : undefined;
  const isOther = link !== undefined && !written.flat().some(({ mount }) => mount.volume === link.volume);
  return [
    ...lost.map((file) => hidden(client, file.name, before(file, own))),
    ...(isOther ? [hidden(client, 'qBittorrent.conf', link)] : []),
  ].slice(0, 1);
}

/** A ConfigMap or a Secret in front of the settings is read like any other. */
function shows(pod: VpnPod, client: PodContainer, mount: Mount | undefined): boolean {
  return mount === undefined || files(pod, client).some((file) => file.mount === mount);
}

function before(file: WrittenFile, own: readonly Mount[]): Mount | undefined {
  const [place] = placesOf(file, own);
  return place && coveredBy(place.path, place.mount, own);
}

function hidden({ name, path }: PodContainer, file: string, mount: Mount | undefined): OpenLock {
  const why = mount === undefined ? 'does not mount' : `mounts volume ${mount.volume.name} (${mount.mountPath}) before`;
  return {
    state: 'unknown',
    message: `${name} ${why} the ${posix.basename(file)} that is written for it, and the input does not show what binds it then`,
    path: mount?.path ?? path,
  };
}

interface WrittenFile {
  readonly name: string;
  readonly mount: Mount;
}

/**
 * What a script names of the settings on volumes that the client mounts too. A name without its folder may stand in any of
 * them, and counts only where the script never says which.
 */
function writtenSettings(pod: VpnPod, writer: PodContainer, client: PodContainer): readonly (readonly WrittenFile[])[] {
  const theirs = new Set(mounts(pod, client).map(({ volume }) => volume));
  const shared = mounts(pod, writer).filter(({ volume, readOnly }) => !readOnly && theirs.has(volume));
  const named = [...new Set(startScriptOf(pod, writer)?.text.match(settingsFile) ?? [])];
  const full = named.filter((name) => name.startsWith('/'));
  if (full.length === 0) {
    return named.map((name) => shared.map((mount) => ({ name: `${mount.mountPath}/${name}`, mount })));
  }
  return full.map((name) =>
    shared
      .filter(({ mountPath }) => isInside(posix.normalize(name), mountPath))
      .map((mount) => ({ name: posix.normalize(name), mount })),
  );
}

/** Under which names the client would find a file, were there no other mounts. */
function placesOf({ name, mount }: WrittenFile, own: readonly Mount[]): readonly { path: string; mount: Mount }[] {
  const stored = posix.join('/', mount.subPath ?? '', posix.relative(mount.mountPath, name));
  return own
    .filter(({ volume, subPath = '' }) => volume === mount.volume && isInside(stored, posix.join('/', subPath)))
    .map((each) => ({
      path: posix.join(each.mountPath, posix.relative(posix.join('/', each.subPath ?? ''), stored)),
      mount: each,
    }));
}

/** The mount that stands before a file of another one. One that shows the same file is a place of it by itself. */
function coveredBy(path: string, mount: Mount, own: readonly Mount[]): Mount | undefined {
  return own.find(
    (each) => each !== mount && isInside(path, each.mountPath) && isInside(each.mountPath, mount.mountPath),
  );
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
