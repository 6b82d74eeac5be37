/**
 * Mutation tests of what decides whether a lock is open. Left out: about.ts (words alone; docs/locks.md repeats each of
 * them, so any change is seen), admission.ts (CEL, which only an API server runs: test/e2e/admission) and index.ts (a list).
 */
export default {
  plugins: ['./test/stryker/runner.mjs'],
  testRunner: 'in-process',
  testRunnerNodeArgs: ['--require', 'tsx/cjs'],
  coverageAnalysis: 'perTest',
  mutate: ['lib/locks/**/*.ts', '!lib/locks/**/about.ts', '!lib/locks/**/admission.ts', '!lib/locks/**/index.ts'],
  // TypeScript 7 has no API with which Stryker could rewrite a tsconfig.json; without one of this name it does not try.
  tsconfigFile: 'none',
  disableTypeChecks: false,
  concurrency: 2,
  // A busy machine must not make a mutant look as if it never ended. Nearly all that do not end are stopped by their count.
  timeoutMS: 30_000,
  incremental: true,
  incrementalFile: 'coverage/mutation.json',
  tempDirName: 'coverage/mutation',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 85 },
};
