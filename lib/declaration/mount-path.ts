import { ValueError } from '../network/value-error';
import { parseAbsolutePath } from './folder-path';

/** Where a container finds its programs, its devices and its name server: nothing is mounted over these. */
const OF_THE_CONTAINER =
  /^\/(?:$|(?:bin|boot|etc|home|lib|lib64|opt|root|sbin|usr|var)$|usr\/(?:bin|lib|local|local\/bin|sbin)$)/;
/** Where it finds its devices, its processes and what Kubernetes itself puts there, with all that lies below. */
const OF_THE_SYSTEM = /^\/(?:dev|proc|sys|run|var\/run)(?:\/|$)|^\/etc\/(?:hosts|hostname|resolv\.conf)(?:\/|$)/;

/**
 * A folder of a container where a volume goes: absolute, in its shortest form.
 * @throws ValueError
 */
export function parseMountPath(value: unknown): string {
  const path = parseAbsolutePath(value);
  if (!OF_THE_CONTAINER.test(path) && !OF_THE_SYSTEM.test(path)) return path;
  throw new ValueError(
    path,
    'is part of the system in the container: allowed are such as "/media" and "/data/library"',
  );
}

/**
 * A folder of a container that is empty at each start and belongs to its user: `/run`, `/tmp`, a cache.
 * @throws ValueError
 */
export function parseScratchPath(value: unknown): string {
  return value === '/run' ? value : parseMountPath(value);
}

/** Whether one of two folders holds the other, or they are the same. */
export function overlap(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}
