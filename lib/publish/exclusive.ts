import { PublishError } from './publish-error';
import type { SystemCalls } from './system-calls';

/** How long a publish waits for another one, in milliseconds. */
const patience = 30_000;

/**
 * Runs an action while no other process publishes from the same folder.
 *
 * @param action told whether that is certain: some file systems and platforms have no locks
 * @throws PublishError when another process publishes for longer than 30 s
 */
export function exclusively<T>(folder: string, system: SystemCalls, action: (certain: boolean) => T): T {
  const release = acquire(folder, system);
  try {
    return action(release !== undefined);
  } finally {
    release?.();
  }
}

function acquire(folder: string, system: SystemCalls): (() => void) | undefined {
  for (const start = Date.now(); Date.now() - start < patience; sleep(10)) {
    const attempt = system.lock(folder);
    if (attempt.state === 'held') return attempt.release;
    if (attempt.state === 'unsupported') return undefined;
  }
  throw new PublishError(`${folder}: another synth has been publishing for over 30 s; end it, and synth again`);
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
