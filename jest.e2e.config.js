/** Tests on a real cluster: `npm run test:e2e`. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'],
  // The controllers take twelve minutes to build: npm run test:gitops.
  testPathIgnorePatterns: ['/node_modules/', '/test/e2e/gitops/'],
  globalSetup: '<rootDir>/test/e2e/cluster.ts',
  globalTeardown: '<rootDir>/test/e2e/cluster-teardown.ts',
  testTimeout: 180_000,
};
