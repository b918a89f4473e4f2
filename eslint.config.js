import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** What a pure folder may not name, each with the way it should have come in. */
const impure = [
  { name: 'Date', message: 'Time comes in with the command (Clock of the kernel).' },
  { name: 'performance', message: 'Time comes in with the command (Clock of the kernel).' },
  { name: 'process', message: 'Nothing of the process decides anything.' },
  { name: 'fetch', message: 'A decision does no input or output.' },
  { name: 'setTimeout', message: 'A decision does not wait; timers are durable rows.' },
  { name: 'setInterval', message: 'A decision does not wait; timers are durable rows.' },
  { name: 'console', message: 'A decision says what it decided in its events.' },
];

export default tseslint.config(
  { ignores: ['node_modules/', 'bench/node_modules/', 'dist/', 'libs/contracts/dist/', 'coverage/', '.grappe/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  js.configs.recommended,
  { files: ['**/*.{mjs,cjs,js}'], languageOptions: { globals: globals.node } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // where two declarations say different things of themselves, their being apart has a reason
      '@typescript-eslint/unified-signatures': ['error', { ignoreOverloadsWithDifferentJSDoc: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `type` spells unions and records alike in the contracts; an interface could be reopened from elsewhere
      '@typescript-eslint/consistent-type-definitions': 'off',
      // with noUncheckedIndexedAccess and tables of rows, `['NAME']` says that the key is data
      '@typescript-eslint/dot-notation': 'off',
      // object literals are how options of pg and TypeORM are written, whose types are classes and enums
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // an async function that has nothing to await still promises to reject instead of throwing
      '@typescript-eslint/require-await': 'off',
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Randomness is handed in (IdSource of the kernel), so that every run can be repeated.',
        },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'A union of string literals needs no code at run time.' },
        { selector: 'TSModuleDeclaration:not([declare=true])', message: 'A module is a file.' },
        {
          selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword',
          message: 'A double cast silences the compiler: narrow the value, or parse it with its schema.',
        },
        { selector: 'ExportDefaultDeclaration', message: 'A name is given once, where the thing is written.' },
      ],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  {
    files: [
      'apps/*/src/domain/**/*.ts',
      'apps/*/src/policies/**/*.ts',
      'libs/kernel/**/*.ts',
      'libs/apportionment/**/*.ts',
    ],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: { 'no-restricted-globals': ['error', ...impure] },
  },
  {
    files: ['**/*.spec.ts', '**/testing/**/*.ts', 'tests/**/*.ts'],
    rules: {
      // a test that reads a value it just wrote may say so
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // guides are copied out of here: their packages are not there, and their own build compiles them (tests/contracts)
    files: ['docs/**/*.ts'],
    extends: [tseslint.configs.disableTypeChecked],
  },
  {
    // programs talk to the person who started them
    files: ['apps/cli/**/*.ts', 'apps/platform/src/demo*.ts', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
