import { execFileSync } from 'node:child_process';
import { decodeText } from '../check/decode-text';
import type { Input } from '../check/read-input';

/** Git could not tell what it was asked; the message is for the user. */
export class GitError extends Error {}

/**
 * The manifests of a folder as they were at a commit, in the order of their names. A folder that was not there has none.
 *
 * @param folder from the current folder, which must lie in a git repository
 * @throws GitError when there is no such commit, no repository or no git
 */
export function readCommit(reference: string, folder: string): Input {
  const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`]);
  if (commit === undefined) {
    throw new GitError(`"${reference}" is neither a file or folder here nor a commit of this repository`);
  }
  // ls-tree takes and prints paths from the current folder.
  const listed = git(['ls-tree', '-r', '-z', commit.toString('utf8').trim(), '--', `${folder.replace(/\/+$/, '')}/`]);
  const files = (listed?.toString('utf8') ?? '').split('\0').flatMap(manifestOf);
  const contents = blobs(files.map(({ blob }) => blob));
  const input: { sources: Input['sources'][number][]; errors: Input['errors'][number][] } = { sources: [], errors: [] };
  files.forEach(({ path }, index) => {
    const file = `${reference}:${path}`;
    const text = decodeText(contents[index] ?? Buffer.of());
    if (typeof text === 'string') input.sources.push({ file, text });
    else input.errors.push({ reason: 'unreadable-file', remedy: 'Compare with another commit.', file, ...text });
  });
  return input;
}

/** A line of ls-tree: mode, type, blob, a tab, path. Links and submodules are no files. */
function manifestOf(line: string): readonly { blob: string; path: string }[] {
  const [, blob, path] = /^100\d{3} blob ([0-9a-f]+)\t(.+\.(?:ya?ml|json))$/is.exec(line) ?? [];
  return blob === undefined || path === undefined ? [] : [{ blob, path }];
}

/** The contents of blobs, in one call: a line with name, type and length each, then that many bytes and a line's end. */
function blobs(names: readonly string[]): readonly Buffer[] {
  if (names.length === 0) return [];
  const answer = git(['cat-file', '--batch'], `${names.join('\n')}\n`);
  if (answer === undefined) throw new GitError('git could not read the files of that commit');
  let at = 0;
  return names.map((name) => {
    const end = answer.indexOf('\n', at);
    const length = Number(/^[0-9a-f]+ blob (\d+)$/.exec(answer.toString('latin1', at, end))?.[1]);
    if (!Number.isInteger(length)) throw new GitError(`git could not read ${name}`);
    at = end + length + 2;
    return answer.subarray(end + 1, end + 1 + length);
  });
}

/** What git may print at most, in bytes. */
const largest = 512 * 1024 * 1024;

/** What git prints, or undefined where it says no. */
function git(args: readonly string[], input = ''): Buffer | undefined {
  try {
    return execFileSync('git', args, { input, maxBuffer: largest, stdio: ['pipe', 'pipe', 'ignore'] });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new GitError('git is not installed');
    return undefined;
  }
}
