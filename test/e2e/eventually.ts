const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/**
 * Asks until the answer is no longer undefined.
 *
 * @param what what is waited for, for the error: "the client to start"
 * @returns the answer
 * @throws with the last error that the question threw, if it ran out of time
 */
export async function eventually<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined>,
  every = 0.25,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let trouble = '';
  do {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      trouble = `: ${error instanceof Error ? error.message : error}`;
    }
    await pause(every);
  } while (Date.now() < end);
  throw new Error(`waited ${seconds} s in vain for ${what}${trouble}`);
}

/** Watches for some time that something stays as it is. */
export async function throughout(seconds: number, look: () => Promise<void>): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(0.5)) await look();
}

/** Seconds since a moment (milliseconds of Date.now), as people read them. */
export function secondsSince(moment: number): string {
  return `${((Date.now() - moment) / 1000).toFixed(1)} s`;
}
