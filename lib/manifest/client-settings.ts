import type { Path } from './document';
import type { Environment } from './environment';
import type { PodContainer } from './pod-container';
import { postStartScriptOf, startScriptOf } from './start-script';
import { files, type VpnPod } from './vpn-pod';

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
  const writers = pod.containers.filter((container) => container.phase === 'init' && container !== pod.gluetun);
  const texts = [client, ...writers].flatMap((container) => textsOf(pod, container));
  cache.set(client, texts);
  return texts;
}

function textsOf(pod: VpnPod, container: PodContainer): readonly SettingsText[] {
  const { environment } = container;
  const texts: SettingsText[] = [];
  for (const [name, variable] of environment.entries()) {
    if (variable.kind === 'value') texts.push({ text: `${name}=${variable.value}`, path: variable.path, environment });
    if (variable.kind === 'field') texts.push({ text: `${name}=${variable.field}`, path: variable.path, environment });
  }
  for (const script of [startScriptOf(pod, container), postStartScriptOf(pod, container)]) {
    if (script !== undefined) texts.push({ text: script.text, path: script.path, environment });
  }
  for (const { text, secret, mount } of files(pod, container)) {
    if (text !== undefined && !secret) texts.push({ text, path: mount.path, environment });
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
