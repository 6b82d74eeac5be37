import { posix } from 'node:path';
import { parseMountPath } from '../declaration/mount-path';
import { ValueError } from '../network/value-error';
import type { Conversion } from './conversion';
import type { Service } from './service';
import { at, itemsOf, type Tree, textAt, textsOf } from './tree';
import { showMarks } from './unset';
import type { MountSource } from './volume-kinds';

/** Data that a service has, and where. */
export interface Mount {
  readonly service: Service;
  readonly source: MountSource;
  readonly target: string;
  readonly readOnly: boolean;
}

/** What a service mounts that a Pod can have too. What it cannot is dropped, each with its reason. */
export function mountsOf(service: Service, conversion: Conversion): readonly Mount[] {
  const seen = new Set<string>();
  return itemsOf(at(service.tree, 'volumes')).flatMap((volume, index) => {
    const path = `${service.path}.volumes[${index}]`;
    const mount = mountOf(service, volume, path);
    const refusal = mount === undefined ? 'it has no data that lasts' : refusalOf(mount, conversion, seen);
    if (mount === undefined || refusal !== undefined) {
      conversion.ledger.drop(path, refusal ?? '');
      tell(mount, refusal ?? '', conversion);
      return [];
    }
    seen.add(mount.target);
    return [mount];
  });
}

/** The folders and volumes with data that a service has, whether or not it comes into a Pod. */
export function dataOf(service: Service): readonly MountSource[] {
  return itemsOf(at(service.tree, 'volumes')).flatMap((volume, index) => {
    const mount = mountOf(service, volume, `${service.path}.volumes[${index}]`);
    const isData =
      mount !== undefined && !ONE_FILE.test(mount.target) && !REFUSED.some(({ isMeant }) => isMeant(mount));
    return isData ? [mount.source] : [];
  });
}

function mountOf(service: Service, volume: Tree, path: string): Mount | undefined {
  const type = textAt(volume, 'type') ?? 'volume';
  const target = posix.normalize(textAt(volume, 'target') ?? '').replace(/(.)\/$/, '$1');
  if (type === 'tmpfs' || type === 'npipe' || type === 'cluster' || type === 'image') return undefined;
  // A volume without a name belongs to this one service.
  const text = textAt(volume, 'source') ?? `${service.name}${target}`;
  const isBind = type === 'bind';
  const isSmall = /config|cache|database|settings|\bdb\b|state/i.test(target) || target.startsWith('/root/');
  const id = `${isBind ? 'bind' : 'volume'} ${isBind ? posix.normalize(text).replace(/(.)\/$/, '$1') : text}`;
  const source = { id, isBind, isSmall, text, path, place: volume.place };
  return { service, source, target, readOnly: textAt(volume, 'read_only') === 'true' };
}

const ONE_FILE = /\.(?:crt|pem|key|sh|ya?ml|json|toml|conf|cfg|ini|env|txt|py|js|sock|xml)$/i;

/** Folders and files that no Pod behind a tunnel has, and why. */
const REFUSED: readonly { readonly isMeant: (mount: Mount) => boolean; readonly why: string }[] = [
  {
    isMeant: ({ target }) => /^\/etc\/(?:localtime|timezone)$/.test(target),
    why: 'the time zone is "timezone" of the declaration',
  },
  {
    isMeant: ({ source }) => /docker\.sock|podman\.sock/.test(source.text),
    why: "the container runtime's socket is the node itself: no Pod behind a tunnel gets it",
  },
  {
    isMeant: ({ source, target }) => /^\/dev(?:\/|$)/.test(target) || source.text.startsWith('/dev/'),
    why: 'devices are not mounted; gluetun has its own',
  },
  {
    isMeant: ({ target }) => /^\/(?:tmp\/)?gluetun(?:\/|$)/.test(target),
    why: "gluetun's files are for gluetun alone; the forwarded port reaches the client by way of torrentPort",
  },
  {
    isMeant: ({ target }) => /^\/custom-(?:cont-init|services)\.d/.test(target),
    why: 'scripts that run as root before the program: it starts as its user, without them',
  },
];

function refusalOf(mount: Mount, conversion: Conversion, seen: ReadonlySet<string>): string | undefined {
  const { service, source, target } = mount;
  const { files } = conversion.project;
  const refused = REFUSED.find(({ isMeant }) => isMeant(mount));
  if (refused !== undefined) return refused.why;
  if (source.isBind && (ONE_FILE.test(target) || files.isFile(source.text, files.folder))) {
    return 'is a single file, and Pods mount folders: put it into one of the volumes';
  }
  if (seen.has(target)) return 'something is mounted there already';
  try {
    parseMountPath(target);
    return undefined;
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return `of ${service.name} ${error.problem}`;
  }
}

function tell(mount: Mount | undefined, refusal: string, conversion: Conversion): void {
  if (mount === undefined || /time zone|devices|gluetun/.test(refusal)) return;
  const { service, source, target } = mount;
  if (refusal.includes('socket')) {
    conversion.note('was wrong', `${service.name} has the container runtime's socket, which is root on the host`, {
      lock: 'identity',
      place: source.place,
    });
    return;
  }
  conversion.note('decided', `${service.name}: ${showMarks(source.text)} at ${target} is left out: ${refusal}`, {
    place: source.place,
  });
}

/** Folders in memory, which are empty at each start. */
export function scratchOf(service: Service): readonly string[] {
  const volumes = itemsOf(at(service.tree, 'volumes')).flatMap((volume) =>
    textAt(volume, 'type') === 'tmpfs' ? [textAt(volume, 'target') ?? ''] : [],
  );
  const all = [...textsOf(at(service.tree, 'tmpfs')).map((text) => text.split(':')[0] ?? ''), ...volumes];
  return [...new Set(all)].filter((path) => /^\/\w/.test(path) && !/^\/(?:dev|proc|sys)(?:\/|$)/.test(path)).sort();
}
