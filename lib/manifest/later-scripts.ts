import { capabilitiesOf } from './capabilities';
import type { Path } from './document';
import { gluetunSettings } from './gluetun-settings';
import { imageName, type PodContainer } from './pod-container';
import { readShellScript, type ShellReading } from './shell-script';
import { hookScriptsOf, type StartScript, startScriptOf } from './start-script';
import { files, type VpnPod } from './vpn-pod';

/** A script that can change netfilter after a guard has ended. */
export interface LaterScript {
  /** Who runs it, for a message. */
  readonly name: string;
  readonly container: PodContainer;
  readonly path: Path;
  readonly text: string;
  readonly reading: ShellReading;
}

/** Commands that gluetun runs at its own time (gluetun v3.41.3; the last two on its main branch). */
const gluetunCommands = [
  'VPN_PORT_FORWARDING_UP_COMMAND',
  'VPN_PORT_FORWARDING_DOWN_COMMAND',
  'VPN_UP_COMMAND',
  'VPN_DOWN_COMMAND',
] as const;

/** Whatever runs with NET_ADMIN after a container has started: programs, hooks, probes, and what gluetun runs by itself. */
export function scriptsAfter(pod: VpnPod, guard: PodContainer): readonly LaterScript[] {
  const from = pod.containers.indexOf(guard);
  return pod.containers.slice(from).flatMap((container) => {
    if (!capabilitiesOf(container.fields).has('NET_ADMIN')) return [];
    return container === guard ? laterThan(pod, container, undefined) : scriptsOf(pod, container);
  });
}

/** Whatever a container runs: its program, hooks and probes, and for gluetun what it runs by itself. */
export function scriptsOf(pod: VpnPod, container: PodContainer): readonly LaterScript[] {
  return laterThan(pod, container, startScriptOf(pod, container));
}

function laterThan(pod: VpnPod, container: PodContainer, start: StartScript | undefined): readonly LaterScript[] {
  const scripts = [...(start === undefined ? [] : [start]), ...hookScriptsOf(pod, container)];
  return [
    ...scripts.map((script) => ({
      name: container.name,
      container,
      path: script.path,
      text: script.text,
      reading: script.read(),
    })),
    ...(container === pod.gluetun ? ownCommands(pod) : []),
  ];
}

function ownCommands(pod: VpnPod): readonly LaterScript[] {
  const { gluetun } = pod;
  const commands = gluetunCommands.flatMap((name): LaterScript[] => {
    const setting = gluetunSettings(pod).get(name);
    const { kind } = setting;
    if (kind === 'unset') return [];
    const { path } = setting;
    if (kind === 'value')
      return [{ name, container: gluetun, path, text: setting.value, reading: readShellScript(setting.value) }];
    // An envFrom that the input lacks may set any name; the lock of the firewall says so.
    if (kind === 'unknown' && path.includes('envFrom')) return [];
    const what = kind === 'computed' ? 'what the start script makes of it' : setting.source;
    return [
      { name, container: gluetun, path, text: '', reading: { commands: [], variables: new Map(), unread: [what] } },
    ];
  });
  const rules = files(pod, gluetun).flatMap(({ name, text, mount }): LaterScript[] => {
    if (name !== '/iptables/post-rules.txt' || text === undefined) return [];
    return [{ name: imageName(name), container: gluetun, path: mount.path, text, reading: readShellScript(text) }];
  });
  return [...commands, ...rules];
}
