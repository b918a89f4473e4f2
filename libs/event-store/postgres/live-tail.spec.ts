import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calendarDate, instant, passes, streamName, type EventFilter, type RecordedEvent } from '#libs/kernel';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { NO_KEYS } from '../personal/personal-texts.ts';
import { LiveTail, type TailRow } from './live-tail.ts';

const TYPES = ['membership.ClusterRegistered', 'membership.ClusterRenamed', 'governance.BodyCreated'];

describe('the end of the ledger, read in common', () => {
  function ledger(length: number, text = '{}') {
    const rows: TailRow[] = Array.from({ length }, (_, index) => ({
      id: countedUuid(index, 1),
      type: TYPES[index % TYPES.length] ?? '',
      stream: streamName('membership', 'cluster', countedUuid(index % 2)),
      revision: BigInt(index),
      record: text,
    }));
    const loads: (readonly [bigint, bigint])[] = [];
    let fault: Error | undefined;
    const tail = new LiveTail({
      load: async (from, end) => {
        loads.push([from, end]);
        await Promise.resolve();
        if (fault !== undefined) throw fault;
        return rows.slice(Number(from), Number(end));
      },
      keys: () => NO_KEYS,
      decode: (row, position) => eventOf(row, position),
    });
    const fail = (error?: Error): void => {
      fault = error;
    };
    const all = rows.map((row, index) => eventOf(row, BigInt(index)));
    return { tail, loads, fail, all };
  }

  const eventOf = ({ type, stream, revision }: TailRow, position: bigint): RecordedEvent => ({
    ...{ id: countedUuid(Number(position), 1), type, stream, revision, position, schemaVersion: 1, data: {} },
    metadata: {
      recordedAt: instant('2016-03-31T10:00:00Z'),
      effectiveAt: calendarDate('2016-03-31'),
      actor: { id: 'spec' },
      correlationId: countedUuid(0),
      visibility: { kind: 'public' },
    },
  });

  it('is loaded once for all who stand at the same place, however they filter', async () => {
    const { tail, loads, all } = ledger(6);
    const filters: EventFilter[] = [{}, { types: [TYPES[2] ?? ''] }, { contexts: ['governance'] }, { streams: [] }];
    const pages = await Promise.all(filters.map((filter) => tail.page(2n, 6n, { filter })));
    expect(loads).toEqual([[2n, 6n]]);
    expect(pages).toEqual(
      filters.map((filter) => ({ events: all.slice(2).filter((event) => passes(event, filter)), next: 6n })),
    );
  });

  it('gives who comes later what is kept, and then the rest', async () => {
    const { tail, loads, all } = ledger(6);
    await tail.page(2n, 5n, {});
    expect(await tail.page(3n, 6n, {})).toEqual({ events: all.slice(3, 5), next: 5n });
    expect(await tail.page(5n, 6n, {})).toEqual({ events: all.slice(5), next: 6n });
    expect(loads).toEqual([
      [2n, 5n],
      [5n, 6n],
    ]);
  });

  it('is not given beyond what was asked for', async () => {
    const { tail } = ledger(6);
    await tail.page(0n, 6n, {});
    expect(await tail.page(1n, 3n, {})).toMatchObject({ events: { length: 2 }, next: 3n });
  });

  it('is loaded again after a fault, which all waiting readers get', async () => {
    const { tail, loads, fail } = ledger(3);
    fail(new Error('gone'));
    const asked = await Promise.allSettled([tail.page(0n, 3n, {}), tail.page(1n, 3n, {})]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fail();
    expect(await tail.page(1n, 3n, {})).toMatchObject({ next: 3n });
    expect(loads).toHaveLength(2);
  });

  it('is not kept where it is long', async () => {
    const { tail, loads } = ledger(3, 'x'.repeat(2_000_000));
    await tail.page(0n, 3n, {});
    await tail.page(0n, 3n, {});
    expect(loads).toHaveLength(2);
  });

  it('is to every reader what reading alone would be', async () => {
    const reader = fc.record({
      from: fc.nat(40),
      types: fc.option(fc.subarray(TYPES), { nil: undefined }),
      pageSize: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(reader, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(6), { minLength: 41, maxLength: 41 }),
        async (readers, growth) => {
          const { tail, all } = ledger(41);
          const subscribed = readers.map(({ from, ...options }) => ({
            ...options,
            next: BigInt(from),
            found: [] as RecordedEvent[],
          }));
          for (let head = 0n; head < 41n;) {
            const grown = head + BigInt(growth[Number(head)] ?? 0) + 1n;
            head = grown < 41n ? grown : 41n;
            for (const each of subscribed)
              while (each.next < head) {
                const { events, next } = await tail.page(each.next, head, {
                  filter: { types: each.types },
                  pageSize: each.pageSize,
                });
                expect(next).toBeGreaterThan(each.next);
                expect(events.length).toBeLessThanOrEqual(each.pageSize);
                each.found.push(...events);
                each.next = next;
              }
          }
          for (const [index, { found, types }] of subscribed.entries()) {
            const from = BigInt(readers[index]?.from ?? 0);
            expect(found).toEqual(all.filter((event) => event.position >= from && passes(event, { types })));
          }
        },
      ),
      { numRuns: 200, seed: propertySeed() },
    );
  });
});
