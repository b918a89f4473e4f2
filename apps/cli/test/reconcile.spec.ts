import { afterEach, describe, expect, it } from '@jest/globals';
import { reconcile, reconciledText, type Finding, type Reconciled } from '../src/commands/reconcile.command.ts';
import { exitCodeOf } from '../src/failures.ts';
import { Progress } from '../src/output/progress.ts';
import { Api } from '../src/system/api.ts';
import { startScriptedSystem, type Script, type ScriptedSystem } from './scripted-system.ts';

const NONE = { misplaced: 0, altered: 0, unknown: 0, missing: 0, 'out-of-order': 0, duplicated: 0 };
const clean: Reconciled = {
  ok: true,
  events: 1_234,
  records: 1_234,
  waiting: 0,
  newer: 0,
  repairedBefore: 0,
  counts: NONE,
  findings: [],
};
const altered: Finding = {
  kind: 'altered',
  position: '17',
  topic: 'grappe.membership.v1',
  partition: 2,
  offset: '31',
  stream: 'membership.organisation-1',
  message: 'its key is another',
};
const missing: Finding = { kind: 'missing', position: '18', topic: 'grappe.governance.v1', message: 'it is not there' };

let system: ScriptedSystem | undefined;
afterEach(async () => {
  await system?.close();
  system = undefined;
});

async function run(script: Partial<Script>, options: { repair?: boolean; json?: boolean } = {}) {
  system = await startScriptedSystem({ rows: [], ...script });
  const { signal } = new AbortController();
  const printed: string[] = [];
  const shown: string[] = [];
  const { json = false, repair } = options;
  const verdict = await reconcile(
    {
      api: new Api(system.url, signal, 'valid'),
      progress: new Progress({ isTerminal: true, write: (text) => shown.push(text) }, () => 0),
      json,
      print: (text) => printed.push(text),
      say: () => undefined,
    },
    { repair },
  );
  return { verdict, printed, shown };
}

describe('grappe reconcile', () => {
  it('is good on topics that are what the ledger says, and shows how far it is', async () => {
    const progress = { phase: 'topics', position: 600, target: 1_234, eventsPerSecond: 100, estimatedMsLeft: 6_340 };
    const answer = await run({
      reconciliation: [
        { kind: 'progress', progress },
        { kind: 'result', result: clean },
      ],
    });
    expect(answer.verdict).toBe(0);
    expect(answer.printed).toEqual(['1,234 events, 1,234 records on the topics: the topics are what the ledger says']);
    expect(answer.shown[0]).toContain('topics: 600 of 1,234 events, 100/s, 7 s left');
  });

  it('finds something wrong with exit code 1, and tells a program all of it', async () => {
    const result = { ...clean, ok: false, counts: { ...NONE, altered: 1 }, findings: [altered] };
    const answer = await run({ reconciliation: [{ kind: 'result', result }] }, { json: true });
    expect(answer.verdict).toBe(1);
    expect(JSON.parse(answer.printed[0] ?? '')).toEqual(result);
  });

  it('asks the process that serves auditors, where there are several', async () => {
    const items = ['membership', 'audit'].map((name) => ({
      name,
      contexts: [name],
      admin: `/api/v1/services/${name}/admin`,
    }));
    await run({
      reconciliation: [{ kind: 'result', result: clean }],
      refuses: { '/api/v1/services': [200, JSON.stringify({ items })] },
    });
    expect(system?.asked.at(-1)).toBe('POST /api/v1/services/audit/admin/reconciliations');
  });

  it.each([
    ['a process without Kafka', {}, 2],
    ['a refusal', { refuses: { '/api/v1/admin/reconciliations': [403, '{"code":"API_FORBIDDEN"}'] } }, 2],
    ['a failure', { reconciliation: [{ kind: 'failure', message: 'the brokers are away' }] }, 1],
    ['an answer that was cut short', { reconciliation: [] }, 1],
  ] as const)('%s has its exit code', async (_what, script, code) => {
    const error: unknown = await run(script).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(exitCodeOf(error)).toBe(code);
  });
});

describe('the text of a reconciliation', () => {
  it('names each finding with its place, then all in numbers, then what to do', () => {
    const counts = { ...NONE, altered: 1, missing: 3, duplicated: 2 };
    const lines = reconciledText({ ...clean, ok: false, counts, findings: [altered, missing] }).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'position 17 of membership.organisation-1: altered: its key is another (grappe.membership.v1, partition 2, offset 31)',
      'position 18: missing: it is not there (grappe.governance.v1)',
      '1,234 events, 1,234 records on the topics: 1 altered, 3 missing, 2 duplicated, of which 2 are named',
    ]);
    expect(lines.slice(3).map((line) => line.split(':')[0])).toEqual(['altered', 'missing', 'duplicated']);
  });

  it('says of a record without a position where it stands', () => {
    const finding: Finding = { kind: 'unknown', topic: 't', partition: 0, offset: '5', message: 'm' };
    const [line] = reconciledText({ ...clean, counts: { ...NONE, unknown: 1 }, findings: [finding] }).split('\n');
    expect(line).toBe('a record without a position: unknown: m (t, partition 0, offset 5)');
  });

  it('says what waits and what came meanwhile', () => {
    expect(reconciledText({ ...clean, waiting: 5, newer: 2 })).toBe(
      '1,234 events, 1,234 records on the topics, 5 events not published yet, 2 records published meanwhile: ' +
        'the topics are what the ledger says',
    );
  });

  it.each([
    [undefined, 'missing: grappe reconcile --repair publishes what is missing from the ledger.'],
    [{ published: 3, refused: [] }, 'missing: published from the ledger, with their place of old: 3.'],
    [{ published: 2, refused: ['18'] }, / of old: 2; NOT PUBLISHED.*\(grappe verify\): 18\.$/],
  ])('says what was done about what is missing: %j', (repair, text) => {
    const counts = { ...NONE, missing: 3 };
    const last = reconciledText({ ...clean, ok: false, counts, findings: [missing], repair })
      .split('\n')
      .at(-1);
    if (typeof text === 'string') expect(last).toBe(text);
    else expect(last).toMatch(text);
  });
});
