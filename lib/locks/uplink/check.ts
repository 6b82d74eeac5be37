import { capabilitiesOf } from '../../manifest/capabilities';
import { gluetunSettings, tunnelInterfaceOf } from '../../manifest/gluetun-settings';
import { droppingChains, type Guard, guardsOf, mayBeGuard } from '../../manifest/guard';
import type { IpFamily, IptablesChain, IptablesRule, IptablesRuleset } from '../../manifest/iptables-script';
import { beforeGluetun, type VpnPod } from '../../manifest/vpn-pod';
import type { Check, OpenLock } from '../lock';
import { type AllowedTraffic, isTunnelTraffic, marksOnlyOutside } from './accepted-rule';

const families: readonly IpFamily[] = ['IPv4', 'IPv6'];

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
  const settings = gluetunSettings(pod);
  const endpoint = settings.value('WIREGUARD_ENDPOINT_IP') ?? settings.value('OPENVPN_ENDPOINT_IP');
  const allowed = { tunnelInterface, endpoint };
  const judged = guards.map((guard) => judgeGuard(guard, allowed));
  // Packets pass the rules of every guard, so one that holds is enough.
  const best = judged.reduce((fewest, each) => (each.length < fewest.length ? each : fewest));
  return best.length > 0 ? best : openVpnMark(pod);
};

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

function judgeGuard(guard: Guard, allowed: AllowedTraffic): OpenLock[] {
  const { container, script, ruleset } = guard;
  const { path } = script;
  if (ruleset.unread.length > 0) {
    return [
      {
        state: 'unknown',
        message: `${container.name} uses a program whose rules Podlock cannot read: ${ruleset.unread[0]}`,
        path,
      },
    ];
  }
  const open = families.flatMap((family) => judgeFamily(guard, family, allowed));
  if (open.length > 0) return open;
  if (!capabilitiesOf(container.fields).has('NET_ADMIN')) {
    return [
      {
        state: 'open',
        message: `${container.name} lacks NET_ADMIN, so it cannot set its rules`,
        path,
        severity: 'risk',
      },
    ];
  }
  return stopsWhenARuleFails(guard)
    ? []
    : [
        {
          state: 'open',
          message: `${container.name} goes on when a rule cannot be set, and the client then starts without it`,
          path,
        },
      ];
}

/** The chain with the fewest openings decides: a packet must pass all of them. */
function judgeFamily({ container, script, ruleset }: Guard, family: IpFamily, allowed: AllowedTraffic): OpenLock[] {
  const chains = droppingChains(ruleset, family);
  if (chains.length === 0) {
    return [
      {
        state: 'open',
        message: `${container.name} sets no policy DROP for ${family} in a table that gluetun leaves alone (mangle, chain OUTPUT)`,
        path: script.path,
      },
    ];
  }
  let fewest: readonly string[] | undefined;
  for (const { table, chain } of chains) {
    const openings = openingsOf(ruleset, family, table, chain, allowed, 0);
    if (openings.length === 0) return [];
    if (fewest === undefined || openings.length < fewest.length) fewest = openings;
  }
  return (fewest ?? []).map((what) => ({
    state: 'open',
    message: `${container.name} ${what} (${family})`,
    path: script.path,
  }));
}

const chainDepth = 8;

/** What a chain accepts beside the tunnel, loopback and answers, following the chains that it jumps to. */
function openingsOf(
  ruleset: IptablesRuleset,
  family: IpFamily,
  table: string,
  chain: IptablesChain,
  allowed: AllowedTraffic,
  depth: number,
): readonly string[] {
  return chain.rules.flatMap((rule): readonly string[] => {
    if (!lets(rule.target)) return [];
    if (isTunnelTraffic(rule, allowed)) return usesMark(rule) ? badMarks(ruleset, family, allowed) : [];
    if (rule.target === 'ACCEPT') return [`lets out more than the tunnel: ${rule.text}`];
    const next = ruleset.chain(family, table, rule.target);
    if (next === undefined || depth >= chainDepth) return [`jumps to a chain that it does not set: ${rule.text}`];
    return openingsOf(ruleset, family, table, next, allowed, depth + 1);
  });
}

/** Targets that end with the packet's loss, or that change it without letting it out. */
const notAccepting = new Set([
  '',
  'DROP',
  'REJECT',
  'RETURN',
  'LOG',
  'NFLOG',
  'CONNMARK',
  'MARK',
  'TCPMSS',
  'AUDIT',
  'TRACE',
]);

function lets(target: string): boolean {
  return !notAccepting.has(target);
}

function usesMark({ matches }: IptablesRule): boolean {
  return matches.includes('connmark');
}

function badMarks(ruleset: IptablesRuleset, family: IpFamily, { tunnelInterface }: AllowedTraffic): readonly string[] {
  const rules = ['raw', 'mangle'].flatMap((table) => ruleset.chain(family, table, 'PREROUTING')?.rules ?? []);
  return rules
    .filter(
      ({ target, targetOptions }) =>
        target === 'CONNMARK' && targetOptions.some((option) => option.startsWith('--set')),
    )
    .filter((rule) => !marksOnlyOutside(rule, rules.slice(0, rules.indexOf(rule)), tunnelInterface))
    .map(({ text }) => `marks connections that come in by the tunnel as if they came from outside: ${text}`);
}

/** Whether the script ends with an error when a rule cannot be set. */
function stopsWhenARuleFails({ script, ruleset }: Guard): boolean {
  const ignored = families.some((family) => droppingChains(ruleset, family).some(({ chain }) => chain.policyMayFail));
  if (ignored) return false;
  const { commands } = script.read();
  const stops = commands.some(({ words: [name, option = ''] }) => {
    if (name === 'set') return /^-\w*e/.test(option) || option === '-o';
    return name === 'exit' && option !== '0';
  });
  return stops || !/[\n;]/.test(script.text.trim());
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
