import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProgram } from '../../apps/cli/src/program.ts';
import { commandsOf, root, shownCommands, type ShownCommand } from './commands.ts';
import { WHERE_IT_RUNS } from './where-it-runs.ts';

const shown = shownCommands();
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

/** What a command line of `grappe` leads to: nothing where its words are right. */
async function refusalOf(words: readonly string[]): Promise<string | undefined> {
  const nothing = () => Promise.resolve();
  const program = createProgram(nothing, nothing);
  const silent = { writeOut: () => undefined, writeErr: () => undefined };
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
    command.configureOutput(silent);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The words of `grappe` in a command: what may be left out is there, and what is to be filled in is one word. */
function grappeWords(command: string): readonly string[] | undefined {
  const [, line] = /^(?:npm run grappe -- |grappe )(.*)$/.exec(command) ?? [];
  if (line === undefined) return undefined;
  const filled = line
    .replaceAll(/\[([^\]|]*)[^\]]*\]/g, '$1')
    .replaceAll(/<[^>]*>/g, '01500000-0000-7000-8000-000000000001');
  return [...filled.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, single = '']) => quoted ?? single);
}

describe('the commands that documents show', () => {
  it('are many, in many documents', () => {
    expect(shown.length).toBeGreaterThan(60);
    expect(new Set(shown.map(({ document }) => document)).size).toBeGreaterThan(8);
  });

  it('are read from blocks and from sentences', () => {
    const block = ['```sh', 'npm start   # stays', 'curl -s a \\', "  -d '{}'", '# nothing', '```'];
    const typed = ['```console', '$ grappe status', '5 events', '```', '```', 'npm run x', 'other', '```'];
    expect(commandsOf([...block, 'Run `SEED=<n> npm test` or `npm`.', ...typed, ''].join('\n'))).toEqual([
      ...['npm start', "curl -s a -d '{}'", 'grappe status', 'npm run x', 'SEED=<n> npm test'],
    ]);
  });

  it.each(shown)('$document: $command is in the list of where it is run', ({ command }) => {
    expect(WHERE_IT_RUNS.find(({ shown: pattern }) => pattern.test(command))).toBeDefined();
  });

  it.each(shown.filter(({ command }) => grappeWords(command) !== undefined))(
    '$document: $command has words that grappe takes',
    async ({ command }: ShownCommand) => {
      const words = grappeWords(command) ?? [];
      // A sentence may name a command without what it takes.
      const isNamedOnly = words.length === 1;
      const refusal = await refusalOf(isNamedOnly ? [...words, '--help'] : words);
      expect(refusal).toBe(isNamedOnly ? '(outputHelp)' : undefined);
    },
  );

  it.each(shown.filter(({ command }) => /\bnpm run \S/.test(command)))(
    '$document: $command is a script of the package',
    ({ document, command }) => {
      const [, name = ''] = /\bnpm run (\S+)/.exec(command) ?? [];
      const own = document.startsWith('docs/guides/subscribe') ? ['build', 'start'] : [];
      expect([...Object.keys(scripts), ...own]).toContain(name);
    },
  );
});

describe('where they are run', () => {
  it.each(WHERE_IT_RUNS)('$shown: some document shows it, before another row takes it', (row) => {
    const taken = shown.filter(
      ({ command }) => WHERE_IT_RUNS.find(({ shown: pattern }) => pattern.test(command)) === row,
    );
    expect(taken.length).toBeGreaterThan(0);
  });

  it.each(WHERE_IT_RUNS.flatMap((row) => ('by' in row ? [row] : [])))('$by is there', ({ by: [suite, title] }) => {
    expect(textOf(suite)).toContain(title);
  });

  it.each(WHERE_IT_RUNS.flatMap((row) => ('ci' in row ? [row] : [])))('$ci is in .ci/run', ({ ci }) => {
    expect(textOf('.ci/run')).toContain(ci);
  });

  it.each(WHERE_IT_RUNS.flatMap((row) => ('byHand' in row ? [row] : [])))(
    '$shown: what holds it instead is there',
    ({ byHand }) => {
      const named = [...byHand.matchAll(/\b(?:tests|apps|libs|infra)\/[\w./-]*\w/g)].map(([file]) => file);
      expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    },
  );
});
