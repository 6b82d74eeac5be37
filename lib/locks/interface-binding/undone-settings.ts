import { commandOf, type PodContainer } from '../../manifest/pod-container';
import { isShell, postStartScriptOf, type StartScript, startScriptOf } from '../../manifest/start-script';
import { torrentClientOf } from '../../manifest/torrent-client';
import { mounts, type VpnPod } from '../../manifest/vpn-pod';
import type { OpenLock } from '../lock';
import { bindingsIn } from './bindings';
import { readSettingsScript, type SettingsScript } from './settings-script';
import { programOf, undoingStep } from './undoing-step';

interface Part {
  readonly container: PodContainer;
  readonly script: StartScript;
  readonly reading: SettingsScript;
}

/** Scripts that end before they write what binds a client, or that undo it afterwards. */
export function undoneSettings(pod: VpnPod, client: PodContainer): OpenLock[] {
  const parts = scriptsOf(pod, client).map(([container, script]) => ({
    container,
    script,
    reading: readOnce(script.text, namesOf(container, script, client), variablesOf(container, script)),
  }));
  const writer = parts.findLastIndex(({ reading }) => reading.last >= 0);
  // What binds it by a variable or a ConfigMap no script undoes by a file.
  return writer === -1 ? [] : parts.slice(writer).flatMap((part) => judge(part, client));
}

function judge({ container, script, reading }: Part, client: PodContainer): OpenLock[] {
  const found = (state: OpenLock['state'], message: string): OpenLock[] => [{ state, message, path: script.path }];
  const { name } = client;
  if (reading.last >= 0) {
    if (reading.ends === 'surely') return found('open', `${container.name} ends before it writes what binds ${name}`);
    if (reading.ends === 'perhaps')
      return found('unknown', `${container.name} may end before it writes what binds ${name}`);
    if (reading.isBroken) {
      return found('unknown', `the script of ${container.name}, which writes what binds ${name}, cannot be read`);
    }
  }
  const undone = undoingStep(reading);
  if (undone === undefined) return [];
  const program = programOf(undone.step) || 'a redirection';
  return undone.undoing === 'undoes'
    ? found('open', `${container.name} undoes by ${program} what binds ${name}`)
    : found(
        'unknown',
        `${container.name} changes the settings of ${name} by ${program}, and the input does not show what binds it then`,
      );
}

/** Shell scripts that can write what the client reads, in the order in which they start. */
function scriptsOf(pod: VpnPod, client: PodContainer): readonly (readonly [PodContainer, StartScript])[] {
  const theirs = new Set(mounts(pod, client).map(({ volume }) => volume));
  const writers = pod.containers.filter(
    (container) =>
      container.phase === 'init' &&
      mounts(pod, container).some(({ volume, readOnly }) => !readOnly && theirs.has(volume)),
  );
  return [...writers, client].flatMap((container) => {
    const scripts = [
      isShell(commandOf(container)[0] ?? '') ? startScriptOf(pod, container) : undefined,
      container === client ? postStartScriptOf(pod, container) : undefined,
    ];
    return scripts.flatMap((script) => (script === undefined ? [] : [[container, script] as const]));
  });
}

/** How a script mentions what it writes: as it stands, or by a variable. */
function namesOf(container: PodContainer, { text, path }: StartScript, client: PodContainer): readonly string[] {
  const { environment } = container;
  const kind = torrentClientOf(client);
  const written = bindingsIn({ text, path, environment }, kind).map(({ setting }) => setting);
  const variables = [...environment.entries()].flatMap(([name, variable]) =>
    variable.kind === 'value' && bindingsIn({ text: `${name}=${variable.value}`, path, environment }, kind).length > 0
      ? [name]
      : [],
  );
  return [...written, ...variables];
}

/** Readings of scripts that many Pods share. */
const readings = new Map<string, SettingsScript>();
const readingsLimit = 200;

function readOnce(text: string, names: readonly string[], variables: ReadonlyMap<string, string>): SettingsScript {
  const key = [...names, ...variables, text].join('\0');
  const spaced = names.map(spaces);
  const mentions = (part: string) => spaced.some((name) => spaces(part).includes(name));
  const known = readings.get(key) ?? readSettingsScript(text, mentions, variables);
  if (readings.size >= readingsLimit) readings.clear();
  readings.set(key, known);
  return known;
}

function spaces(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function variablesOf({ environment }: PodContainer, { text }: StartScript): ReadonlyMap<string, string> {
  const used = new Map<string, string>();
  for (const [name, variable] of environment.entries()) {
    if (variable.kind === 'value' && text.includes(name)) used.set(name, variable.value);
  }
  return used;
}
