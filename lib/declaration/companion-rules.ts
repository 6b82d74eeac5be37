import { LONGEST_LABEL } from '../network/host-name';
import { quote } from '../network/value-error';
import type { Path, PathMistake } from './mistake';
import { overlap } from './mount-path';
import { at, itemsOf, namedIn, repeated, secretNameAt } from './raw-value';

/** Rules about a Pod's companions and further volumes, with the rest of the declaration. */
export function companionMistakes(pods: readonly unknown[]): PathMistake[] {
  const keys = secretsWithKeys(pods);
  return pods.flatMap((pod, index) => {
    const path = ['pods', index];
    return [
      ...sharedNames(pod, path),
      ...hiddenFolders(clientMounts(pod), [...path, 'storage', 'volumes']),
      ...itemsOf(at(pod, 'companions')).flatMap((companion, number) => {
        const place = [...path, 'companions', number];
        return [
          ...sharedVolumes(pod, companion, place),
          ...hiddenFolders(mountsOf(companion), place),
          ...unprobed(companion, place),
          ...twiceNamed(companion, place),
          ...keysOf(pod, companion, place, keys),
          ...longService(pod, companion, place),
        ];
      }),
    ];
  });
}

/** Containers of one Pod, the client's own among them. */
function sharedNames(pod: unknown, path: Path): PathMistake[] {
  const companions = itemsOf(at(pod, 'companions')).map((companion) => at(companion, 'name'));
  const volumes = itemsOf(at(pod, 'storage', 'volumes')).map((volume) => at(volume, 'name'));
  const client = at(pod, 'client', 'name');
  return [
    ...repeated(companions).map(([index, first]) => ({
      path: [...path, 'companions', index, 'name'],
      message: `${quote(companions[index])} is the name of companions[${first}] too: every container needs one of its own`,
    })),
    ...companions.flatMap((name, index) =>
      typeof name === 'string' && name === client
        ? [
            {
              path: [...path, 'companions', index, 'name'],
              message: `${quote(name)} is the client's name too; take another`,
            },
          ]
        : [],
    ),
    ...repeated(volumes).map(([index, first]) => ({
      path: [...path, 'storage', 'volumes', index, 'name'],
      message: `${quote(volumes[index])} is the name of storage.volumes[${first}] too: every volume needs one of its own`,
    })),
    ...volumes.flatMap((name, index) =>
      name === 'config' || name === 'downloads'
        ? [
            {
              path: [...path, 'storage', 'volumes', index, 'name'],
              message: `${quote(name)} is storage.${name}; take another name`,
            },
          ]
        : [],
    ),
  ];
}

/** A folder of a container where something is mounted. */
interface MountPlace {
  readonly mountPath: string;
  readonly path: Path;
  /** Whether nothing may be mounted inside it, nor around it. */
  readonly isWhole: boolean;
  readonly words: string;
}

function mountsIn(items: readonly unknown[], path: Path, words: string): MountPlace[] {
  return items.flatMap((item, index) => {
    const mountPath = at(item, 'mountPath');
    if (typeof mountPath !== 'string') return [];
    return [{ mountPath, path: [...path, index, 'mountPath'], isWhole: false, words: `${words}[${index}]` }];
  });
}

/** Where clients keep their settings beside /config: rTorrent's image has its own folders, hotio's links /app to /config. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  rtorrent: ['/data', '/passwd', '/etc/rtorrent-podlock.rc'],
  qbittorrent: ['/app'],
};

/** What the client's images have: a volume over its settings would hide what binds it. */
function clientMounts(pod: unknown): readonly MountPlace[] {
  const settings = SETTINGS[String(at(pod, 'client', 'application'))] ?? [];
  const own = ['/config', '/downloads', '/tmp', '/scratch', ...settings].map((mountPath) => ({
    mountPath,
    path: [],
    isWhole: mountPath !== '/downloads',
    words: `the client's own ${mountPath}`,
  }));
  return [...own, ...mountsIn(itemsOf(at(pod, 'storage', 'volumes')), [], 'storage.volumes')];
}

function mountsOf(companion: unknown): readonly MountPlace[] {
  const scratch = itemsOf(at(companion, 'scratch')).flatMap((mountPath, index): MountPlace[] =>
    typeof mountPath === 'string'
      ? [{ mountPath, path: ['scratch', index], isWhole: true, words: `scratch[${index}]` }]
      : [],
  );
  return [
    ...scratch,
    ...mountsIn(itemsOf(at(companion, 'storage')), ['storage'], 'storage'),
    ...mountsIn(itemsOf(at(companion, 'shared')), ['shared'], 'shared'),
  ];
}

function hiddenFolders(places: readonly MountPlace[], path: Path): PathMistake[] {
  return places.flatMap((place, index) => {
    const other = places.slice(0, index).find((earlier) => hides(earlier, place));
    if (other === undefined || place.path.length === 0) return [];
    const message = `${quote(place.mountPath)} and ${other.words} (${quote(other.mountPath)}) would hide one another: take another folder`;
    return [{ path: [...path, ...place.path], message }];
  });
}

function hides(one: MountPlace, other: MountPlace): boolean {
  if (one.mountPath === other.mountPath) return true;
  return (one.isWhole || other.isWhole) && overlap(one.mountPath, other.mountPath);
}

function sharedVolumes(pod: unknown, companion: unknown, path: Path): PathMistake[] {
  if (typeof at(pod, 'storage') !== 'object') return [];
  const hasDownloads = at(pod, 'storage', 'downloads') !== undefined || at(pod, 'client', 'application') !== 'other';
  const known = [
    ...(hasDownloads ? ['downloads'] : []),
    ...itemsOf(at(pod, 'storage', 'volumes')).map((volume) => at(volume, 'name')),
  ];
  return itemsOf(at(companion, 'shared')).flatMap((item, index) => {
    const volume = at(item, 'volume');
    if (typeof volume !== 'string' || volume === 'config' || known.includes(volume)) return [];
    const message = `${quote(volume)} is no volume of the client: there are ${known.map(quote).join(', ')}`;
    return [{ path: [...path, 'shared', index, 'volume'], message }];
  });
}

function unprobed(companion: unknown, path: Path): PathMistake[] {
  const probe = at(companion, 'probe');
  const asksPort = at(probe, 'httpPath') !== undefined || at(probe, 'tcp') !== undefined;
  if (!asksPort || at(companion, 'webUi') !== undefined) return [];
  return [{ path: [...path, 'probe'], message: 'there is no port to ask: say it in webUi.port, or ask by a command' }];
}

function twiceNamed(companion: unknown, path: Path): PathMistake[] {
  const [plain, secret] = [at(companion, 'environment'), at(companion, 'secretEnvironment')];
  if (typeof plain !== 'object' || plain === null || typeof secret !== 'object' || secret === null) return [];
  const volumes = itemsOf(at(companion, 'storage')).map((volume) => at(volume, 'name'));
  return [
    ...Object.keys(plain)
      .filter((name) => Object.hasOwn(secret, name))
      .map((name) => ({
        path: [...path, 'environment', name],
        message: 'is in secretEnvironment too: leave one of them',
      })),
    ...repeated(volumes).map(([index, first]) => ({
      path: [...path, 'storage', index, 'name'],
      message: `${quote(volumes[index])} is the name of storage[${first}] too: every volume needs one of its own`,
    })),
  ];
}

/** The Secrets with VPN keys, and whose they are. */
function secretsWithKeys(pods: readonly unknown[]): ReadonlyMap<string, number> {
  return new Map(
    pods.flatMap((pod, index) => {
      const secret = namedIn(pod, secretNameAt(pod, 'vpn', 'credentials', 'secret'));
      return secret === undefined ? [] : [[secret, index] as const];
    }),
  );
}

function keysOf(pod: unknown, companion: unknown, path: Path, keys: ReadonlyMap<string, number>): PathMistake[] {
  const variables = at(companion, 'secretEnvironment');
  if (typeof variables !== 'object' || variables === null) return [];
  return Object.entries(variables).flatMap(([name, reference]) => {
    const owner = keys.get(namedIn(pod, secretNameAt(reference, 'secret')) ?? '');
    if (owner === undefined) return [];
    const message = `is the Secret with the VPN keys of pods[${owner}]: a companion must not see them; take another`;
    return [{ path: [...path, 'secretEnvironment', name, 'secret'], message }];
  });
}

/** A Service of its own is named after the Pod and the companion. */
function longService(pod: unknown, companion: unknown, path: Path): PathMistake[] {
  const [podName, name, type] = [at(pod, 'name'), at(companion, 'name'), at(companion, 'webUi', 'service', 'type')];
  if (typeof podName !== 'string' || typeof name !== 'string' || type === undefined || type === 'ClusterIP') return [];
  const service = `${podName}-${name}`;
  if (service.length <= LONGEST_LABEL) return [];
  const message = `makes a Service called ${quote(service)}, of ${service.length} characters: allowed are ${LONGEST_LABEL}`;
  return [{ path: [...path, 'name'], message }];
}
