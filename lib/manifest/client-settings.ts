import type { Path } from './document';
import type { Environment } from './environment';
import { commandOf, type PodContainer } from './pod-container';
import { postStartScriptOf, type StartScript, startScriptOf } from './start-script';
import { files, mounts, type VpnPod } from './vpn-pod';

/** A text of the manifest that may tell a client how to behave. */
export interface SettingsText {
  readonly text: string;
  readonly path: Path;
  /** The environment in which variables of the text have their meaning. */
  readonly environment: Environment;
}

const cache = new WeakMap<PodContainer, readonly SettingsText[]>();

/**
 * Every text that may hold a client's settings: its own environment, command, hooks and ConfigMap files, and those of the
 * init containers that prepare its volumes.
 */
export function clientSettings(pod: VpnPod, client: PodContainer): readonly SettingsText[] {
  const known = cache.get(client);
  if (known !== undefined) return known;
  const writers = pod.containers.filter((container) => container !== pod.gluetun && prepares(pod, container, client));
  const texts = [...textsOf(pod, client), ...writers.flatMap((container) => textsOf(pod, container))];
  cache.set(client, texts);
  return texts;
}

/** Programs that write nothing, whatever their arguments say. */
const idle = /(?:^|\/)(?:true|false|echo|printf|sleep|test|:)$/;

/** Files of settings, as scripts name them. */
const settingsFile = /(\/[\w./-]*(?:qBittorrent\.conf|settings\.json|core\.conf))/g;

/** Whether an init container writes to a volume that the client mounts, and to the one with its settings if it names it. */
function prepares(pod: VpnPod, container: PodContainer, client: PodContainer): boolean {
  if (container.phase !== 'init' || idle.test(commandOf(container)[0] ?? '')) return false;
  const theirs = new Set(mounts(pod, client).map(({ volume }) => volume));
  const shared = mounts(pod, container).filter(({ volume, readOnly }) => !readOnly && theirs.has(volume));
  const named = [...(startScriptOf(pod, container)?.text.matchAll(settingsFile) ?? [])].map(([, file = '']) => file);
  if (named.length === 0) return shared.length > 0;
  return named.some((file) => shared.some(({ mountPath }) => file.startsWith(`${mountPath}/`)));
}

function textsOf(pod: VpnPod, container: PodContainer): readonly SettingsText[] {
  const { environment } = container;
  const script = startScriptOf(pod, container);
  const scripts = [script, postStartScriptOf(pod, container)].filter((each) => each !== undefined);
  const shown = files(pod, container).filter(({ secret }) => !secret);
  return [
    ...variablesOf(container, script),
    ...scripts.map(({ text, path }) => ({ text, path, environment })),
    ...shown.flatMap(({ text, mount }) => (text === undefined ? [] : [{ text, path: mount.path, environment }])),
  ];
}

/** A script of the manifest shows which variables it uses; a program of an image does not. */
function variablesOf({ phase, environment }: PodContainer, script: StartScript | undefined): readonly SettingsText[] {
  const used = phase === 'init' && script?.unseen.length === 0 ? script.text : undefined;
  const texts: SettingsText[] = [];
  for (const [name, variable] of environment.entries()) {
    if (used !== undefined && !used.includes(name)) continue;
    if (variable.kind === 'value') texts.push({ text: `${name}=${variable.value}`, path: variable.path, environment });
    if (variable.kind === 'field') texts.push({ text: `${name}=${variable.field}`, path: variable.path, environment });
  }
  return texts;
}

/** A value that a text gives, with variables of its environment filled in; undefined when they are not known. */
export function settingValue(value: string, environment: Environment): string | undefined {
  const name = /^\$\{?(\w+)\}?$/.exec(value)?.[1];
  if (name === undefined) return value;
  const variable = environment.get(name);
  if (variable?.kind === 'field') return variable.field;
  return variable?.kind === 'value' ? variable.value : undefined;
}
