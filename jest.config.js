import { randomInt } from 'node:crypto';

/** One seed for the properties of a run: every worker has it, the failure of a property names it, and `SEED=<it> npm test` repeats it. */
process.env.SEED ??= String(randomInt(2 ** 31));

/** Where the bundles of a whole run are (infra/scripts/test.mjs); without them each suite is a file of its own. */
const { GRAPPE_BUNDLES: bundles } = process.env;

/** One run of jest: pure specs, contract suites and suites against the real servers, in ESM mode with swc. */
export default {
  testEnvironment: '<rootDir>/tests/support/suite-environment.mjs',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  roots: ['apps', 'libs', 'infra', 'tests', ...(bundles === undefined ? [] : [bundles])].map(
    (each) => `<rootDir>/${each}`,
  ),
  testMatch: bundles === undefined ? ['**/*.spec.ts'] : ['**/{infra,tests}/**/*.int.spec.ts', '**/*.bundle.mjs'],
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
