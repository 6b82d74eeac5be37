/** dist/ could not be published, for a reason that the user can cure. dist/ is as it was. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
}

/** By the codes of errno(3). */
const cures: Readonly<Record<string, string>> = {
  EACCES: 'give yourself the right to write to it and to the folder it is in',
  EPERM: 'give yourself the right to write to it and to the folder it is in',
  EROFS: 'publish to a file system that is not read-only',
  ENOSPC: 'free some space',
  EDQUOT: 'free some of your quota',
  ENOTDIR: 'move away the file that stands where a folder must be',
  EBUSY: 'if it is a mount point, mount the folder it is in instead',
  EXDEV: 'if it is a mount point, mount the folder it is in instead',
  ENOENT: 'see whether another program removes files there',
};

/**
 * Says of a failed system call what it was for and how to cure it.
 *
 * @returns the error itself when it is not a system call's, which is a fault of Podlock
 */
export function explain(error: unknown, directory: string): unknown {
  if (error instanceof PublishError || !isSystemError(error)) return error;
  const cure = cures[error.code];
  const what = `${directory}: cannot be written: ${error.message}; nothing was changed`;
  return new PublishError(cure ? `${what}; ${cure}` : what, { cause: error });
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}
