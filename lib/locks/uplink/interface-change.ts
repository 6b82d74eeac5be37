import type { ShellCommand } from '../../manifest/shell-script';

/** Commands that give the tunnel's name to another way out, because a guard tells interfaces apart by their names. */
export function interfaceChanges(commands: readonly ShellCommand[]): readonly string[] {
  return commands
    .filter(({ words }) => changesInterfaces(words))
    .map(({ words }) => `changes the interfaces that the rules name: ${words.join(' ').slice(0, 80)}`);
}

function changesInterfaces([program = '', ...parameters]: readonly string[]): boolean {
  const name = program.replace(/^.*\//, '');
  if (['nameif', 'ifrename', 'brctl'].includes(name)) return true;
  if (name === 'tc') return parameters.includes('mirred');
  if (name !== 'ip' && !parameters.includes('ip')) return false;
  const from = name === 'ip' ? parameters : parameters.slice(parameters.indexOf('ip') + 1);
  const [object = '', ...rest] = from.filter((word) => !word.startsWith('-'));
  // ip takes any beginning of a word: l, li, lin.
  return object !== '' && 'link'.startsWith(object) && rest.some((word) => /^(?:name|master|add|xdp\w*)$/.test(word));
}
