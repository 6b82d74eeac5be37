import fs from 'node:fs';

/** What a lock attempt came to. */
type LockAttempt =
  | { readonly state: 'held'; release(): void }
  /** Another process holds it. */
  | { readonly state: 'busy' }
  /** No such locks here. */
  | { readonly state: 'unsupported' };

/** The system calls that Node.js lacks. */
export interface SystemCalls {
  /**
   * Exchanges two folders in one step: nobody ever sees one of them missing.
   *
   * @returns false when that did not happen, for want of the call or for any other reason
   */
  exchange(one: string, other: string): boolean;
  /** Tries to lock a folder against other processes. The kernel lets go of it when this process ends, however it ends. */
  lock(folder: string): LockAttempt;
}

/** glibc's and macOS's own, through koffi; elsewhere none of them. */
export const systemCalls: SystemCalls = {
  exchange(one, other) {
    const call = load()?.exchange;
    return call !== undefined && call(one, other) === 0;
  },
  lock(folder) {
    const calls = load();
    const descriptor = calls && openFolder(folder);
    if (calls === undefined || descriptor === undefined) return { state: 'unsupported' };
    // LOCK_EX | LOCK_NB of flock(2)
    if (calls.flock(descriptor, 2 | 4) === 0) return { state: 'held', release: () => fs.closeSync(descriptor) };
    const busy = calls.wouldBlock();
    fs.closeSync(descriptor);
    return { state: busy ? 'busy' : 'unsupported' };
  },
};

interface Functions {
  /** @default - the C library lacks it */
  readonly exchange?: (one: string, other: string) => number;
  flock(descriptor: number, operation: number): number;
  /** Whether the last call failed because another process has the lock. */
  wouldBlock(): boolean;
}

let loaded: { readonly functions?: Functions } | undefined;

function load(): Functions | undefined {
  loaded ??= orNothing(() => ({ functions: bind() })) ?? {};
  return loaded.functions;
}

function bind(): Functions {
  // Here, not at the top: it takes some 20 ms, and a synth that changes nothing does not need it.
  const koffi: typeof import('koffi') = require('koffi');
  const library = koffi.load(null);
  const exchange = orNothing(() => {
    if (process.platform === 'darwin') {
      const swap = library.func('int renamex_np(const char *from, const char *to, unsigned int flags)');
      return (one: string, other: string): number => swap(one, other, 2); // RENAME_SWAP
    }
    const swap = library.func('int renameat2(int, const char *from, int, const char *to, unsigned int flags)');
    return (one: string, other: string): number => swap(-100, one, -100, other, 2); // AT_FDCWD, RENAME_EXCHANGE
  });
  const flock = library.func('int flock(int descriptor, int operation)');
  const wouldBlock = (): boolean => koffi.errno() === koffi.os.errno['EAGAIN'];
  return { ...(exchange && { exchange }), flock: (descriptor, operation) => flock(descriptor, operation), wouldBlock };
}

function openFolder(folder: string): number | undefined {
  return orNothing(() => fs.openSync(folder, 'r'));
}

function orNothing<T>(attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}
