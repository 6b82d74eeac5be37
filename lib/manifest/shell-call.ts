import { plainName } from './shell-programs';
import { computed } from './shell-word';

/** A script that a command hands to a shell. */
export interface ShellCall {
  readonly text: string;
  readonly parameters: readonly string[];
  /** Whether it runs in a shell of its own, not in this one (`eval`, `.`). */
  readonly isOwn: boolean;
  /** `sh -e`. */
  readonly stops: boolean;
}

type Files = ReadonlyMap<string, string>;

const shellName = /^(?:\/(?:usr\/)?(?:local\/)?bin\/)?(?:ba|da|a)?sh$/;

/** The script that a command hands to a shell; undefined when it is no shell. */
export function scriptOf(
  name: string,
  parameters: readonly string[],
  input: string | undefined,
  files: Files,
): ShellCall | undefined {
  if (name === 'eval') return { text: parameters.join(' '), parameters: [], isOwn: false, stops: false };
  if (name === '.' || name === 'source') return fileCall(parameters[0] ?? '', [], false, files);
  if (handsToShell.has(plainName(name))) return handedCall(plainName(name), parameters, input);
  if (/(?:^|\/)busybox$/.test(name)) return scriptOf(parameters[0] ?? '', parameters.slice(1), input, files);
  if (files.has(name) && name.startsWith('/')) return fileCall(name, parameters, true, files);
  return shellName.test(name) ? shellCall(parameters, input, files) : undefined;
}

function shellCall(parameters: readonly string[], input: string | undefined, files: Files): ShellCall {
  const { options, rest } = shellOptions(parameters);
  const stops = options.includes('e');
  const [first, ...others] = rest;
  if (options.includes('n')) return { text: '', parameters: [], isOwn: true, stops };
  if (options.includes('c')) return { text: first ?? '', parameters: others.slice(1), isOwn: true, stops };
  if (first === undefined) return { text: input ?? '', parameters: [], isOwn: true, stops };
  return { ...fileCall(first, others, true, files), stops };
}

/** Programs that hand a text to a shell. */
const handsToShell = new Set(['su', 'runuser', 'flock', 'script', 'watch']);

function handedCall(name: string, parameters: readonly string[], input: string | undefined): ShellCall | undefined {
  const call = (text: string): ShellCall => ({ text, parameters: [], isOwn: true, stops: false });
  const plain = parameters.filter((word) => !word.startsWith('-'));
  if (name === 'watch')
    return call(parameters.slice(parameters.findIndex((word) => !/^(?:-|[\d.]+$)/.test(word))).join(' '));
  const at = parameters.findIndex((word) => /^-\w*c$|^--(?:session-)?command$|^-c.|^--command=/.test(word));
  const isOption = at !== -1 && parameters.slice(0, at).filter((word) => !word.startsWith('-')).length <= 1;
  if (isOption) {
    const attached = /^(?:-c|--command=)([\s\S]+)$/.exec(parameters[at] ?? '')?.[1];
    return call(
      parameters.some((word) => /^-s|^--shell/.test(word)) ? computed : (attached ?? parameters[at + 1] ?? ''),
    );
  }
  if (name === 'flock') return undefined;
  return call(plain.length > 1 ? computed : (input ?? ''));
}

function fileCall(file: string, parameters: readonly string[], isOwn: boolean, files: Files): ShellCall {
  return { text: files.get(file) ?? computed, parameters, isOwn, stops: false };
}

/** The letters of a shell's options, and what follows them. */
function shellOptions(words: readonly string[]): { options: string; rest: readonly string[] } {
  const first = words.findIndex((word, at) => !/^[-+]./.test(word) && !/^[-+]\w*o$/.test(words[at - 1] ?? ''));
  const rest = first === -1 ? [] : words.slice(first);
  const options = words.slice(0, words.length - rest.length).map((word) => {
    if (word === 'errexit') return 'e';
    if (word === 'noexec') return 'n';
    return /^-\w/.test(word) ? word.slice(1) : '';
  });
  return { options: options.join(''), rest };
}
