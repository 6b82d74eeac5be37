/** Says on standard error what is wrong with main.ts, and makes the app end with code 1. */
export function fail(heading: string, lines: readonly string[]): void {
  const text = lines.join('\n').replace(/^/gm, '  ');
  process.stderr.write(`podlock: ${heading}\n${text}\n`);
  if (process.env['CDK8S_OUTDIR']) {
    process.stderr.write(
      'podlock: what cdk8s prints next, with a stack trace of its own, says no more than that this failed\n',
    );
  }
  process.exitCode = 1;
}
