import { type GluetunSettings, gluetunSettings, parseSwitch, tunnelInterfaceOf } from '../../manifest/gluetun-settings';
import { type IptablesRuleset, readIptables } from '../../manifest/iptables-script';
import type { PodContainer } from '../../manifest/pod-container';
import { readShellScript } from '../../manifest/shell-script';
import { postStartScriptOf, type StartScript, startScriptOf } from '../../manifest/start-script';
import { files, mounts, type VpnPod } from '../../manifest/vpn-pod';
import { coversInternet } from '../../network/public-address';
import type { Check, OpenLock } from '../lock';
import { judgeSubnets, parseSubnets } from './outbound-subnets';
import { writableSettings } from './writable-settings';

export const check: Check = (pod) => {
  const settings = gluetunSettings(pod);
  return [
    ...switchedOff(settings, 'FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT'),
    ...oldSwitch(pod, settings),
    ...outboundSubnets(settings),
    ...changedRules(pod),
    ...unreadScript(pod),
    ...writableSettings(pod),
  ];
};

function switchedOff(settings: GluetunSettings, name: string): OpenLock[] {
  const setting = settings.get(name);
  if (setting.kind === 'unset') return [];
  if (setting.kind !== 'value') {
    const source = setting.kind === 'unknown' ? setting.source : 'its start script';
    return [{ state: 'unknown', message: `${source} may switch gluetun's firewall off (${name})`, path: setting.path }];
  }
  if (parseSwitch(setting.value) !== false) return [];
  return [{ state: 'open', message: `${name} switches gluetun's firewall off`, path: setting.path }];
}

/** FIREWALL has meant nothing since v3.39; an older image still obeys it. */
function oldSwitch(pod: VpnPod, settings: GluetunSettings): OpenLock[] {
  const setting = settings.get('FIREWALL');
  if (setting.kind !== 'value' || parseSwitch(setting.value) !== false) return [];
  const { path } = setting;
  const [, major, minor] = /:v?(\d+)\.(\d+)/.exec(pod.gluetun.image) ?? [];
  const message = 'FIREWALL is off, which switches the firewall off in every gluetun before v3.39';
  if (major === undefined || minor === undefined) return [{ state: 'open', message, path, severity: 'risk' }];
  const isDead = Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 39);
  return [
    isDead
      ? { state: 'open', message: `${message}; this one ignores it`, path, severity: 'advice' }
      : { state: 'open', message, path },
  ];
}

/** EXTRA_SUBNETS is its name of old, which gluetun reads only where the new one is not set. */
function outboundSubnets(settings: GluetunSettings): OpenLock[] {
  const name =
    settings.get('FIREWALL_OUTBOUND_SUBNETS').kind === 'unset' ? 'EXTRA_SUBNETS' : 'FIREWALL_OUTBOUND_SUBNETS';
  const setting = settings.get(name);
  if (setting.kind === 'unset') return [];
  const { path } = setting;
  if (setting.kind !== 'value') {
    const source = setting.kind === 'unknown' ? setting.source : 'its start script';
    return [
      { state: 'unknown', message: `${source} decides what the client reaches beside the tunnel (${name})`, path },
    ];
  }
  const subnets = parseSubnets(setting.value);
  if (coversInternet(subnets.map(({ range }) => range))) {
    const list = subnets.map(({ text }) => text).join(', ');
    return [{ state: 'open', message: `${name} adds up to the whole internet: ${list}`, path }];
  }
  return judgeSubnets(subnets).map(({ message, ...opening }) => ({
    state: 'open',
    message: `${name} ${message}`,
    path,
    ...opening,
  }));
}

/** Rules that the manifest itself puts into gluetun's table, beside or after gluetun's own. */
function changedRules(pod: VpnPod): OpenLock[] {
  const { containers, gluetun } = pod;
  const from = containers.slice(containers.indexOf(gluetun));
  const scripts = from.flatMap((container) =>
    [startScriptOf(pod, container), postStartScriptOf(pod, container)].flatMap((script) =>
      script !== undefined && mayRunIptables(script, container)
        ? [{ name: container.name, path: script.path, ruleset: readIptables(script.read().commands) }]
        : [],
    ),
  );
  const { rules, unseen } = postRules(pod);
  return [
    ...[...scripts, ...rules].flatMap(({ name, path, ruleset }) =>
      openedBy(ruleset, tunnelInterfaceOf(pod)).map(
        (what): OpenLock => ({
          state: 'open',
          message: `${name} ${what}`,
          path,
        }),
      ),
    ),
    ...unseen,
  ];
}

/** A script may get the command itself from a variable. */
function mayRunIptables({ text }: StartScript, { environment }: PodContainer): boolean {
  if (/tables/.test(text)) return true;
  return (
    text.includes('$') &&
    [...environment.entries()].some(([, value]) => value.kind === 'value' && /tables/.test(value.value))
  );
}

/** The rules that gluetun runs after its own (gluetun v3.41.3, /iptables/post-rules.txt). */
function postRules(pod: VpnPod) {
  const place = '/iptables/post-rules.txt';
  const read = files(pod, pod.gluetun);
  const rules = read.flatMap(({ name, text, mount }) => {
    if (name !== place || text === undefined) return [];
    return [{ name: 'post-rules.txt', path: mount.path, ruleset: readIptables(readShellScript(text).commands) }];
  });
  const unseen = mounts(pod, pod.gluetun)
    .filter(({ mountPath }) => mountPath === place || mountPath === '/iptables')
    .filter(({ path }) => !rules.some((file) => file.path.join() === path.join()))
    .map(
      ({ volume, path }): OpenLock => ({
        state: 'unknown',
        message: `volume ${volume.name} may hold rules that gluetun adds to its own, and the input lacks what is in it`,
        path,
      }),
    );
  return { rules, unseen };
}

/** What a script reads in while it runs may change any setting, and any rule. */
function unreadScript(pod: VpnPod): OpenLock[] {
  const script = startScriptOf(pod, pod.gluetun);
  const unread = script === undefined ? [] : [...script.unseen, ...script.read().unread];
  if (script === undefined || unread.length === 0) return [];
  const message = `gluetun's start script runs what the input does not show: ${unread.join(', ')}`;
  return [{ state: 'unknown', message, path: script.path, severity: 'risk' }];
}

function openedBy(ruleset: IptablesRuleset, tunnelInterface = 'tun0'): readonly string[] {
  return (['IPv4', 'IPv6'] as const).flatMap((family) => {
    const chain = ruleset.chain(family, 'filter', 'OUTPUT');
    if (chain === undefined) return [];
    const accepts = chain.rules.filter(
      ({ target, matches }) =>
        target === 'ACCEPT' && !matches.some((word, at) => isInside(matches, word, at, tunnelInterface)),
    );
    return [
      ...(chain.policy === 'ACCEPT' ? [`sets policy ACCEPT in gluetun's own table (${family})`] : []),
      ...(chain.isFlushed ? [`removes gluetun's own rules (${family})`] : []),
      ...accepts.map(({ text }) => `lets out more than the tunnel: ${text} (${family})`),
    ];
  });
}

function isInside(matches: readonly string[], word: string, at: number, tunnelInterface: string): boolean {
  return word === '-o' && matches[at - 1] !== '!' && ['lo', tunnelInterface].includes(matches[at + 1] ?? '');
}
