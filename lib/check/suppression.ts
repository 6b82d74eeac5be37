import type { OpenLock } from '../locks/lock';
import type { Path } from '../manifest/document';
import { fieldsOf, textOf } from '../manifest/plain-value';
import type { VpnPod } from '../manifest/vpn-pod';
import { nearest } from '../network/nearest';
import { didYouMean } from '../network/value-error';

/** `podlock/loosened-<lock>: "because …"`, on the workload or on its Pod template. */
const prefix = 'podlock/loosened-';
/** In the place of a lock: lines of `<hole> because …`. It loosens these holes alone, and never a lock as a whole. */
const hosts = 'hosts';

/** What a workload's annotations say about its locks. */
export interface Suppressions {
  /** By lock: why it is open on purpose. */
  readonly reasons: ReadonlyMap<string, string>;
  /** By hole (one port of one private host): why it is open on purpose, in whatever lock. */
  readonly holes: ReadonlyMap<string, string>;
  /** Annotations that do not count. */
  readonly faults: readonly OpenLock[];
}

/** Reads which locks somebody left open on purpose. An annotation without a reason, or for no lock, does not count. */
export function suppressionsOf(pod: VpnPod, lockIds: readonly string[]): Suppressions {
  const reasons = new Map<string, string>();
  const holes = new Map<string, string>();
  const faults: OpenLock[] = [];
  for (const { lock, value, path } of annotationsOf(pod)) {
    const reason = reasonOf(value);
    if (lock === hosts) faults.push(...readHosts(value, path, holes));
    else if (!lockIds.includes(lock)) faults.push(unknownLock(lock, lockIds, path));
    else if (reason === undefined) faults.push(withoutReason(lock, path));
    else reasons.set(lock, reason);
  }
  return { reasons, holes, faults };
}

/** @returns the lines that do not count */
function readHosts(value: unknown, path: Path, holes: Map<string, string>): readonly OpenLock[] {
  const lines = (textOf(value) ?? '').trim().split('\n');
  return lines.flatMap((line) => {
    const [, hole, text] = /^\s*(\S+) because (.+)$/.exec(line) ?? [];
    const reason = reasonOf(text);
    if (hole === undefined || reason === undefined) return [unreadableHost(line, path)];
    holes.set(hole, reason);
    return [];
  });
}

function unreadableHost(line: string, path: Path): OpenLock {
  return {
    state: 'open',
    message: `loosens no host by the line ${JSON.stringify(line.slice(0, 80))}, so it does not count`,
    path,
    remedy: 'Write each host as a line: 192.168.1.7:2049/TCP because ….',
  };
}

function annotationsOf({ workload: { podSpecPath }, document }: VpnPod) {
  const template = podSpecPath.slice(0, -1);
  const places: readonly Path[] = template.length === 0 ? [[]] : [[], template];
  return places.flatMap((place) => {
    const path = [...place, 'metadata', 'annotations'];
    const annotations = path.reduce<unknown>((value, key) => fieldsOf(value)[key], document.object);
    return Object.entries(fieldsOf(annotations))
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => ({ lock: key.slice(prefix.length), value, path: [...path, key] }));
  });
}

/** A bare "because", or a switch, gives no reason. */
function reasonOf(value: unknown): string | undefined {
  const reason = (textOf(value) ?? '')
    .trim()
    .replace(/^because\b[\s:,]*/i, '')
    .trim();
  return /\p{L}/u.test(reason) && !/^(?:true|yes|on|y)$/i.test(reason) ? reason : undefined;
}

function withoutReason(lock: string, path: Path): OpenLock {
  return {
    state: 'open',
    message: `loosens ${lock} without a reason, so it does not count`,
    path,
    remedy: `Write why: ${prefix}${lock}: "because …".`,
  };
}

function unknownLock(lock: string, lockIds: readonly string[], path: Path): OpenLock {
  return {
    state: 'open',
    message: `loosens "${lock}", which is no lock${didYouMean(nearest(lock, lockIds))}`,
    path,
    remedy: `Name a lock: ${lockIds.join(', ')}.`,
  };
}
