/** What `npm run check` runs. Two lanes, because the machines that run it have two cores: the slowest step has one to itself. */
const node = process.execPath;
const tool = (path, ...args) => [node, `node_modules/${path}`, ...args];

export const lanes = [
  [
    {
      name: 'lint',
      command: tool(
        'eslint/bin/eslint.js',
        '.',
        '--cache',
        '--cache-location',
        'node_modules/.cache/grappe/eslint/',
        '--cache-strategy',
        'content',
        '--max-warnings',
        '0',
      ),
    },
  ],
  [
    { name: 'tidy', command: [node, 'tests/tidy/tidy.mjs'] },
    {
      name: 'format',
      command: tool(
        'prettier/bin/prettier.cjs',
        '--check',
        '--log-level',
        'warn',
        '--cache',
        '--cache-location',
        'node_modules/.cache/grappe/prettier',
        '.',
      ),
    },
    { name: 'types', command: tool('typescript/bin/tsc', '--noEmit', '-p', '.') },
    { name: 'imports', command: [node, 'infra/scripts/check-imports.mjs'] },
    { name: 'dead code', command: tool('knip/bin/knip.js', '--no-progress') },
    { name: 'generated', command: [node, 'infra/scripts/generate.mjs', '--check'] },
  ],
];
