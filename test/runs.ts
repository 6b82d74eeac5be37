/**
 * How often a property is tried: as often as fits into a minute of `npm test`, or PODLOCK_RUNS times as often
 * (`npm run test:many`).
 */
export function runs(usual: number): number {
  return usual * Number(process.env['PODLOCK_RUNS'] ?? 1);
}
