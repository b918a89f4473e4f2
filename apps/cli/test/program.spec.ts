import { describe, expect, it } from '@jest/globals';
import { createProgram, type CommonOptions } from '../src/program.ts';

/** What a command line leads to: the options that name the system, or the refusal of the words. */
async function parsed(words: readonly string[]): Promise<{ options?: CommonOptions; code?: string; exit?: number }> {
  const performed: CommonOptions[] = [];
  const perform = (options: CommonOptions): Promise<void> => {
    performed.push(options);
    return Promise.resolve();
  };
  const program = createProgram(perform, perform);
  const silent = { writeOut: () => undefined, writeErr: () => undefined };
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
    command.configureOutput(silent);
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    const { code, exitCode } = error as { readonly code: string; readonly exitCode: number };
    return { code, exit: exitCode };
  }
  return { options: performed[0]! };
}

const CLUSTER = '01500000-0000-7000-8000-000000000001';

describe('the words of grappe', () => {
  it.each([
    [['status']],
    [['show', 'membership.cluster-1']],
    [['show', 'membership.cluster-1', '--up-to', '3']],
    [['history', CLUSTER]],
    [['lineage', CLUSTER]],
    [['lineage', CLUSTER, '--direction', 'ancestors', '--valid-at', '2016-03-31', '--svg', 'x.svg', '--dot']],
    [['replay', 'membership.clusters', '--until', '17']],
    [['replay', 'membership.clusters', '--until', '2016-03-30', '--compare', '2016-03-31', '--tag', 'day']],
    [['rebuild', 'membership.clusters']],
    [['rebuild', 'membership.clusters', '--no-switch']],
    [['export', 'membership.members', '--cluster', CLUSTER]],
    [
      [
        'export',
        'governance.offices',
        '--format',
        'ndjson',
        '--reason',
        'Audit',
        '--output',
        'x',
        '--valid-at',
        '2016-01-01',
      ],
    ],
    [['import', 'members', 'x.csv', '--cluster', CLUSTER]],
    [['import', 'members', 'x.csv', '--cluster', CLUSTER, '--mapping', 'a=b', '--mapping', 'c=d', '--dry-run']],
    [['verify']],
    [['reconcile']],
    [['reconcile', '--repair']],
  ])('%j is a command, with the options that all have', async (words) => {
    const all = [...words, '--json', '--url', 'http://x', '--data', 'folder'];
    expect((await parsed(all)).options).toMatchObject({ json: true, url: 'http://x', data: 'folder' });
    expect((await parsed(words)).options?.json).toBeUndefined();
  });

  it('seats needs no system, so that it takes no place of one', async () => {
    const words = ['seats', 'x.csv', '--house', '25', '--method', 'd-hondt', '--lot', 'A,B', '--lot', 'C', '--json'];
    expect((await parsed(words)).options).toMatchObject({ json: true, house: '25', lot: ['A,B', 'C'] });
    expect(await parsed([...words, '--url', 'http://x'])).toEqual({ code: 'commander.unknownOption', exit: 1 });
  });

  it.each([
    [['seats'], 'commander.missingArgument'],
    [['seats', 'x.csv', '--method', 'borda'], 'commander.invalidArgument'],
    [[], 'commander.help'],
    [['nonsense'], 'commander.unknownCommand'],
    [['status', 'more'], 'commander.excessArguments'],
    [['status', '--nonsense'], 'commander.unknownOption'],
    [['show'], 'commander.missingArgument'],
    [['show', 'a', '--up-to'], 'commander.optionMissingArgument'],
    [['history'], 'commander.missingArgument'],
    [['lineage'], 'commander.missingArgument'],
    [['lineage', CLUSTER, '--direction', 'sideways'], 'commander.invalidArgument'],
    [['replay', 'membership.clusters'], 'commander.missingMandatoryOptionValue'],
    [['replay', 'membership.clusters', '--until', '1', '--tag', 'Not a tag'], 'commander.invalidArgument'],
    [['replay', 'membership.clusters', '--until', '1', '--tag', 'morethantwelve'], 'commander.invalidArgument'],
    [['export', 'governance.offices', '--format', 'xlsx'], 'commander.invalidArgument'],
    [['import'], 'commander.help'],
    [['import', 'members', 'x.csv'], 'commander.missingMandatoryOptionValue'],
    [['import', 'members', 'x.csv', '--cluster', CLUSTER, '--date-format', 'x'], 'commander.invalidArgument'],
    [['rebuild'], 'commander.missingArgument'],
    [['dead-letters'], 'commander.help'],
    [['dead-letters', 'nonsense'], 'commander.unknownCommand'],
    [['dead-letters', 'log'], 'commander.missingArgument'],
    [['dead-letters', 'retry'], 'commander.missingArgument'],
    [['dead-letters', 'discard', 'a.b', 'k', '--reason', 'r'], 'commander.missingArgument'],
    [['dead-letters', 'discard', 'a.b', 'k', '1'], 'commander.missingMandatoryOptionValue'],
    [['reconcile', 'more'], 'commander.excessArguments'],
  ])('%j is wrong use', async (words, code) => {
    expect(await parsed(words)).toEqual({ code, exit: 1 });
  });

  it.each([[['--help']], [['help']], [['verify', '--help']]])('%j is help, and good', async (words) => {
    expect(await parsed(words)).toMatchObject({ exit: 0 });
  });
});
