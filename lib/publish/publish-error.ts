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
  const code = codeOf(error);
  if (code === undefined) return error;
  const cure = cures[code];
  const what = `${directory}: cannot be written: ${messageOf(error)}; nothing was changed`;
  return new PublishError(cure ? `${what}; ${cure}` : what, { cause: error });
}

/** The code of a failed system call, such as `ENOSPC`. */
export function codeOf(error: unknown): string | undefined {
  // Not by instanceof: Node.js makes these errors outside of the sandboxes that test runners use.
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return typeof syscall === 'string' && typeof code === 'string' ? code : undefined;
}

/** What an error says, of whatever kind it is. */
export function messageOf(error: unknown): string {
  return String((error as Partial<Error> | undefined)?.message ?? error);
}
