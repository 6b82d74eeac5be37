import { existsSync, fstatSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isatty } from 'node:tty';

const standardOutput = 1;

/**
 * Why keys in clear must not go to standard output as it is, or nothing where they may: into a pipe, or into a file
 * outside of every repository. What reads the pipe cannot be seen from here.
 */
export function plainOutputProblem(): string | undefined {
  const pipe = 'pipe it: … | kubectl apply --server-side -f -';
  if (isatty(standardOutput)) return `the keys would stand on the terminal in clear; ${pipe}`;
  if (!fstatSync(standardOutput).isFile()) return undefined;
  const file = fileOfStandardOutput();
  if (file === undefined)
    return `standard output is a file, and nobody can tell whether it is in a repository; ${pipe}`;
  const repository = repositoryOf(file);
  if (repository === undefined) return undefined;
  return `${file} is in the repository ${repository}: a plain key must never be there; ${pipe}, or encrypt it: --sealed, --sops`;
}

/** Linux tells. */
function fileOfStandardOutput(): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${standardOutput}`).replace(/ \(deleted\)$/, '');
  } catch {
    return undefined;
  }
}

/** The folder above a file that git keeps, or that this command was started in. */
function repositoryOf(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git')) || folder === process.cwd()) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
