/**
 * How often a property is tried: as often as `npm test` has time for, or PODLOCK_RUNS times as often
 * (`npm run test:many`).
 */
export function runs(usual: number): number {
  return usual * Number(process.env['PODLOCK_RUNS'] ?? 1);
}
