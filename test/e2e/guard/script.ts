import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GuardOptions, guardScript } from '../../../lib/pod/guard';
import type { Namespace } from './namespace';

/** As in the shipped declaration: the WebUI alone. */
const shipped: GuardOptions = { tunnelInterface: 'tun0', inbound: [{ protocol: 'tcp', port: 8080 }] };

/** What the guard calls a tool by. */
export type Tool = `${'iptables' | 'ip6tables'}${'' | '-legacy'}${'' | '-restore'}`;

const tools: readonly Tool[] = ['iptables', 'ip6tables'].flatMap((family) =>
  ['', '-legacy'].flatMap((kind) => ['', '-restore'].map((form) => `${family}${kind}${form}` as Tool)),
);
export const nftRestore: Tool[] = ['iptables-restore', 'ip6tables-restore'];
export const allRestore: Tool[] = [...nftRestore, 'iptables-legacy-restore', 'ip6tables-legacy-restore'];

export const broken =
  '#!/usr/bin/busybox sh\necho "$0: Extension CONNMARK is not supported, missing kernel module?" >&2\nexit 1\n';
export const lying = '#!/usr/bin/busybox sh\nexec /usr/bin/busybox cat >/dev/null\n';

/** A folder with all that the guard may call, as in gluetun's image: busybox and iptables; `instead` stands in for some. */
function withTools<T>(instead: Partial<Record<Tool, string>>, use: (path: string) => T): T {
  const path = mkdtempSync(join(tmpdir(), 'podlock-guard-'));
  try {
    for (const applet of ['cat', 'grep']) symlinkSync('/usr/bin/busybox', join(path, applet));
    for (const tool of tools) place(path, tool, instead[tool]);
    return use(path);
  } finally {
    rmSync(path, { recursive: true });
  }
}

function place(path: string, tool: Tool, instead: string | undefined): void {
  const multi = tool.includes('legacy') ? 'xtables-legacy-multi' : 'xtables-nft-multi';
  if (instead === undefined) symlinkSync(join('/usr/sbin', multi), join(path, tool));
  else writeFileSync(join(path, tool), instead, { mode: 0o755 });
}

/** Every one of these tools replaced by the same. */
export function replace(which: readonly Tool[], by: string): Partial<Record<Tool, string>> {
  return Object.fromEntries(which.map((tool) => [tool, by]));
}

/** How the guard's container may differ from what it needs. */
export interface Circumstances {
  /** @default - the real iptables */
  readonly instead?: Partial<Record<Tool, string>>;
  /** A command that runs the rest of its line, as setpriv does. @default - none: root, with every capability */
  readonly through?: readonly string[];
  /** What may be reached outside the tunnel. @default - nothing */
  readonly hosts?: NonNullable<GuardOptions['hosts']>;
}

/** The script as the container runs it: busybox sh, nothing else in PATH. */
export function runGuard(
  where: Namespace,
  { instead = {}, through = [], hosts = [] }: Circumstances = {},
): SpawnSyncReturns<string> {
  return withTools(instead, (path) =>
    where.run('/usr/bin/env', ...through, ...containerCommand(path, { ...shipped, hosts })),
  );
}

/** The script on this machine's own network. Nothing there can be set: no tool is real, and all fail the test if called. */
export function runGuardOnHost(): SpawnSyncReturns<string> {
  return withTools(replace(tools, '#!/usr/bin/busybox sh\necho called >&2\n'), (path) => {
    const [command = '', ...args] = containerCommand(path, shipped);
    return spawnSync(command, args, { encoding: 'utf8' });
  });
}

function containerCommand(path: string, options: GuardOptions): string[] {
  return ['/usr/bin/env', '-i', `PATH=${path}`, '/usr/bin/busybox', 'sh', '-c', guardScript(options)];
}

/** The same, when it must succeed. */
export function setGuard(where: Namespace, circumstances: Circumstances = {}): void {
  const { status, stderr } = runGuard(where, circumstances);
  if (status !== 0) throw new Error(`the guard ended with ${status}: ${stderr}`);
}

/** Table mangle as the kernel holds it, without counters. */
export function mangle(where: Namespace): { ipv4: string[]; ipv6: string[] } {
  const list = (tool: Tool) => where.output(tool, '-t', 'mangle', '-S').split('\n');
  return { ipv4: list('iptables'), ipv6: list('ip6tables') };
}
