import { describe, expect, it } from '@jest/globals';
import type { LedgerPage, RecordedEvent } from '#libs/kernel';
import type { EventStore } from '../index.ts';
import type { ContractSubject } from './contract-harness.ts';
import { countFrom, idsOf, readEvents, untilSettled, take } from './contract-samples.ts';

export function subscribingContract(subject: () => ContractSubject): void {
  describe('subscribing', () => {
    it('catches up from the beginning: the same as reading everything', async () => {
      const { store } = subject();
      const head = await untilSettled(store);
      const events = await take(store.subscribe(0n), Number(head));
      expect(events).toEqual(await readEvents(store.readAll(0n)));
    });

    it('goes on live from the end', async () => {
      const { store, samples } = subject();
      const head = await untilSettled(store);
      const live = take(store.subscribe(head), 3);
      const events = samples.renames(3);
      for (const event of events) await store.append(samples.organisation(), 'any', [event]);
      expect(idsOf(await live)).toEqual(idsOf(events));
    });

    it('catches up, then goes on live, without losing or repeating one at the switch', async () => {
      const { store, samples } = subject();
      const from = await untilSettled(store);
      const streams = Array.from({ length: 7 }, () => samples.organisation());
      const events = samples.renames(210);
      const append = async (start: number, end: number): Promise<void> => {
        for (let index = start; index < end; index += 1)
          await store.append(streams[index % 7] ?? samples.organisation(), 'any', events.slice(index, index + 1));
      };
      await append(0, 70);
      const writing = append(70, 210);
      const seen = await take(store.subscribe(from, { pageSize: 9 }), 210);
      await writing;
      expect(seen.map(({ position }) => position)).toEqual(countFrom(from, 210));
      expect(idsOf(seen)).toEqual(idsOf(events));
    });

    it('sees what another store appended', async () => {
      const { store, neighbour, samples } = subject();
      const from = await untilSettled(store);
      const seen = take(store.subscribe(from), 5);
      const events = samples.renames(5);
      await neighbour.append(samples.organisation(), 'any', events);
      expect(idsOf(await seen)).toEqual(idsOf(events));
    });

    it('waits for a position that does not exist yet', async () => {
      const { store, samples } = subject();
      const head = await untilSettled(store);
      const seen = take(store.subscribe(head + 2n), 1);
      const events = samples.renames(3);
      await store.append(samples.organisation(), 'any', events);
      expect(idsOf(await seen)).toEqual(idsOf(events.slice(2)));
    });

    it('while writers compete, every subscriber sees dense positions and each stream in order', async () => {
      const { store, neighbour, samples } = subject();
      const from = await untilSettled(store);
      const streams = Array.from({ length: 6 }, () => samples.organisation());
      const seen = [store.subscribe(from), neighbour.subscribe(from, { pageSize: 3 })].map((pages) => take(pages, 180));
      await Promise.all(
        samples
          .renames(180)
          .map((event, index) =>
            (index % 2 === 0 ? store : neighbour).append(streams[index % 6] ?? samples.organisation(), 'any', [event]),
          ),
      );
      const [one, other] = await Promise.all(seen);
      expect(one).toEqual(other);
      expect(one?.map(({ position }) => position)).toEqual(countFrom(from, 180));
      for (const stream of streams) expect(revisionsIn(one ?? [], stream)).toEqual(countFrom(0n, 30));
    });

    it('an append that was answered before another began comes first, whatever the streams and stores', async () => {
      const { store, neighbour, samples } = subject();
      const from = await untilSettled(store);
      const noise = Promise.all(
        samples.renames(60).map((event) => store.append(samples.organisation(), 'any', [event])),
      );
      const marked = samples.renames(20);
      for (const [index, event] of marked.entries())
        await (index % 2 === 0 ? store : neighbour).append(samples.organisation(), 'any', [event]);
      await noise;
      const ids = new Set<string>(idsOf(marked));
      const seen = await take(store.subscribe(from), 80);
      expect(idsOf(seen.filter(({ id }) => ids.has(id)))).toEqual(idsOf(marked));
    });

    it('filtered: only what passes, and pages that move on over the rest', async () => {
      const { store, samples } = subject();
      const from = await untilSettled(store);
      const wanted = samples.organisation();
      const pages = store.subscribe(from, { filter: { streams: [wanted] } })[Symbol.asyncIterator]();
      const first = pages.next();
      await store.append(samples.organisation(), 'any', samples.renames(4));
      const event = samples.renamed();
      await store.append(wanted, 'any', [event]);
      const seen: LedgerPage[] = [];
      for (let page = await first; !page.done; page = await pages.next()) {
        seen.push(page.value);
        if (page.value.next === from + 5n) break;
      }
      await pages.return?.();
      expect(seen.flatMap(({ events }) => events).map(({ id, position }) => [id, position])).toEqual([
        [event.id, from + 4n],
      ]);
      expect(seen.map(({ next }) => next)).toEqual(seen.map(({ next }) => next).toSorted(byValue));
    });

    it('a slow subscriber gets everything in its own time and delays no other', async () => {
      const { store, samples } = subject();
      const from = await untilSettled(store);
      const slow = store.subscribe(from, { pageSize: 10 })[Symbol.asyncIterator]();
      const first = slow.next();
      await store.append(samples.organisation(), 'any', samples.renames(10));
      const seen = [...pageOf(await first).events];
      await store.append(samples.organisation(), 'any', samples.renames(300));
      expect(await take(store.subscribe(from), 310)).toHaveLength(310);
      while (seen.length < 310) {
        const page = pageOf(await slow.next());
        expect(page.events.length).toBeLessThanOrEqual(10);
        seen.push(...page.events);
      }
      await slow.return?.();
      expect(seen.map(({ position }) => position)).toEqual(countFrom(from, 310));
    });

    it.each(['before it starts', 'while it waits', 'between pages'])(
      'an abort %s ends it without an error',
      async (when) => {
        const { store, samples } = subject();
        const from = await untilSettled(store);
        const stop = new AbortController();
        if (when === 'before it starts') stop.abort();
        if (when === 'between pages') await store.append(samples.organisation(), 'any', samples.renames(5));
        const seen = consume(store, from, stop, when === 'between pages' ? 1 : Infinity);
        if (when === 'while it waits')
          setImmediate(() => {
            stop.abort();
          });
        expect(await seen).toHaveLength(when === 'between pages' ? 1 : 0);
      },
    );

    it('many subscribers that stop and start again from their position together see each event once', async () => {
      const { store, samples } = subject();
      const from = await untilSettled(store);
      const writing = Promise.all(
        samples.renames(60).map((event) => store.append(samples.organisation(), 'any', [event])),
      );
      const readers = Array.from({ length: 5 }, async (_, index) => {
        const seen: RecordedEvent[] = [];
        while (seen.length < 60) {
          const next = from + BigInt(seen.length);
          const page = await take(store.subscribe(next, { pageSize: index + 1 }), 1);
          seen.push(...page);
        }
        return seen.map(({ position }) => position);
      });
      await writing;
      for (const positions of await Promise.all(readers)) expect(positions).toEqual(countFrom(from, 60));
    });
  });
}

function byValue(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function revisionsIn(events: readonly RecordedEvent[], stream: string): readonly bigint[] {
  return events.filter((event) => event.stream === stream).map(({ revision }) => revision);
}

function pageOf(result: IteratorResult<LedgerPage>): LedgerPage {
  if (result.done === true) throw new Error('the subscription ended');
  return result.value;
}

async function consume(
  store: EventStore,
  from: bigint,
  stop: AbortController,
  abortAt: number,
): Promise<RecordedEvent[]> {
  const seen: RecordedEvent[] = [];
  for await (const { events } of store.subscribe(from, { pageSize: 1, signal: stop.signal })) {
    seen.push(...events);
    if (seen.length >= abortAt) stop.abort();
  }
  return seen;
}
