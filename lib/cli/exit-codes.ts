/** What every command of `podlock` ends with. */
export const exitCodes = {
  /** It did what was asked; a check found nothing. */
  clean: 0,
  /** A check found an open lock; a declaration was refused. */
  found: 1,
  /** It could not tell or could not do it: wrong arguments, unreadable input, nothing to look at. */
  failed: 2,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
