import { capabilitiesOf } from './capabilities';
import type { IpFamily, IptablesChain, IptablesRuleset } from './iptables-ruleset';
import { readIptables } from './iptables-script';
import type { PodContainer } from './pod-container';
import { type StartScript, startScriptOf } from './start-script';
import { beforeGluetun, type VpnPod } from './vpn-pod';

/** Netfilter rules that are set before gluetun starts, by whoever wrote them. */
export interface Guard {
  readonly container: PodContainer;
  readonly script: StartScript;
  readonly ruleset: IptablesRuleset;
}

/**
 * The chains of OUTPUT's way that gluetun leaves alone: it works in the tables filter and nat (gluetun v3.41.3).
 * A packet must pass every one of them, so one that drops is enough.
 */
const chains = [
  ['mangle', 'OUTPUT'],
  ['mangle', 'POSTROUTING'],
  ['raw', 'OUTPUT'],
] as const;

const cache = new WeakMap<VpnPod, readonly Guard[]>();

/** What sets netfilter rules before gluetun starts: init containers that have ended by then, and gluetun's own start script. */
export function guardsOf(pod: VpnPod): readonly Guard[] {
  const known = cache.get(pod);
  if (known !== undefined) return known;
  const guards = [...beforeGluetun(pod).filter(({ phase }) => phase === 'init'), pod.gluetun].flatMap((container) => {
    const script = startScriptOf(pod, container);
    if (script === undefined || !/tables|nft/.test(script.text)) return [];
    const ruleset = readIptables(script.read().commands);
    return ruleset.isEmpty ? [] : [{ container, script, ruleset }];
  });
  cache.set(pod, guards);
  return guards;
}

/** Whether a container could set rules, but what it runs is in its image or in a ConfigMap that the input lacks. */
export function mayBeGuard(pod: VpnPod, container: PodContainer): boolean {
  if (!capabilitiesOf(container.fields).has('NET_ADMIN')) return false;
  const script = startScriptOf(pod, container);
  return script === undefined || script.unseen.length > 0 || script.read().unread.length > 0;
}

/** A chain that drops what none of its rules accepts. */
export interface DroppingChain {
  readonly table: string;
  readonly name: string;
  readonly chain: IptablesChain;
}

/** The chains on the way out in which a ruleset drops by default. */
export function droppingChains(ruleset: IptablesRuleset, family: IpFamily): readonly DroppingChain[] {
  return chains.flatMap(([table, name]) => {
    const chain = ruleset.chain(family, table, name);
    return chain !== undefined && dropsByDefault(chain) ? [{ table, name, chain }] : [];
  });
}

/** Whether a guard lets nothing out by default, in IPv4 and in IPv6. */
export function dropsOutput({ ruleset }: Guard): boolean {
  return droppingChains(ruleset, 'IPv4').length > 0 && droppingChains(ruleset, 'IPv6').length > 0;
}

function dropsByDefault({ policy, rules }: IptablesChain): boolean {
  if (policy === 'DROP') return true;
  // RETURN leads to the policy, past the last rule.
  if (rules.some(({ target }) => target === 'RETURN')) return false;
  const last = rules.at(-1);
  return last !== undefined && (last.target === 'DROP' || last.target === 'REJECT') && last.matches.length === 0;
}
