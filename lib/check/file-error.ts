import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nearest } from '../network/nearest';
import { didYouMean } from '../network/value-error';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  ELOOP: 'is a symbolic link that leads back to itself',
  EISDIR: 'is a folder',
  ENOTDIR: 'is not there: a part of its path is no folder',
  EAGAIN: 'has nothing to read',
};

/** Why a file cannot be read, in words, with the name that was probably meant. */
export function explainFileError(path: string, error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return code === 'ENOENT' ? missing(path) : (reasons[code] ?? `cannot be read: ${code || String(error)}`);
}

function missing(path: string): string {
  const names = namesBeside(path);
  const name = basename(path);
  if (names.includes(name)) return 'is a symbolic link that leads nowhere';
  const meant = nearest(name, names);
  return `does not exist${didYouMean(meant === undefined ? undefined : join(dirname(path), meant))}`;
}

function namesBeside(path: string): readonly string[] {
  try {
    return readdirSync(dirname(path));
  } catch {
    return [];
  }
}
