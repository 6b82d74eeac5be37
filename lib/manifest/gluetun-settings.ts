import type { Path } from './document';
import type { Variable } from './environment';
import { computed } from './shell-word';
import { startScriptOf } from './start-script';
import type { VpnPod } from './vpn-pod';

/**
 * What gluetun finds under a name, after its environment and what its start script exports.
 * - `computed`: set, to something that is only known when it starts; in `text`, `computed` marks what is not known.
 */
type Setting =
  | { readonly kind: 'unset' }
  | { readonly kind: 'value'; readonly value: string; readonly secret: boolean; readonly path: Path }
  | { readonly kind: 'computed'; readonly text: string; readonly path: Path }
  | { readonly kind: 'unknown'; readonly source: string; readonly path: Path };

/** gluetun's settings. An empty value is the same as none (gluetun v3.41.3, gosettings). */
export interface GluetunSettings {
  get(name: string): Setting;
  /** The value, where it is known. */
  value(name: string): string | undefined;
}

const unset: Setting = { kind: 'unset' };
const cache = new WeakMap<VpnPod, GluetunSettings>();

/** The settings of a Pod's gluetun. */
export function gluetunSettings(pod: VpnPod): GluetunSettings {
  const known = cache.get(pod);
  if (known !== undefined) return known;
  const settings = readSettings(pod);
  cache.set(pod, settings);
  return settings;
}

function readSettings(pod: VpnPod): GluetunSettings {
  const { environment } = pod.gluetun;
  const script = startScriptOf(pod, pod.gluetun);
  const exported = script === undefined ? new Map<string, string>() : script.read().variables;
  const get = (name: string): Setting => {
    const variable = environment.get(name);
    const assigned = exported.get(name);
    const changed = assigned !== undefined && !(variable?.kind === 'value' && variable.value === assigned);
    return script !== undefined && changed ? fromScript(assigned, script.path) : fromVariable(variable);
  };
  return {
    get,
    value: (name) => {
      const setting = get(name);
      return setting.kind === 'value' ? setting.value : undefined;
    },
  };
}

function fromVariable(variable: Variable | undefined): Setting {
  if (variable === undefined) return unset;
  switch (variable.kind) {
    case 'value':
      return fromValue(variable.value, false, variable.path);
    case 'field':
      return { kind: 'computed', text: computed, path: variable.path };
    case 'secret':
      if (variable.value !== undefined) return fromValue(variable.value, true, variable.path);
      return { kind: 'unknown', source: variable.source, path: variable.path };
    case 'unknown':
      return variable;
  }
}

function fromScript(value: string, path: Path): Setting {
  return value.includes(computed) ? { kind: 'computed', text: value, path } : fromValue(value, false, path);
}

/** gluetun takes spaces and quotes off every value before it reads it (gosettings, internal/parse). */
function fromValue(value: string, secret: boolean, path: Path): Setting {
  const trimmed = value.trim().replace(/^(["'])(.*)\1$/s, '$2');
  return trimmed === '' ? unset : { kind: 'value', value: trimmed, secret, path };
}

/** The tunnel's interface (gluetun v3.41.3: VPN_INTERFACE, default tun0); undefined when the input does not tell. */
export function tunnelInterfaceOf(pod: VpnPod): string | undefined {
  const setting = gluetunSettings(pod).get('VPN_INTERFACE');
  if (setting.kind === 'unset') return 'tun0';
  return setting.kind === 'value' ? setting.value : undefined;
}

/** Whether a value switches something on or off; undefined when gluetun would refuse it (gluetun v3.41.3, gosettings). */
export function parseSwitch(value: string): boolean | undefined {
  const text = value.toLowerCase();
  if (['enabled', 'yes', 'on', 'true'].includes(text)) return true;
  if (['disabled', 'no', 'off', 'false'].includes(text)) return false;
  return undefined;
}
