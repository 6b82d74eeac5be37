/** Tests with real GitOps controllers on a real cluster: `npm run test:gitops`. */
module.exports = {
  ...require('./jest.e2e.config.js'),
  testMatch: ['<rootDir>/test/e2e/gitops/*.e2e.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 600_000,
};
