import { isKnownProgram } from './known-programs';
import { computed } from './shell-word';

/** A program's name without the folder, where the folder is one of the system's own. */
export function plainName(name: string): string {
  return name.replace(/^\/(?:usr\/)?(?:local\/)?s?bin\/(?=[^/]+$)/, '');
}

interface Launcher {
  /** How many words stand before the program. @default 0 */
  readonly before?: number;
  /** Its options that take the next word. */
  readonly valued?: readonly string[];
  /** Its options that stand alone. */
  readonly flags?: RegExp;
}

/** Programs that run another program, never a builtin or a function of the shell that starts them. */
const launchers: ReadonlyMap<string, Launcher> = new Map<string, Launcher>([
  ['busybox', {}],
  ['catatonit', { flags: /^-[gP]$/ }],
  ['chronic', {}],
  ['doas', { valued: ['-u'], flags: /^-n$/ }],
  ['dumb-init', { flags: /^(?:-[cv]|--single-child|--verbose)$/ }],
  ['env', { valued: ['-u', '--unset'], flags: /^--unset=/ }],
  ['flock', { before: 1, valued: ['-w', '--timeout', '-E'], flags: /^-[nxseou]+$/ }],
  ['gosu', { before: 1 }],
  ['ionice', { valued: ['-c', '-n'], flags: /^-(?:t|c\d|n\d)$/ }],
  ['nice', { valued: ['-n'], flags: /^(?:-\d+|-n-?\d+|--adjustment=.*)$/ }],
  ['nohup', {}],
  ['setsid', { flags: /^-[cfw]$/ }],
  ['stdbuf', { valued: ['-i', '-o', '-e'], flags: /^-[ioe]\w+$/ }],
  ['su-exec', { before: 1 }],
  ['sudo', { valued: ['-u', '-g'], flags: /^-[EnH]$/ }],
  ['time', { flags: /^-[pv]$/ }],
  [
    'timeout',
    { before: 1, valued: ['-s', '-k'], flags: /^-(?:v|-foreground|-preserve-status|-signal=.*|k\d\w*|s\w+)$/ },
  ],
  ['tini', { flags: /^-[gsvw]+$/ }],
  ['xargs', { valued: ['-n', '-I', '-P', '-L', '-d'], flags: /^-[0rt]+$|^-[nPLI]\S+$/ }],
]);

/** What a program runs when it is there to run another one. */
export interface Launch {
  /** The other program; empty when there is none. */
  readonly words: readonly string[];
  /** Whether an option may change which program that is. */
  readonly isUnclear: boolean;
}

/** The program that another one runs; undefined when it runs none. */
export function launchOf(program: string, parameters: readonly string[]): Launch | undefined {
  const name = plainName(program);
  const launcher = launchers.get(name);
  if (launcher === undefined) return undefined;
  const { options, rest } = takeOptions(launcher, parameters);
  // A variable that is taken away is the same to gluetun as an empty one.
  const removed = name === 'env' ? options.flatMap(({ value }) => (value === undefined ? [] : [`${value}=`])) : [];
  const words = rest.slice(launcher.before ?? 0);
  return { words: [...removed, ...words], isUnclear: words[0] === '-' || options.some(({ isKnown }) => !isKnown) };
}

interface LauncherOption {
  readonly isKnown: boolean;
  readonly value: string | undefined;
}

function takeOptions({ valued = [], flags }: Launcher, parameters: readonly string[]) {
  const options: LauncherOption[] = [];
  let at = 0;
  for (; /^-./.test(parameters[at] ?? '') && parameters[at] !== '--'; at++) {
    const option = parameters[at] ?? '';
    const takesNext = valued.includes(option);
    if (takesNext) at++;
    const value = takesNext ? parameters[at] : /=(.*)$/s.exec(option)?.[1];
    options.push({ isKnown: takesNext || flags?.test(option) === true, value });
  }
  return { options, rest: parameters.slice(parameters[at] === '--' ? at + 1 : at) };
}

/** Whether a program may do anything, because what it runs cannot be read. */
export function mayDoAnything([program = '', ...parameters]: readonly string[]): boolean {
  const name = plainName(program);
  if (name.includes('/')) return name !== '/gluetun-entrypoint';
  switch (name) {
    case 'awk':
    case 'gawk':
    case 'mawk':
    case 'nawk':
      return parameters.some((word) => startsFromAwk(word));
    case 'sed':
      return parameters.some((word) => /^-\w*f|^--file/.test(word)) || sedScripts(parameters).some(startsFromSed);
    case 'ip':
    case 'tc':
    case 'bridge':
      // -b, -batch and whatever is between; -br is brief.
      return parameters.some((word) => /^--?b(?!r)/.test(word) || word.startsWith(`-${computed}`) || word === 'exec');
    case 'nc':
    case 'netcat':
      return parameters.some((word) => /^-\w*e|^--(?:sh-)?exec/.test(word));
    case 'tar':
      return parameters.some((word) => /^--(?:to-command|checkpoint-action|use-compress|info-script)/.test(word));
    case 'find':
      return parameters.some((word, at) => /^-(?:exec|ok)/.test(word) && !isKnownProgram(parameters[at + 1] ?? ''));
    default:
      return !isKnownProgram(name);
  }
}

/** `system`, a pipe to or from a program, a called name, or a program in a file. */
function startsFromAwk(word: string): boolean {
  return (
    /^-[fiElD]|^--(?!version|help)/.test(word) ||
    /system|[|@]/.test(word.replaceAll('||', '')) ||
    word.includes(computed)
  );
}

/** Only the first word is a script where no option says so; the others are files. */
function sedScripts(parameters: readonly string[]): readonly string[] {
  const named = parameters.flatMap((word, at) => {
    if (/^(?:-\w*e|--expression)$/.test(parameters[at - 1] ?? '')) return [word];
    return /^(?:-e|--expression=)(.+)$/s.exec(word)?.slice(1) ?? [];
  });
  return named.length > 0 ? named : parameters.filter((word) => !word.startsWith('-')).slice(0, 1);
}

/** A longer program is not looked through. In characters. */
const longestSed = 2000;

/** GNU sed's command e, and the flag e of its command s. */
function startsFromSed(script: string): boolean {
  if (script.length > longestSed) return true;
  let isRun = false;
  const rest = script.replace(
    /s([^\w\s\\])(?:\\[\s\S]|(?!\1)[^\\])*\1(?:\\[\s\S]|(?!\1)[^\\])*\1(\w*)/g,
    (_, _mark, flags: string) => {
      isRun ||= flags.includes('e');
      return '';
    },
  );
  return isRun || /(?:^|[;\n{}\d$!,/\s])e/.test(rest.replace(/\/(?:\\[\s\S]|[^/\\])*\//g, '/'));
}

/** The files whose text is another one once a program has run. */
export function overwritten([program = '', ...parameters]: readonly string[]): readonly string[] {
  const last = parameters.at(-1) ?? '';
  switch (plainName(program)) {
    case 'cp':
    case 'install':
    case 'ln':
    case 'mv':
      return [last, ...parameters.map((source) => `${last.replace(/\/$/, '')}/${source.replace(/^.*\//, '')}`)];
    case 'dd':
      return parameters.map((word) => word.replace(/^of=/, ''));
    case 'curl':
    case 'sed':
    case 'tee':
    case 'wget':
      return parameters;
    default:
      return [];
  }
}
