import { afterEach, describe, expect, it } from '@jest/globals';
import { Progress } from '../src/output/progress.ts';
import { Api } from '../src/system/api.ts';
import { problemLine, type Problem } from '../src/verify/problem.ts';
import { verify } from '../src/verify/verify.ts';
import { goodLedger, rowOf, streamOf } from './ledger-rows.ts';
import { comparedAs, startScriptedSystem, type Script, type ScriptedSystem } from './scripted-system.ts';

let system: ScriptedSystem | undefined;
afterEach(async () => {
  await system?.close();
  system = undefined;
});

async function verified(script: Script) {
  system = await startScriptedSystem(script);
  const { signal } = new AbortController();
  const shown: string[] = [];
  const reported: Problem[] = [];
  const progress = new Progress({ isTerminal: true, write: (text) => shown.push(text) });
  const api = new Api(system.url, signal);
  const verification = await verify(api, progress, (problem) => reported.push(problem));
  return { verification, reported: reported.map(problemLine), shown: shown.join('') };
}

const internal = (detail: string): readonly [number, string] => [500, JSON.stringify({ code: 'API_INTERNAL', detail })];

describe('verification', () => {
  it('of a system that is as it should be is good, and counts what it looked at', async () => {
    const { verification, reported, shown } = await verified({
      rows: goodLedger(1_203),
      rebuilds: { 'a.one': [comparedAs(true)], 'a.two': [comparedAs(true)] },
    });
    expect(verification).toEqual({
      ...{ ok: true, events: 1_203, streams: 2, readModels: 2 },
      ...{ problemCount: 0, problems: [] },
    });
    expect(reported).toEqual([]);
    expect(shown).toContain('ledger: 1,203 of 1,203 events');
  });

  it('of a system without events is good', async () => {
    const { verification } = await verified({ rows: [] });
    expect(verification).toMatchObject({ ok: true, events: 0, streams: 0, readModels: 0 });
  });

  it('reads a page after another, each position once', async () => {
    await verified({ rows: goodLedger(1_203) });
    const pages = system!.asked.filter((line) => line.includes('/audit/events'));
    expect(pages.map((line) => new URL(line.split(' ')[1]!, 'http://system').searchParams.get('from'))).toEqual([
      '0',
      '500',
      '1000',
    ]);
  });

  const wrong: readonly (readonly [what: string, script: Script, reported: readonly (string | RegExp)[]])[] = [
    [
      'an event that was altered',
      { rows: goodLedger(6).map((row, at) => (at === 3 ? { ...row, leafHash: '00' } : row)) },
      [new RegExp(`^position 3 of ${streamOf(1)}: leaf-hash: the ledger holds 00, `)],
    ],
    [
      'a gap in the middle of a page',
      { rows: goodLedger(900), missing: [601] },
      [
        'position 601: dense-positions: no event at this position',
        `position 603 of ${streamOf(1)}: revisions: revision 402 where 401 is due`,
      ],
    ],
    [
      'a gap at the beginning of a page',
      { rows: goodLedger(501).map((row, at) => (at === 500 ? rowOf(500, 9, 0) : row)), missing: [500] },
      ['position 500: dense-positions: no event at this position'],
    ],
    [
      'two gaps in a row',
      { rows: [rowOf(0, 1, 0), rowOf(1, 2, 0), rowOf(2, 3, 0), rowOf(3, 4, 0)], missing: [1, 2] },
      [
        'position 1: dense-positions: no event at this position',
        'position 2: dense-positions: no event at this position',
      ],
    ],
    [
      'a ledger whose end was cut off, which those that had handled it know',
      { rows: goodLedger(6), consumers: { 'a.one': '6', 'a.two': '8', 'a.three': '0', 'a.four': '11' } },
      [
        'ledger-end: the ledger ends before position 6, and a.four (and 1 more) has handled what was before 11: events at its end are gone',
      ],
    ],
    [
      'a ledger without events that had some',
      { rows: [], consumers: { 'a.one': '1' } },
      [/^ledger-end: the ledger ends before position 0, and a\.one has handled what was before 1: /],
    ],
    [
      'a ledger that cannot be read to its end, and nothing is said of that',
      { rows: goodLedger(6), consumers: { 'a.one': '9' }, refuses: { '/api/v1/audit/events': internal('no') } },
      [/^position 0: readable: /],
    ],
    [
      'a ledger that cannot be read at all',
      { rows: goodLedger(6), refuses: { '/api/v1/audit/events': internal('no') } },
      ['position 0: readable: GET /api/v1/audit/events?from=0&limit=500 was answered with 500: API_INTERNAL: no'],
    ],
    [
      'a stream that its decider cannot fold, with its position',
      {
        rows: goodLedger(6),
        folds: [
          { kind: 'progress', of: 'streams', progress: { streams: 1, events: 2 } },
          {
            kind: 'result',
            result: { streams: 2, events: 5, unfoldable: [{ stream: streamOf(2), revision: 1, message: 'bang' }] },
          },
        ],
      },
      [`position 5 of ${streamOf(2)}: stream-folds: does not fold at revision 1: bang`],
    ],
    [
      'a stream that no decider knows',
      {
        rows: goodLedger(6),
        folds: [
          { kind: 'result', result: { streams: 2, unfoldable: [{ stream: 'a.b-c', revision: -1, message: 'who?' }] } },
        ],
      },
      ['a.b-c: stream-folds: who?'],
    ],
    [
      'folding that fails',
      { rows: goodLedger(6), folds: [{ kind: 'failure', message: 'position 2 is missing' }] },
      ['stream-folds: the streams cannot be folded: position 2 is missing'],
    ],
    [
      'folding whose answer is cut short',
      { rows: goodLedger(6), folds: [{ kind: 'progress', progress: { streams: 1, events: 1 } }] },
      ['stream-folds: the streams cannot be folded: /api/v1/admin/stream-folds ended without a result'],
    ],
    [
      'a read model that is not what its events make of it',
      { rows: goodLedger(6), rebuilds: { 'a.one': [comparedAs(true)], 'a.two': [comparedAs(false, ['x', 'y'])] } },
      [
        'read-model: a.two is not what its events below position 6 make of it: 3 documents, rebuilt 2; different are x, y',
      ],
    ],
    [
      'a read model with many documents that differ',
      { rows: goodLedger(6), rebuilds: { 'a.two': [comparedAs(false, ['1', '2', '3', '4', '5', '6', '7'])] } },
      [/; different are 1, 2, 3, 4, 5, …$/],
    ],
    [
      'a read model that cannot be rebuilt, and the next one is looked at all the same',
      {
        rows: goodLedger(6),
        rebuilds: { 'a.one': [{ kind: 'failure', message: 'poison at 4' }], 'a.two': [comparedAs(false, ['x'])] },
      },
      ['read-model: a.one cannot be rebuilt: poison at 4', /a\.two is not what/],
    ],
    [
      'a system that cannot rebuild at all',
      {
        rows: goodLedger(6),
        rebuilds: { 'a.one': [] },
        refuses: { '/api/v1/admin/rebuilds': internal('no') },
      },
      [/^read-model: a.one cannot be rebuilt: .*API_INTERNAL: no$/],
    ],
  ];
  it.each(wrong)('finds %s', async (_what, script, lines) => {
    const { verification, reported } = await verified(script);
    expect(reported).toEqual(
      lines.map((line, at) => (line instanceof RegExp && line.test(reported[at] ?? '') ? reported[at] : line)),
    );
    expect(verification).toMatchObject({ ok: false, problemCount: lines.length });
    expect(verification.problems).toHaveLength(lines.length);
  });

  it('tells the first hundred problems and counts them all', async () => {
    const rows = goodLedger(150).map((row) => ({ ...row, leafHash: '00' }));
    const { verification, reported } = await verified({ rows });
    expect(verification).toMatchObject({ ok: false, events: 150, problemCount: 150 });
    expect([reported.length, verification.problems.length]).toEqual([100, 100]);
    expect(verification.problems.at(-1)?.position).toBe(99n);
  });

  it('gives up on a ledger that is nothing but gaps', async () => {
    const rows = goodLedger(300);
    const { verification } = await verified({ rows, missing: rows.map((_row, position) => position) });
    expect(verification).toMatchObject({ ok: false, events: 0, problemCount: 101 });
  });

  it('does not take a refusal for a verdict', async () => {
    const refuses = { '/api/v1/admin/stream-folds': [403, '{"code":"API_FORBIDDEN"}'] } as const;
    await expect(verified({ rows: [], refuses })).rejects.toMatchObject({ name: 'ApiProblem', status: 403 });
  });
});
