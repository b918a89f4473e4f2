import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { calendarDate, instantFromEpochMs, type Visibility } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { placeOf, restrictedTopic, publicTopic, type TopicRecord } from '../records/index.ts';
import { CONTEXTS, MessageSamples } from '../testing/contract-samples.ts';
import { recordBatches, type BatchLimits, type RecordBatch } from './record-batches.ts';
import type { RelayMark } from './relay-row.ts';

const UNTIL = calendarDate('2017-01-01');
const VISIBILITIES: readonly Visibility[] = [
  { kind: 'public' },
  { kind: 'private' },
  { kind: 'embargoed', until: UNTIL },
];

interface Written {
  readonly context: (typeof CONTEXTS)[number];
  readonly visibility: Visibility;
  /** Clocks of several writers disagree. */
  readonly recordedMs: number;
}

const written: fc.Arbitrary<Written> = fc.record({
  context: fc.constantFrom(...CONTEXTS),
  visibility: fc.constantFrom(...VISIBILITIES),
  recordedMs: fc.integer({ min: 1_000, max: 60_000 }),
});
const limits: fc.Arbitrary<BatchLimits> = fc.record({
  maxRecords: fc.integer({ min: 1, max: 9 }),
  maxBytes: fc.integer({ min: 1, max: 4_000 }),
});
const START: RelayMark = { position: 0n, frontier: new Map(), timestampMs: 0 };

async function storeOf(history: readonly Written[]): Promise<MemoryEventStore> {
  const store = new MemoryEventStore(catalog);
  const samples = new MessageSamples();
  for (const { context, visibility, recordedMs } of history) {
    const { stream, event } = samples.of(context);
    const metadata = { ...event.metadata, visibility, recordedAt: instantFromEpochMs(recordedMs) };
    await store.append(stream, 'any', [{ ...event, metadata }]);
  }
  return store;
}

/** Batches from a mark until the ledger's end. */
async function batchesFrom(store: MemoryEventStore, from: RelayMark, limit: BatchLimits): Promise<RecordBatch[]> {
  const stop = new AbortController();
  const { head } = await store.status();
  const batches: RecordBatch[] = [];
  if (from.position === head) return batches;
  for await (const batch of recordBatches(store, from, limit, stop.signal)) {
    batches.push(batch);
    if (batch.next.position === head) break;
  }
  return batches;
}

const recordsOf = (batches: readonly RecordBatch[]): readonly TopicRecord[] =>
  batches.flatMap(({ records }) => records);

/** What the record format says, word for word, looked up anew for each record in everything before it. */
function oracle(history: readonly Written[], index: number) {
  const before = history.slice(0, index).map(({ context, visibility }) => topicFor(context, visibility));
  const topics = [...new Set(before)];
  return {
    topic: topicFor(history[index]?.context ?? '', history[index]?.visibility ?? { kind: 'public' }),
    frontier: new Map(topics.map((topic) => [topic, BigInt(before.lastIndexOf(topic))])),
    timestampMs: Math.max(...history.slice(0, index + 1).map(({ recordedMs }) => recordedMs)),
  };
}

function topicFor(context: string, { kind }: Visibility): string {
  return kind === 'public' ? publicTopic(context) : restrictedTopic(context);
}

describe('records of the relay', () => {
  it('have the frontier, topic and timestamp that a naive recomputation gives, whatever the batches', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(written, { maxLength: 40 }), limits, async (history, limit) => {
        const batches = await batchesFrom(await storeOf(history), START, limit);
        const found = recordsOf(batches).map((record) => {
          const { frontier, position } = placeOf(record);
          return { position, topic: record.topic, frontier, timestampMs: record.timestampMs };
        });
        expect(found).toEqual(history.map((_, index) => ({ position: BigInt(index), ...oracle(history, index) })));
      }),
      { seed: propertySeed(), numRuns: 60 },
    );
  });

  it('are the same when the relay begins again at any mark, but for what was settled', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { minLength: 1, maxLength: 30 }),
        limits,
        limits,
        fc.nat(),
        async (history, first, second, at) => {
          const store = await storeOf(history);
          const once = await batchesFrom(store, START, first);
          const resumed = once[at % once.length];
          const again = await batchesFrom(store, resumed?.next ?? START, second);
          const expected = recordsOf(once).slice(history.length - recordsOf(again).length);
          expect(recordsOf(again).map(unsettled)).toEqual(expected.map(unsettled));
        },
      ),
      { seed: propertySeed(), numRuns: 40 },
    );
  });

  it('say that everything before their batch is settled, and no batch is larger than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(written, { maxLength: 30 }), limits, async (history, limit) => {
        let next = 0n;
        for (const { records, next: mark } of await batchesFrom(await storeOf(history), START, limit)) {
          expect(records.map((record) => placeOf(record).settled)).toEqual(records.map(() => next));
          expect(records.length).toBeLessThanOrEqual(limit.maxRecords);
          next += BigInt(records.length);
          expect(mark.position).toBe(next);
        }
        expect(next).toBe(BigInt(history.length));
      }),
      { seed: propertySeed(), numRuns: 40 },
    );
  });
});

function unsettled(record: TopicRecord) {
  return { ...record, headers: { ...record.headers, ce_settled: '' } };
}
