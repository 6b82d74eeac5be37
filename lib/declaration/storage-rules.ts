import { parseIpAddress } from '../network/ip-range';
import { quote } from '../network/value-error';
import { LONGEST_PATH } from './folder-path';
import { formatPath, type Path, type PathMistake } from './mistake';
import { at, itemsOf } from './raw-value';

/** A volume of a Pod, and where its data is. */
interface Use {
  readonly pod: number;
  /** A client's settings belong to it alone; everything else may be shared. */
  readonly volume: 'config' | 'data';
  /** From the Pod. */
  readonly place: Path;
  /** Paths of one root can lie inside each other. */
  readonly root: string;
  readonly path: string;
  readonly words: string;
  /** A claim that Podlock writes, named after the Pod and the volume. */
  readonly isWritten: boolean;
  /** The names that a claim of its own is made of. Two of one identity: that is said of the names. */
  readonly identity: string;
}

/**
 * Settings belong to one client: a second one over them, or downloads in the same place, would overwrite them. Two
 * Pods may share downloads that exist already, but not a claim that Podlock writes for one of them.
 */
export function storageMistakes(pods: readonly unknown[]): PathMistake[] {
  const uses = pods
    .flatMap((pod, index) => volumesOf(pod).flatMap((volume) => useOf(pod, index, volume) ?? []))
    .toSorted((one, other) => Number(other.isWritten) - Number(one.isWritten));
  const firsts = firstUses(uses);
  const conflicts = new Map<Use, Use>();
  for (const use of uses) {
    for (const other of neighbours(use, firsts)) {
      if (!isConflict(use, other)) continue;
      const [later, earlier] = inOrder(use, other);
      if (!conflicts.has(later)) conflicts.set(later, earlier);
    }
  }
  return [...conflicts].map(([use, other]) => ({
    path: ['pods', use.pod, ...use.place],
    message: explain(use, other),
  }));
}

interface DeclaredVolume {
  readonly source: unknown;
  readonly place: Path;
  /** What the name of its claim ends with, joined by hyphens. */
  readonly names: readonly unknown[];
}

function volumesOf(pod: unknown): readonly DeclaredVolume[] {
  const own = ['config', 'downloads'].map((name) => ({
    source: at(pod, 'storage', name),
    place: ['storage', name],
    names: [name],
  }));
  const further = itemsOf(at(pod, 'storage', 'volumes')).map((source, index) => ({
    source,
    place: ['storage', 'volumes', index],
    names: [at(source, 'name')],
  }));
  const companions = itemsOf(at(pod, 'companions')).flatMap((companion, number) =>
    itemsOf(at(companion, 'storage')).map((source, index) => ({
      source,
      place: ['companions', number, 'storage', index],
      names: [at(companion, 'name'), at(source, 'name')],
    })),
  );
  return [...own, ...further, ...companions];
}

function useOf(pod: unknown, index: number, { names, place, source }: DeclaredVolume): Use | undefined {
  const [name, namespace] = [at(pod, 'name'), at(pod, 'namespace')];
  const [claim, hostPath] = [at(source, 'existingClaim'), at(source, 'hostPath')];
  const volume = place[1] === 'config' ? ('config' as const) : ('data' as const);
  const use = { pod: index, volume, place, isWritten: false, identity: JSON.stringify([name, kindOf(place), names]) };
  if (at(source, 'claim') !== undefined && typeof name === 'string')
    return { ...use, ...claimed([name, ...names].join('-'), namespace), isWritten: true };
  if (typeof claim === 'string') return { ...use, ...claimed(claim, namespace) };
  if (isPath(hostPath)) {
    // Where the root of the system is read-only, /home is a link to /var/home.
    const real = hostPath.replace(/^\/var\/home(?=\/|$)/, '/home');
    return { ...use, root: 'node', path: real, words: `the folder ${quote(hostPath)}` };
  }
  const [server, path] = [at(source, 'nfs', 'server'), at(source, 'nfs', 'path')];
  if (typeof server !== 'string' || !isPath(path)) return undefined;
  return { ...use, root: `nfs ${inOneSpelling(server)}`, path, words: `the export ${quote(path)}` };
}

function claimed(name: string, namespace: unknown) {
  const place = typeof namespace === 'string' ? namespace : '';
  return { root: `claim ${place}/${name}`, path: '/', words: `the claim ${quote(name)}` };
}

/** An IPv6 address can be written in many ways. */
function inOneSpelling(server: string): string {
  try {
    return parseIpAddress(server).text;
  } catch {
    return server.toLowerCase();
  }
}

/** What is too long to be a path is left to its schema. */
function isPath(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_PATH;
}

/** The first use of every place by each kind of volume: the others have the same neighbours. */
function firstUses(uses: readonly Use[]): ReadonlyMap<string, readonly Use[]> {
  const firsts = new Map<string, Use[]>();
  for (const use of uses) {
    const key = keyOf(use.root, use.path);
    const known = firsts.get(key) ?? [];
    if (!known.some(({ volume }) => volume === use.volume)) firsts.set(key, [...known, use]);
  }
  return firsts;
}

/** Uses of the same place and of every folder around it. */
function neighbours(use: Use, firsts: ReadonlyMap<string, readonly Use[]>): readonly Use[] {
  const parts = use.path.split('/').filter((part) => part !== '');
  return Array.from({ length: parts.length + 1 }, (_, depth) => `/${parts.slice(0, depth).join('/')}`)
    .flatMap((path) => firsts.get(keyOf(use.root, path)) ?? [])
    .filter((other) => other !== use);
}

function keyOf(root: string, path: string): string {
  return JSON.stringify([root, path]);
}

function isConflict(one: Use, other: Use): boolean {
  // Two Pods, or two volumes, of one name: that is said of the name.
  if (one.isWritten && other.isWritten) return one.identity !== other.identity;
  return one.volume === 'config' || other.volume === 'config' || one.isWritten || other.isWritten;
}

/** The one to be changed first: never the one that Podlock named, else the one that stands further down. */
function inOrder(one: Use, other: Use): readonly [Use, Use] {
  if (one.isWritten !== other.isWritten) return one.isWritten ? [other, one] : [one, other];
  const isLater = one.pod === other.pod ? one.volume === 'data' : one.pod > other.pod;
  return isLater ? [one, other] : [other, one];
}

/** What sort of volume it is: its place without the numbers. */
function kindOf(place: Path): string {
  return place.filter((part) => typeof part === 'string').join('.');
}

function explain(use: Use, other: Use): string {
  const place = `${use.pod === other.pod ? '' : `pods[${other.pod}].`}${formatPath(other.place)}`;
  if (use.isWritten && other.isWritten) return `${use.words} would be the one for ${place} too: take another name`;
  if (other.isWritten) return `${use.words} is the one that Podlock writes for ${place}: name one that exists already`;
  const both = use.volume === 'config' && other.volume === 'config';
  const what = both
    ? "two clients would overwrite each other's settings"
    : `${[use, other].some(isDownloads) ? 'a download' : 'what is written there'} could overwrite a client's settings`;
  return `${use.words} overlaps ${place}: ${what}`;
}

function isDownloads({ place }: Use): boolean {
  return place[1] === 'downloads';
}
