import type { LockedManifests } from '../locked-manifests';

const base = [
  'set -e',
  'for program in iptables ip6tables; do',
  '  $program -t mangle -P OUTPUT DROP',
  '  $program -t mangle -A OUTPUT -o tun0 -j ACCEPT',
  'done',
];

/** A guard that lets out by the tunnel, and says these lines too. */
export function guardWith({ guard }: LockedManifests, ...lines: readonly string[]): void {
  guard.command = ['/bin/sh', '-c'];
  guard.args = [[...base, ...lines].join('\n')];
}

/** The finding that says this of the guard. */
export function ofGuard(what: string): string {
  return `leak spec.template.spec.initContainers[0].args[0]: guard ${what}`;
}

export function letsOut(rule: string, family = 'IPv4'): string {
  return ofGuard(`lets out more than the tunnel: ${rule} (${family})`);
}
