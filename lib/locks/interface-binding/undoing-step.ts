import { posix } from 'node:path';
import type { ScriptStep, SettingsScript } from './settings-script';

/** The files of settings that clients read. */
const settingsName = /(?:qBittorrent[\w-]*\.conf|settings\.json|core\.conf|\.rtorrent\.rc)/;
const exact = new RegExp(`^${settingsName.source}$`);
/** `qBittorrent.conf.new`, from which the file itself is made. */
const derived = new RegExp(`^${settingsName.source}.+$`);

/** Programs that leave a file as it is, or its content. */
const reading =
  /^(?:\[|\[\[|test|:|true|false|cat|grep|egrep|fgrep|head|tail|cut|wc|tr|sort|awk|sed|jq|ls|stat|chmod|chown|touch|mkdir|dirname|basename|echo|printf|diff|cmp|sha256sum|md5sum|cd|export|local|readonly|set)$/;
const shells = /^(?:sh|ash|bash|dash|busybox|eval|env|command|exec|nice|su-exec|gosu|s6-setuidgid|xargs|find)$/;

/**
 * What a step does to settings that were written before it.
 * - `undoes`: they are gone, or are no more what they were.
 * - `changes`: nobody can tell what they are then.
 */
export type Undoing = 'undoes' | 'changes';

/** The first step that undoes settings, or may: with those that come after they were written, and moves to another name. */
export function undoingStep({ steps, last }: SettingsScript): { step: ScriptStep; undoing: Undoing } | undefined {
  const before = steps.slice(0, last + 1);
  const found = [
    ...steps.filter(leavesCopy).map((step) => ({ step, undoing: 'undoes' as const })),
    ...before
      .filter((step) => step.mentions && step.outputs.some(({ file }) => isDerived(file)) && !steps.some(arrives))
      .map((step) => ({ step, undoing: 'undoes' as const })),
    ...steps.slice(last + 1).flatMap((step) => {
      const undoing = judge(step);
      return undoing === undefined ? [] : [{ step, undoing }];
    }),
  ];
  return found.find(({ undoing }) => undoing === 'undoes') ?? found[0];
}

function isExact(word: string): boolean {
  return exact.test(posix.basename(word));
}

function isDerived(word: string): boolean {
  return derived.test(posix.basename(word));
}

export function programOf({ words: [name = ''] }: ScriptStep): string {
  return posix.basename(name);
}

function isMove(step: ScriptStep): boolean {
  return ['mv', 'cp', 'install', 'ln'].includes(programOf(step));
}

/** A file that was to become the settings gets another name. */
function leavesCopy(step: ScriptStep): boolean {
  const files = step.words.slice(1);
  return programOf(step) === 'mv' && files.slice(0, -1).some(isDerived) && !isExact(files.at(-1) ?? '');
}

function arrives(step: ScriptStep): boolean {
  const files = step.words.slice(1);
  return isMove(step) && files.slice(0, -1).some(isDerived) && isExact(files.at(-1) ?? '');
}

function judge(step: ScriptStep): Undoing | undefined {
  const program = programOf(step);
  const words = step.words.slice(1);
  if (isMove(step)) return judgeMove(step);
  const own = step.outputs.filter(({ file }) => isExact(file));
  if (own.length > 0) return isLiteral(words) && own.every(isAppended) ? undefined : 'changes';
  if (['rm', 'unlink', 'shred', 'truncate'].includes(program)) return words.some(isExact) ? 'undoes' : undefined;
  if (['sed', 'perl'].includes(program) && words.some((word) => /^-\w*i|^--in-place/.test(word)))
    return judgeEdit(words);
  return !reading.test(program) && namesSettings(program, words) ? 'changes' : undefined;
}

function namesSettings(program: string, words: readonly string[]): boolean {
  return shells.test(program) ? words.some((word) => settingsName.test(word)) : words.some(isExact);
}

function isAppended({ operator }: { readonly operator: string }): boolean {
  return operator.endsWith('>>');
}

function judgeMove(step: ScriptStep): Undoing | undefined {
  const files = step.words.slice(1).filter((word) => !word.startsWith('-'));
  const target = files.at(-1) ?? '';
  const sources = files.slice(0, -1);
  if (leavesCopy(step)) return 'undoes';
  if (programOf(step) === 'mv' && sources.some(isExact) && !isExact(target)) return 'undoes';
  return isExact(target) && !sources.some(isDerived) ? 'changes' : undefined;
}

function isLiteral(words: readonly string[]): boolean {
  return words.length > 0 && !words.some((word) => /[$`]|interface|bind/i.test(word));
}

/** An expression that begins with a whole key is about that key alone. */
function judgeEdit(words: readonly string[]): Undoing | undefined {
  if (!words.some((word) => settingsName.test(word))) return undefined;
  const scripts = words.filter((word) => !word.startsWith('-') && !settingsName.test(word));
  if (scripts.some((script) => /interface|bind|tun\d|wg\d|eth\d/i.test(script))) return 'undoes';
  return scripts.length > 0 && scripts.every((script) => /^s(\W)\^?[\w\\ ]{3,}=/.test(script)) ? undefined : 'changes';
}
