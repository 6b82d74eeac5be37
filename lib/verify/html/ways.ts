import { describeTry, type Target, type Try } from '../../live/tries';
import type { LockVerdict, PodVerdict } from '../verdict';

/** One way in or out of the Pod, as the map draws it. */
export interface Way {
  readonly name: string;
  /** Whether a packet passes it. */
  readonly state: 'shut' | 'open' | 'unknown';
  /** The lock that shuts it, or should. */
  readonly lock: string;
  readonly detail: string;
}

/** Every way past the tunnel that was tried or looked at. */
export function waysOut({ survey, locks }: PodVerdict): readonly Way[] {
  const tries = survey.companions.flatMap(({ tries: found }) => (found.kind === 'seen' ? found.value.connections : []));
  const targets = new Map(tries.map(({ target }) => [`${target.host}:${target.port}`, target]));
  const past = [...targets.values()].map((target) => wayTo(target, tries, survey.pod.addresses));
  return [
    ...past.filter((way) => way !== undefined),
    byLock(locks, 'raw-sockets', 'frames past iptables'),
    byLock(locks, 'dns', 'names, in clear text'),
    byLock(locks, 'interface-binding', "the client's own sockets on eth0"),
  ];
}

/** Every way in. */
export function waysIn({ locks }: PodVerdict): readonly Way[] {
  return [
    byLock(locks, 'inbound', "other Pods to gluetun's servers"),
    byLock(locks, 'torrent-port', 'peers by the home address'),
  ];
}

/** The default route leads into the tunnel, so what counts is what was bound to the Pod's own address. */
function wayTo(target: Target, tries: readonly Try[], addresses: readonly string[]): Way | undefined {
  const own = tries.filter((each) => each.target.host === target.host && each.target.port === target.port);
  const past = own.filter(({ from }) => from !== undefined && addresses.includes(from));
  const judged = past.length > 0 ? past : own;
  const [first] = judged;
  if (first === undefined) return undefined;
  const passes = judged.some(({ outcome }) => outcome === 'connected' || outcome === 'refused');
  const isClear = judged.every(({ outcome }) => outcome !== 'unclear');
  return {
    name: target.name.replace(/,$/, ''),
    state: passes ? 'open' : isClear ? 'shut' : 'unknown',
    lock: 'uplink',
    detail: judged.map(describeTry).join('; '),
  };
}

function byLock(locks: readonly LockVerdict[], id: string, name: string): Way {
  const found = locks.find(({ lock }) => lock === id);
  const states = { closed: 'shut', open: 'open', loosened: 'open', unknown: 'unknown' } as const;
  return { name, state: states[found?.state ?? 'unknown'], lock: id, detail: found?.leak ?? '' };
}
