import { noteUnread, type ShellState } from './shell-state';

const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/;
/** Variables that decide which program a name stands for. */
const programVariable = /^(?:PATH|LD_\w+|ENV|BASH_ENV|IFS|XTABLES_LIBDIR)$/;
const programFolders = /^(?:(?:\/usr(?:\/local)?)?\/s?bin(?::|$))+$/;

/** Sets the variables in front of a command, and returns the command. */
export function assignAll(shell: ShellState, words: readonly string[]): readonly string[] {
  let at = 0;
  for (; at < words.length; at++) {
    const [, name, value] = assignment.exec(words[at] ?? '') ?? [];
    if (name === undefined || value === undefined) break;
    assign(shell, name, value);
  }
  return words.slice(at);
}

export function assign(shell: ShellState, name: string, value: string): void {
  if (choosesPrograms(name, value)) noteUnread(shell, [`${name}=${value}`]);
  shell.variables.set(name, value);
}

/** Whether a variable may put other programs, or other parts of them, in the place of the image's own. */
export function choosesPrograms(name: string, value: string): boolean {
  return value !== '' && programVariable.test(name) && !(name === 'PATH' && programFolders.test(value));
}
