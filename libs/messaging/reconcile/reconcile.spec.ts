import { describe, expect, it } from '@jest/globals';
import type { MemoryEventStore } from '#libs/event-store/memory';
import type { ReconcileOptions } from './index.ts';
import { ledgerOf } from './test/history.ts';
import { foreignRecord, Subject, findingText } from './test/subject.ts';
import { TopicsInMemory } from './test/topics-in-memory.ts';

const EVENTS = 60;
const subject = Subject.of(EVENTS);

describe('topics that are what the ledger says', () => {
  it('are clean, and were read whole', async () => {
    expect(await subject.run()).toEqual({
      ok: true,
      events: EVENTS,
      records: EVENTS,
      waiting: 0,
      newer: 0,
      repairedBefore: 0,
      counts: { duplicated: 0, 'out-of-order': 0, missing: 0, unknown: 0, altered: 0, misplaced: 0 },
      findings: [],
    });
  });

  it.each([1, 2, 59, 60, 61, 1_000])('in ranges of %i, all on disk', async (rangeSize) => {
    expect(await subject.run({ rangeSize, buffered: 0 })).toMatchObject({ ok: true, records: EVENTS, findings: [] });
  });

  it('are empty where nothing happened', async () => {
    const empty = await ledgerOf(0);
    subject.topics = new TopicsInMemory();
    expect(await subject.run({ ledger: empty })).toMatchObject({ ok: true, events: 0, records: 0 });
    await empty.close();
  });

  it('what the relay has not published yet is waiting, and not missing', async () => {
    subject.topics = new TopicsInMemory(subject.batches.slice(0, 3));
    subject.topics.publishedUpTo = 21n;
    expect(await subject.run()).toMatchObject({ ok: true, events: 21, waiting: EVENTS - 21, records: 21 });
  });

  it('what was published meanwhile is newer, and not unknown', async () => {
    const behind = { ...ledgerFrom(subject.store()), status: counting([40n, 60n]) };
    expect(await subject.run({ ledger: behind })).toMatchObject({ ok: true, events: 40, newer: 20, findings: [] });
  });

  it('the repeats of a relay that died are named and tolerated', async () => {
    subject.topics = new TopicsInMemory([...subject.batches.slice(0, 5), ...subject.batches.slice(3)]);
    const report = await subject.run();
    expect(report).toMatchObject({ ok: true, records: EVENTS + 14, counts: { duplicated: 14, 'out-of-order': 0 } });
    expect(report.findings.map(findingText)).toContain('duplicated 21');
  });
});

describe('a report', () => {
  it('counts all and names the first of each kind, the worst kind first', async () => {
    const { log, index, record } = subject.topics.place(3);
    log.splice(index, 1);
    for (let count = 0; count < 5; count += 1) subject.topics.log(record.topic, 0).push(foreignRecord());
    for (let count = 0; count < 4; count += 1) subject.topics.put([subject.topics.place(5).record]);
    const { counts, findings, ok } = await subject.run({ keptOfEach: 2 });
    expect(ok).toBe(false);
    expect(counts).toMatchObject({ unknown: 5, missing: 1, duplicated: 4 });
    expect(findings.map(({ kind }) => kind)).toEqual(['unknown', 'unknown', 'missing', 'duplicated', 'duplicated']);
  });

  it('comes with progress, which ends with everything done', async () => {
    let asked = 0;
    const nowMs = () => asked++ * 10;
    const progress: object[] = [];
    await subject.run({ nowMs, onProgress: (line) => progress.push(line) });
    expect(progress[0]).toEqual({ phase: 'topics', position: 0, target: 60, eventsPerSecond: 0 });
    const first = progress[1] as { readonly position: number };
    expect(first).toEqual({
      phase: 'topics',
      position: first.position,
      target: 60,
      eventsPerSecond: first.position * 50,
      estimatedMsLeft: Math.round((20 / first.position) * (60 - first.position)),
    });
    expect(progress.at(-1)).toMatchObject({ phase: 'ledger', position: 60, target: 60, estimatedMsLeft: 0 });
  });

  it('is not given when it is interrupted', async () => {
    const gone = new AbortController();
    const interrupted = subject.run({ signal: gone.signal, onProgress: () => gone.abort(new Error('gone')) });
    await expect(interrupted).rejects.toThrow('gone');
  });
});

function ledgerFrom(from: MemoryEventStore): ReconcileOptions['ledger'] {
  return {
    readLedger: from.readLedger.bind(from),
    positionOf: from.positionOf.bind(from),
    status: from.status.bind(from),
  };
}

function counting(heads: readonly bigint[]): ReconcileOptions['ledger']['status'] {
  let asked = 0;
  return () => Promise.resolve({ head: heads[Math.min(asked++, heads.length - 1)] ?? 0n, unsequenced: 0n });
}
