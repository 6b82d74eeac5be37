/** A mistake in how a command was called: shown without a stack trace, exit code 2. */
export class UsageError extends Error {}
