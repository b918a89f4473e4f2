import { randomInt } from 'node:crypto';

/** One seed for the properties of a run: every worker has it, the failure of a property names it, and `SEED=<it> npm test` repeats it. */
process.env.SEED ??= String(randomInt(2 ** 31));

/** One run of jest: pure specs, contract suites and suites against the real servers, in ESM mode with swc. */
export default {
  testEnvironment: '<rootDir>/tests/support/suite-environment.mjs',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/infra', '<rootDir>/tests'],
  testMatch: ['**/*.spec.ts'],
  // The template of a context runs where it has become one (tests/system/new-context.int.spec.ts): here no catalogue knows its events.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/infra/templates/.*\\.api\\.spec\\.ts$'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/bench/'],
  globalSetup: '<rootDir>/tests/support/global-setup.mjs',
  globalTeardown: '<rootDir>/tests/support/global-teardown.mjs',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: true,
      },
    ],
  },
  workerIdleMemoryLimit: '2000MB',
  // One more than the two cores of the smallest machine: much of a suite against servers is waiting for them.
  maxWorkers: 3,
  testSequencer: '<rootDir>/tests/support/long-first.mjs',
  // For what hangs, and for nothing else: suites wait for conditions, and a loaded machine is slow.
  testTimeout: 600_000,
  coverageProvider: 'v8',
};
