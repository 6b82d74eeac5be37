import { readdirSync } from 'node:fs';

export const setupFiles = ['test/setup.ts'];

/** The tests that judge the locks, the fastest first. */
export function testFiles(root) {
  const locks = readdirSync(`${root}/test/locks`)
    .filter((name) => name.endsWith('.test.ts') && name !== 'only-that-lock.test.ts')
    .map((name) => `test/locks/${name}`);
  return [
    ...locks,
    'test/check/check-manifests.test.ts',
    'test/check/foreign-manifests.test.ts',
    'test/check/popular-setups.test.ts',
    'test/pod/inbound.test.ts',
    'test/verify/verify.test.ts',
  ];
}
