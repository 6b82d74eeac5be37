import { capabilitiesOf } from '../../manifest/capabilities';
import { gluetunSettings, tunnelInterfaceOf } from '../../manifest/gluetun-settings';
import { type Guard, guardsOf, mayBeGuard } from '../../manifest/guard';
import { readIptables } from '../../manifest/iptables-script';
import { type LaterScript, scriptsAfter } from '../../manifest/later-scripts';
import { textsOf } from '../../manifest/plain-value';
import { beforeGluetun, type VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock } from '../lock';
import type { AllowedTraffic } from './accepted-rule';
import { foreignPrograms } from './foreign-program';
import { interfaceChanges } from './interface-change';
import { isNarrower, judgeRuleset } from './judge-ruleset';
import type { Opening } from './opening';
import { weakenings } from './weakening';

export const check: Check = (pod) => {
  const tunnelInterface = tunnelInterfaceOf(pod);
  const guards = guardsOf(pod);
  if (guards.length === 0) return [noGuard(pod)];
  if (tunnelInterface === undefined) {
    return [
      {
        state: 'unknown',
        message: "the guard's rules cannot be judged: what sets VPN_INTERFACE is not in the input",
        path: pod.gluetun.path,
      },
    ];
  }
  if (/^(?:eth|en|wl|net|bond|br|cni)|\+$/.test(tunnelInterface)) return [notATunnel(pod, tunnelInterface)];
  const allowed = { tunnelInterface, ...knownAddresses(pod) };
  const judged = guards.map((guard) => ({ guard, open: judgeGuard(guard, allowed) }));
  // Packets pass the rules of every guard, so one that holds is enough.
  const best = judged.reduce((fewest, each) => (isNarrower(each.open, fewest.open) ? each : fewest));
  // One host that is let out on purpose says nothing about the rest.
  if (best.open.some(({ hole }) => hole === undefined)) return best.open;
  const { container } = best.guard;
  const programs = [...new Set([container, pod.gluetun])].flatMap((each) => foreignPrograms(pod, each));
  const later = [...programs, ...opened(pod, best.guard, allowed)];
  return [...best.open, ...(later.length > 0 ? later : openVpnMark(pod))];
};

/** A guard lets everything out by the interface that is the tunnel's. */
function notATunnel(pod: VpnPod, name: string): OpenLock {
  const setting = gluetunSettings(pod).get('VPN_INTERFACE');
  const path = setting.kind === 'value' ? setting.path : pod.gluetun.path;
  return { state: 'open', message: `VPN_INTERFACE is ${name}, by which more leaves than the tunnel`, path };
}

function knownAddresses(pod: VpnPod): Omit<AllowedTraffic, 'tunnelInterface'> {
  const settings = gluetunSettings(pod);
  const addresses = settings.value('WIREGUARD_ADDRESSES');
  return {
    endpoint: settings.value('WIREGUARD_ENDPOINT_IP') ?? settings.value('OPENVPN_ENDPOINT_IP'),
    addresses: addresses?.split(',').map((address) => address.trim().replace(/\/\d+$/, '')),
  };
}

function noGuard(pod: VpnPod): OpenLock {
  const hidden = beforeGluetun(pod).find((container) => container.phase === 'init' && mayBeGuard(pod, container));
  if (hidden !== undefined) {
    return {
      state: 'unknown',
      message: `${hidden.name} may set the rules that hold eth0, but what it runs is not in the input`,
      path: hidden.path,
    };
  }
  return {
    state: 'open',
    message:
      "no rules but gluetun's own stand before the Pod's interface: it accepts new connections to eth0's subnet, and live flows while the tunnel restarts",
    path: pod.gluetun.path,
  };
}

function judgeGuard({ container, script, ruleset }: Guard, allowed: AllowedTraffic): OpenLock[] {
  const { path } = script;
  const { name, fields } = container;
  const found = (state: OpenLock['state'], what: string): OpenLock => ({ state, message: `${name} ${what}`, path });
  const { commands, unread } = script.read();
  if (ruleset.unread.length > 0) {
    return [found('unknown', `uses a program whose rules Podlock cannot read: ${ruleset.unread[0]}`)];
  }
  const openings: readonly Opening[] = [
    ...judgeRuleset(ruleset, allowed),
    ...interfaceChanges(commands).map((what) => ({ what })),
  ];
  const open = openings.map(({ what, ...hole }) => ({ ...found('open', what), ...hole }));
  if (open.some(({ hole }) => hole === undefined)) return open;
  if (!capabilitiesOf(fields).has('NET_ADMIN')) {
    return [...open, { ...found('open', 'lacks NET_ADMIN, so it cannot set its rules'), severity: 'risk' }];
  }
  if (unread.length > 0) return [...open, found('unknown', `also runs what is not in the input: ${unread[0]}`)];
  if (textsOf(fields['command']).length === 0) {
    return [...open, found('unknown', 'has no command of its own, so its image decides whether its rules are set')];
  }
  return open;
}

/** Whatever runs with NET_ADMIN after the guard can open it again. */
function opened(pod: VpnPod, guard: Guard, allowed: AllowedTraffic): OpenLock[] {
  return scriptsAfter(pod, guard.container).flatMap((script) => [
    ...openedBy(script, allowed),
    // No companion has NET_ADMIN to begin with; raw-sockets says so of any that has.
    ...(pod.companions.includes(script.container) ? [] : hiddenIn(script)),
  ]);
}

function openedBy({ name, path, reading }: LaterScript, allowed: AllowedTraffic): OpenLock[] {
  const ruleset = readIptables(reading.commands);
  const isHarmless = ruleset.isEmpty || judgeRuleset(ruleset, allowed).length === 0;
  const open = [...(isHarmless ? [] : weakenings(ruleset, allowed)), ...interfaceChanges(reading.commands)];
  return [
    ...open.map((what): OpenLock => ({ state: 'open', message: `${name} ${what}`, path })),
    ...ruleset.unread.map((what): OpenLock => {
      const state = /\b(?:flush|delete|destroy|reset)\b/.test(what) ? 'open' : 'unknown';
      return {
        state,
        message: `${name} changes rules after the guard by a program that Podlock cannot read: ${what}`,
        path,
      };
    }),
  ];
}

function hiddenIn({ name, path, reading }: LaterScript): OpenLock[] {
  const rules = readIptables(reading.commands).unread;
  const hidden = reading.unread.filter((what) => !rules.some((rule) => what.startsWith(rule)));
  return hidden.map((what) => ({
    state: 'unknown',
    message: `${name} runs after the guard what the input does not show: ${what}`,
    path,
  }));
}

/** Without the mark the tunnel's own packets are dropped: not a leak, but no tunnel either. */
function openVpnMark(pod: VpnPod): OpenLock[] {
  const settings = gluetunSettings(pod);
  const type = settings.get('VPN_TYPE');
  const isOpenVpn = type.kind === 'unset' || (type.kind === 'value' && type.value.toLowerCase() === 'openvpn');
  if (!isOpenVpn || settings.value('OPENVPN_ENDPOINT_IP') !== undefined) return [];
  const flags = settings.get('OPENVPN_FLAGS');
  if (flags.kind === 'value' && /--mark\s+(?:51820|0xca6c)\b/i.test(flags.value)) return [];
  if (flags.kind === 'unknown') return [];
  return [
    {
      state: 'open',
      message: "OpenVPN's packets carry no mark, so the guard drops them and the tunnel cannot come up",
      path: flags.kind === 'unset' ? pod.gluetun.path : flags.path,
      severity: 'advice',
      remedy: 'Set OPENVPN_FLAGS to "--mark 51820".',
    },
  ];
}
