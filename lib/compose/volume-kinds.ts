import { isAbsolute, posix } from 'node:path';
import { parseHostPath } from '../declaration/folder-path';
import { Remark, type SourceObject } from '../main-file/main-file';
import { ValueError } from '../network/value-error';
import type { Conversion, Located } from './conversion';
import { label } from './map-image';
import { at, type Tree, textAt } from './tree';

/** A mount of a service, as far as its data is concerned. */
export interface MountSource extends Located {
  /** `text` is the folder or the volume's name. Two mounts with the same id are the same data. */
  readonly id: string;
  readonly isBind: boolean;
  /** Whether it holds settings rather than media: that tells a size. */
  readonly isSmall: boolean;
}

/** Where the data of a mount is in the cluster, by the user's choice of storage. */
export function volumeSource(source: MountSource, conversion: Conversion): SourceObject {
  const { storage } = conversion.options;
  const nfs = source.isBind ? undefined : nfsOf(at(conversion.project.document, 'volumes', source.text));
  if (nfs !== undefined) return { nfs };
  if (storage.kind === 'nfs')
    return { nfs: { server: storage.server, path: posix.join(storage.path, folderName(source)) } };
  if (storage.kind === 'hostPath' && source.isBind)
    return nodeFolder(source, storage.folder, conversion) ?? claim(source);
  return claim(source);
}

function claim({ isSmall }: MountSource): SourceObject {
  if (isSmall) return { claim: { size: '1Gi' } };
  return { claim: { size: '100Gi' } };
}

/** A folder of the node: not one of the system's, which the declaration refuses. */
function nodeFolder(source: MountSource, folder: string, conversion: Conversion): SourceObject | undefined {
  const text = conversion.needed(source);
  if (text === undefined) return claim(source);
  const path = posix.normalize(isAbsolute(text) ? text : posix.join(folder, text)).replace(/(.)\/$/, '$1');
  try {
    return { hostPath: parseHostPath(path) };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    conversion.note('decided', `${path} becomes a claim: as a folder of the node it ${error.problem}`, {
      place: source.place,
    });
    return undefined;
  }
}

function folderName({ isBind, text }: MountSource): string {
  return isBind
    ? text
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .map((part) => label(part))
        .slice(-2)
        .join('/') || 'data'
    : label(text);
}

/** A named volume that Docker mounts from an NFS server. */
function nfsOf(volume: Tree | undefined): SourceObject | undefined {
  const options = at(volume, 'driver_opts');
  const device = /^:?(\/.*)$/.exec(textAt(options, 'device') ?? '')?.[1];
  const server = /(?:^|,)addr=([^,]+)/.exec(textAt(options, 'o') ?? '')?.[1];
  if (!textAt(options, 'type')?.startsWith('nfs') || device === undefined || server === undefined) return undefined;
  return { server, path: device };
}

/** A claim whose size is a guess says so. */
export function withSizeRemark(source: SourceObject): SourceObject | Remark {
  return 'claim' in source ? new Remark('The size is a guess: compose has none.', source) : source;
}
