import { type Fields, fieldsOf, isSwitchedOn, textsOf } from './plain-value';

/** The capabilities that containerd gives a container that asks for nothing (containerd 1.6 and 2.0, also Docker's). */
const runtimeDefaults = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
] as const;

/** What a container may do, once its runtime has put defaults, additions and removals together. */
export interface Capabilities {
  /** `privileged`, or ALL added: every capability that the kernel has. */
  readonly all: boolean;
  /** Whether the runtime's defaults are gone. */
  readonly dropsAll: boolean;
  /** Names without `CAP_`, sorted. Empty when `all` is set. */
  readonly names: readonly string[];
  has(name: string): boolean;
}

/**
 * The capabilities of a container. As containerd does it: ALL first, then what is added, then what is dropped by name.
 * A dropped name with the prefix `CAP_` removes nothing there, so it counts as not dropped. ALL that is both added and
 * dropped counts as added: containerd and CRI-O then leave nothing, cri-dockerd leaves everything.
 */
export function capabilitiesOf(container: Fields): Capabilities {
  const context = fieldsOf(container['securityContext']);
  const { add, drop } = fieldsOf(context['capabilities']);
  const added = textsOf(add).map((name) => name.toUpperCase());
  const dropped = new Set(textsOf(drop).map((name) => name.toUpperCase()));
  const dropsAll = dropped.has('ALL');
  const all = isSwitchedOn(context['privileged']) || added.includes('ALL');
  const granted = new Set<string>(dropsAll ? [] : runtimeDefaults);
  for (const name of added) if (name !== 'ALL') granted.add(name.replace(/^CAP_/, ''));
  for (const name of dropped) granted.delete(name);
  return { all, dropsAll, names: all ? [] : [...granted].sort(), has: (name) => all || granted.has(name) };
}
