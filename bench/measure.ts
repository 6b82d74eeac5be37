import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** One figure over several runs: machines are noisy, so the smallest and the median are told apart. */
export interface Measured {
  readonly best: number;
  readonly median: number;
}

export function summarize(values: readonly number[]): Measured {
  const sorted = [...values].sort((left, right) => left - right);
  return { best: sorted[0] ?? Number.NaN, median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN };
}

/** Wall time of a command in milliseconds. */
export function timeCommand(
  command: string,
  args: readonly string[],
  options: { cwd: string; runs: number },
): Measured {
  const times = Array.from({ length: options.runs }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(command, args, { cwd: options.cwd, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
    return performance.now() - start;
  });
  return summarize(times);
}
