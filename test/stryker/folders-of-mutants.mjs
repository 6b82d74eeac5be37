import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of each mutant by its id, as Stryker wrote it into the code. */
export function foldersOfMutants(root) {
  const folders = new Map();
  for (const file of readdirSync(join(root, 'lib'), { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(join(root, 'lib', file), 'utf8');
    for (const [, mutant] of text.matchAll(/stryMutAct_\w+\("(\d+)"\)/g))
      folders.set(mutant, join('lib', dirname(file)));
  }
  return folders;
}
