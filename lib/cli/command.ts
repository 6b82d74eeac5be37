import type { ExitCode } from './exit-codes';

/** One command of `podlock`. */
export interface Command {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /**
   * @throws UsageError on a mistake in how it was called
   */
  run(args: readonly string[]): Promise<ExitCode>;
}
