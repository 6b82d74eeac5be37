const { setupFilesAfterEnv, transform } = require('./jest.config.js');

/** The tests that `npm run mutation` runs: those of the locks, and the manifests whose whole list of findings is known. */
module.exports = {
  testEnvironment: 'node',
  testMatch: [
    '<rootDir>/test/locks/**/*.test.ts',
    '<rootDir>/test/check/{check-manifests,foreign-manifests,popular-setups}.test.ts',
    '<rootDir>/test/pod/inbound.test.ts',
  ],
  setupFilesAfterEnv,
  transform,
};
