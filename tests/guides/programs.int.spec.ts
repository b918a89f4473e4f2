import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root, shownCommands } from './commands.ts';

const run = promisify(execFile);
const SLOW = 60_000;

/** Programs that nobody starts for a test say at least what they take. */
describe.each([
  ['npm run demo', 'tests/stories/demo.ts'],
  ['npm run test:chaos', 'tests/chaos/main.ts'],
])('%s', (script, program) => {
  const shown = shownCommands().filter(({ command }) => command.startsWith(`${script} -- `));
  const flags = shown.flatMap(({ command }) => [...command.matchAll(/ (--[a-z]+)/g)].map(([, flag = '']) => flag));
  const stories = shown.flatMap(({ command }) => / --story (\S+)/.exec(command)?.[1] ?? []);

  it(
    'takes what documents show',
    async () => {
      const { stdout } = await run(process.execPath, ['infra/scripts/run.mjs', program, '--help'], { cwd: root });
      expect(flags.length).toBeGreaterThan(1);
      expect(flags.filter((flag) => !stdout.includes(`${flag} `))).toEqual([]);
      expect(stories.filter((story) => !stdout.includes(story))).toEqual([]);
    },
    SLOW,
  );
});
