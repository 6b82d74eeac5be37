import type { Path } from './document';
import { type Fields, fieldsOf, textsOf } from './plain-value';
import { commandOf, type PodContainer } from './pod-container';
import { readCommandLine, type ShellReading } from './shell-script';
import { files, type VpnPod } from './vpn-pod';

/** What a container runs, as text that can be read without running it. */
export interface StartScript {
  /** Every text that decides what runs: the command, and the scripts of ConfigMaps that it names. */
  readonly text: string;
  /** Names of mounted scripts whose ConfigMap the input lacks. */
  readonly unseen: readonly string[];
  readonly path: Path;
  read(): ShellReading;
}

/** Whether a program is a shell, in whatever folder. */
export function isShell(program: string): boolean {
  return /(?:^|\/)(?:ba|da|a)?sh$/.test(program);
}

const cache = new WeakMap<PodContainer, StartScript | 'none'>();

/** The script of a container's command, or undefined when its image decides what runs. */
export function startScriptOf(pod: VpnPod, container: PodContainer): StartScript | undefined {
  const known = cache.get(container) ?? readStartScript(pod, container) ?? 'none';
  cache.set(container, known);
  return known === 'none' ? undefined : known;
}

function readStartScript(pod: VpnPod, container: PodContainer): StartScript | undefined {
  const command = commandOf(container);
  if (command.length === 0) return undefined;
  return scriptOf(pod, container, command, (index) => commandPath(container, index));
}

/** The script that runs beside a container's own when it starts (`lifecycle.postStart`). */
export function postStartScriptOf(pod: VpnPod, container: PodContainer): StartScript | undefined {
  return hookScriptOf(pod, container, ['lifecycle', 'postStart']);
}

/** What the kubelet runs in a container beside its own program: hooks and probes, but for gluetun's own health command. */
export function hookScriptsOf(pod: VpnPod, container: PodContainer): readonly StartScript[] {
  return hooks.flatMap((place) => {
    const script =
      hookCommand(container, place)[0] === '/gluetun-entrypoint' ? undefined : hookScriptOf(pod, container, place);
    return script === undefined ? [] : [script];
  });
}

const hooks = [
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
  ['startupProbe'],
  ['readinessProbe'],
  ['livenessProbe'],
] as const;

function hookScriptOf(pod: VpnPod, container: PodContainer, place: readonly string[]): StartScript | undefined {
  const command = hookCommand(container, place);
  const path = [...container.path, ...place, 'exec', 'command'];
  return command.length === 0 ? undefined : scriptOf(pod, container, command, (index) => [...path, index]);
}

function hookCommand(container: PodContainer, place: readonly string[]): readonly string[] {
  const handler = place.reduce<Fields>((fields, name) => fieldsOf(fields[name]), container.fields);
  return textsOf(fieldsOf(handler['exec'])['command']);
}

function scriptOf(
  pod: VpnPod,
  container: PodContainer,
  command: readonly string[],
  pathOf: (index: number) => Path,
): StartScript {
  const unseen: string[] = [];
  const parts: string[] = [];
  const words = scriptWords(command);
  const path = pathOf(Math.max(command.indexOf(words.at(-1) ?? ''), 0));
  for (const word of words) {
    const file = mountedScript(pod, container, word);
    if (file === undefined) parts.push(word);
    else if (file.text === undefined) unseen.push(word);
    else parts.push(file.text);
  }
  const text = parts.join(isShell(command[0] ?? '') ? '\n' : ' ');
  let reading: ShellReading | undefined;
  return {
    text,
    unseen,
    path,
    read: () => {
      reading ??= readOnce(command, container, namedFiles(pod, container, text));
      return reading;
    },
  };
}

/** Where a word of command and args together stands. */
function commandPath({ path, fields }: PodContainer, index: number): Path {
  const first = textsOf(fields['command']).length;
  return index < first ? [...path, 'command', index] : [...path, 'args', index - first];
}

/** For `sh -c SCRIPT` the script alone; its further words are parameters. */
function scriptWords(command: readonly string[]): readonly string[] {
  if (!isShell(command[0] ?? '')) return command;
  const flag = command.findIndex((word, index) => index > 0 && /^-\w*c$/.test(word));
  if (flag === -1) return command.slice(1).filter((word) => !word.startsWith('-'));
  const options = command.slice(1, flag + 1).some((word) => /^-\w*e/.test(word)) ? ['set -e'] : [];
  return [...options, ...command.slice(flag + 1, flag + 2)];
}

function mountedScript(pod: VpnPod, container: PodContainer, word: string) {
  if (!/^\/[\w./-]+$/.test(word)) return undefined;
  return files(pod, container).find(({ name, text }) =>
    text === undefined ? word === name || word.startsWith(`${name}/`) : word === name,
  );
}

/** Readings of scripts that many Pods share. */
const readings = new Map<string, ShellReading>();
const readingsLimit = 200;

function readOnce(
  command: readonly string[],
  container: PodContainer,
  mounted: ReadonlyMap<string, string>,
): ShellReading {
  const text = [...command, ...mounted.values()].join('\0');
  const variables = usedVariables(text, container);
  const key = [...variables, ...mounted, text].join('\0');
  const known = readings.get(key) ?? readCommandLine(command, variables, mounted);
  if (readings.size >= readingsLimit) readings.clear();
  readings.set(key, known);
  return known;
}

/** The files of ConfigMaps that a script names. */
function namedFiles(pod: VpnPod, container: PodContainer, text: string): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const { name, text: content, secret } of files(pod, container)) {
    // The command may name it too, and then the text is its content.
    if (content !== undefined && !secret && (text.includes(name) || text.includes(content))) named.set(name, content);
  }
  return named;
}

function usedVariables(text: string, { environment }: PodContainer): ReadonlyMap<string, string> {
  const used = new Map<string, string>();
  for (const [name, variable] of environment.entries()) {
    if (variable.kind === 'value' && text.includes(name)) used.set(name, variable.value);
  }
  return used;
}
