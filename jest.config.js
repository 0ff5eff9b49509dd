// The default suite needs no server and no build. `npm run test:package` and `npm run test:e2e` name the other two.
const SUITES = { package: '<rootDir>/test/package/', e2e: '<rootDir>/test/e2e/' };
const left = Object.keys(SUITES).filter((suite) => suite !== process.env.OTELIER_TEST_SUITE);

const SETUPS = {
  package: {
    globalSetup: '<rootDir>/test/package/packed-project.mjs',
    globalTeardown: '<rootDir>/test/package/remove-packed.mjs',
  },
  // Programs of the tests start in half the time from the bundle. OTELIER_TEST_BUILT=1 npm test
  built: { globalSetup: '<rootDir>/test/program/built-register.mjs' },
};

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': './test/strip-types.cjs' },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...left.map((suite) => SUITES[suite])],
  // Most tests wait for programs that they spawned. Those of the package measure and install.
  maxWorkers: process.env.OTELIER_TEST_SUITE === 'package' ? 1 : 2,
  testTimeout: 60_000,
  ...SETUPS[process.env.OTELIER_TEST_SUITE ?? (process.env.OTELIER_TEST_BUILT ? 'built' : '')],
};
