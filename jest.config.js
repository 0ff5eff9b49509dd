/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': './test/strip-types.cjs' },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env.OTELIER_TEST_SUITE === 'e2e' ? [] : ['<rootDir>/test/e2e/']),
    '<rootDir>/test/package/',
  ],
  testTimeout: 30_000,
};
