import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import type { TopicRecord } from '../records/index.ts';
import { batchesOf, ledgerOf } from './test/history.ts';
import { foreignRecord, Subject, findingText, withHeaders } from './test/subject.ts';
import { TopicsInMemory } from './test/topics-in-memory.ts';
import { reconcile } from './reconcile.ts';

const EVENTS = 60;
const seed = propertySeed();

/** A fault that is done to the record of one position, and the name by which it has to be found. */
interface Fault {
  readonly kind: 'missing' | 'duplicated' | 'altered' | 'misplaced' | 'unknown';
  readonly at: number;
}

const faults = fc.uniqueArray(
  fc.record<Fault>({
    kind: fc.constantFrom('missing', 'duplicated', 'altered', 'misplaced', 'unknown'),
    at: fc.nat(EVENTS - 1),
  }),
  { selector: ({ at }) => at, maxLength: 12 },
);

function inject(topics: TopicsInMemory, { kind, at }: Fault): string {
  const { log, index, record } = topics.place(at);
  if (kind === 'missing') log.splice(index, 1);
  else if (kind === 'duplicated') log.push(record);
  else if (kind === 'altered') log[index] = altered(record);
  else if (kind === 'misplaced') topics.put([{ ...record, topic: otherTopic(record) }]);
  else log.splice(index, 0, foreignRecord());
  return `${kind} ${kind === 'unknown' ? '?' : String(at)}`;
}

/** A letter of the body or of a header that the hash covers. */
function altered(record: TopicRecord): TopicRecord {
  return Number(record.headers['ce_sequence']) % 2 === 0
    ? { ...record, value: record.value.replace('name', 'nome') }
    : withHeaders(record, { ce_authid: `${record.headers['ce_authid'] ?? ''}!` });
}

function otherTopic({ topic }: TopicRecord): string {
  return topic.includes('.restricted') ? topic.replace('.restricted', '') : topic.replace('.v1', '.restricted.v1');
}

describe('whatever was done to topics', () => {
  const subject = Subject.of(EVENTS);

  /** Two that follow each other in a partition where neither belongs make the one before them look early. */
  const MISPLACED_PAIR: readonly Fault[] = [
    { kind: 'misplaced', at: 41 },
    { kind: 'misplaced', at: 56 },
  ];

  it('every fault is named, and nothing else but the order that two misplaced ones disturb', async () => {
    await fc.assert(
      fc.asyncProperty(faults, fc.integer({ min: 1, max: 70 }), fc.nat(3_000), async (given, rangeSize, buffered) => {
        subject.topics = new TopicsInMemory(subject.batches);
        const expected = given.map((fault) => inject(subject.topics, fault));
        const { findings } = await subject.run({ rangeSize, buffered });
        const isDisturbed = given.filter(({ kind }) => kind === 'misplaced').length > 1;
        const named = findings.filter(({ kind }) => kind !== 'out-of-order' || !isDisturbed);
        expect(named.map(findingText).sort()).toEqual(expected.sort());
      }),
      { seed, numRuns: 30, examples: [[MISPLACED_PAIR, 1, 0]] },
    );
  });

  it('after a repair nothing is missing, and nothing was made worse', async () => {
    await fc.assert(
      fc.asyncProperty(faults, async (given) => {
        subject.topics = new TopicsInMemory(subject.batches);
        for (const fault of given) inject(subject.topics, fault);
        const { counts: before, repair } = await subject.run({ repair: true });
        expect(repair).toEqual({ published: before.missing, refused: [] });
        expect((await subject.run()).counts).toEqual({ ...before, missing: 0 });
      }),
      { seed, numRuns: 20 },
    );
  });

  const EMPTY_FRONTIER = { at: 0, where: 14, bit: 0 };
  const POSITION_ABOVE_THE_NEXT = { at: 2, where: 179, bit: 2 };

  it('one byte of a record, anywhere: its position is named, or what it says means the same', async () => {
    const place = fc.record({ at: fc.nat(EVENTS - 1), where: fc.nat(5_000), bit: fc.nat(6) });
    await fc.assert(
      fc.asyncProperty(place, async ({ at, where, bit }) => {
        subject.topics = new TopicsInMemory(subject.batches);
        const { record } = subject.topics.place(at);
        const flipped = withFlippedBit(record, where, bit);
        subject.topics.replace(at, flipped.record);
        const names = await subject.names();
        if (flipped.part === 'ce_settled' && names.length === 0) return;
        // Beside a position that is wrong a neighbour may look late.
        const named =
          flipped.part === 'ce_sequence' ? names.filter((name) => !name.startsWith('out-of-order ')) : names;
        expect([flipped.part, named]).toEqual([flipped.part, [`altered ${String(at)}`]]);
      }),
      { seed, numRuns: 120, examples: [[EMPTY_FRONTIER], [POSITION_ABOVE_THE_NEXT]] },
    );
  });
});

describe('a relay that dies', () => {
  it('between send and row, any number of times, leaves repeats and nothing else', async () => {
    const store = await ledgerOf(EVENTS);
    const sends = fc.array(fc.record({ size: fc.integer({ min: 1, max: 9 }), dies: fc.boolean() }), {
      minLength: 80,
      maxLength: 80,
    });
    const topics = new Map<number, readonly (readonly TopicRecord[])[]>();
    for (let size = 1; size <= 9; size += 1) topics.set(size, await batchesOf(store, size));
    await fc.assert(
      fc.asyncProperty(sends, async (plan) => {
        const sent = relayed(plan, topics);
        const report = await reconcile({
          ledger: store,
          topics: new TopicsInMemory(sent),
          repair: false,
          signal: new AbortController().signal,
        });
        const published = new Set(sent.flat().map(({ headers }) => headers['ce_sequence'])).size;
        expect(report.ok).toBe(published === EVENTS);
        expect(report.counts).toEqual({
          ...{ 'out-of-order': 0, unknown: 0, altered: 0, misplaced: 0 },
          missing: EVENTS - published,
          duplicated: sent.flat().length - published,
        });
      }),
      { seed, numRuns: 20 },
    );
    await store.close();
  });
});

/** Batches of changing sizes; one whose sender dies is sent again from its beginning, in another size. */
function relayed(
  plan: readonly { readonly size: number; readonly dies: boolean }[],
  batches: ReadonlyMap<number, readonly (readonly TopicRecord[])[]>,
): readonly (readonly TopicRecord[])[] {
  const all = batches.get(1)?.flat() ?? [];
  const sent: (readonly TopicRecord[])[] = [];
  let next = 0;
  for (const { size, dies } of plan) {
    const batch = all.slice(next, next + size);
    sent.push(batch.map((record) => withHeaders(record, { ce_settled: String(next) })));
    if (!dies) next += batch.length;
  }
  return sent;
}

/** The record as it would be read with one bit of its key, a header or its body changed; bits that keep it text. */
function withFlippedBit(
  record: TopicRecord,
  where: number,
  bit: number,
): { readonly record: TopicRecord; readonly part: string } {
  const parts = ['key', 'value', ...Object.keys(record.headers)];
  const part = parts[where % parts.length] ?? 'value';
  const flip = (text: string): string => {
    if (text === '') return String(bit);
    const bytes = Buffer.from(text);
    const at = where % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    return bytes.toString('utf8');
  };
  if (part === 'key' || part === 'value') return { part, record: { ...record, [part]: flip(record[part]) } };
  return { part, record: withHeaders(record, { [part]: flip(record.headers[part] ?? '') }) };
}
