import { readdirSync } from 'node:fs';

/**
 * Of the tests of the locks all but those that ask every lock about every change: with them every mutant would be tried
 * by every test.
 */
function ofTheLocks(root) {
  return readdirSync(`${root}/test/locks`, { recursive: true })
    .sort()
    .filter((name) => name.endsWith('.test.ts') && name !== 'only-that-lock.test.ts')
    .map((name) => `test/locks/${name}`);
}

export const setupFiles = ['test/setup.ts'];

/** The tests that judge what a lock sets, finds and proves. */
export function testFiles(root) {
  return [
    ...ofTheLocks(root),
    'test/check/check-manifests.test.ts',
    'test/check/foreign-manifests.test.ts',
    'test/check/popular-setups.test.ts',
    'test/check/suppression.test.ts',
    'test/admission/policy.test.ts',
    'test/pod/gluetun-services.test.ts',
    'test/pod/inbound.test.ts',
  ];
}
