let calls = 0;

/** Counts a call of `synthesize` in this process. @returns how many there were before */
export function countCall(): number {
  calls += 1;
  return calls - 1;
}

/** Whether main.ts declared anything. */
export function wasCalled(): boolean {
  return calls > 0;
}
