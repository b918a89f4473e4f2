import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EventFilter, ProposedEvent, RecordedEvent, StreamName } from '#libs/kernel';
import { passes } from '#libs/kernel';
import type { ContractSubject } from './contract-harness.ts';
import { collect, countFrom, idsOf, readEvents, readStream, untilSettled } from './contract-samples.ts';

export function readingContract(subject: () => ContractSubject): void {
  describe('reading a stream', () => {
    it('a stream that does not exist is empty', async () => {
      const { store, samples } = subject();
      expect(await readStream(store, samples.organisation())).toEqual([]);
    });

    const RANGES: readonly (readonly [options: { from?: bigint; limit?: number }, revisions: readonly bigint[]])[] = [
      [{}, [0n, 1n, 2n, 3n, 4n]],
      [{ from: 0n }, [0n, 1n, 2n, 3n, 4n]],
      [{ from: 3n }, [3n, 4n]],
      [{ from: 5n }, []],
      [{ from: 99n }, []],
      [{ limit: 2 }, [0n, 1n]],
      [{ limit: 0 }, []],
      [{ from: 1n, limit: 3 }, [1n, 2n, 3n]],
      [{ from: 4n, limit: 3 }, [4n]],
    ];
    it.each(RANGES)('%p gives the revisions %p', async (options, revisions) => {
      const { store, samples } = subject();
      const stream = samples.organisation();
      await store.append(stream, 'any', samples.renames(5));
      const events = await collect(store.read(stream, options));
      expect(events.map(({ revision }) => revision)).toEqual(revisions);
    });

    it('a long stream comes whole and in order', async () => {
      const { store, samples } = subject();
      const stream = samples.organisation();
      const events = samples.renames(2_300);
      for (let start = 0; start < events.length; start += 460)
        await store.append(stream, 'any', events.slice(start, start + 460));
      const read = await readStream(store, stream);
      expect(idsOf(read)).toEqual(idsOf(events));
      expect(read.map(({ revision }) => revision)).toEqual(countFrom(0n, 2_300));
    });

    it('many streams read at once each give their own events, from the revision and up to the limit that were asked for', async () => {
      const { store, samples } = subject();
      const streams = Array.from({ length: 40 }, () => samples.organisation());
      await Promise.all(
        streams.map((stream, index) => store.append(stream, 'any', samples.renames(1 + 10 * (index % 4)))),
      );
      const asked = [samples.organisation(), ...streams, ...streams].map((stream, index) => {
        return { stream, from: BigInt(index % 7), limit: index % 3 === 0 ? 5 : Infinity };
      });
      const together = await Promise.all(asked.map(({ stream, ...options }) => collect(store.read(stream, options))));
      for (const [index, { stream, ...options }] of asked.entries())
        expect(together[index]).toEqual(await collect(store.read(stream, options)));
      expect(together.map(({ length }) => length).slice(0, 4)).toEqual([0, 0, 9, 5]);
    });

    it('sees an append as soon as it is answered, through another store too', async () => {
      const { store, neighbour, samples } = subject();
      const stream = samples.organisation();
      await store.append(stream, 'any', [samples.renamed()]);
      expect(await readStream(neighbour, stream)).toHaveLength(1);
    });

    it('names that only begin alike are different streams', async () => {
      const { store, samples } = subject();
      const stream = samples.organisation();
      const longer = `${stream}-b` as StreamName;
      await store.append(longer, 'any', [samples.renamed()]);
      expect(await readStream(store, stream)).toEqual([]);
    });

    it('a reader that lets go early leaves the store as it was', async () => {
      const { store, samples } = subject();
      const stream = samples.organisation();
      await store.append(stream, 'any', samples.renames(20));
      for await (const event of store.read(stream)) if (event.revision === 3n) break;
      expect(await readStream(store, stream)).toHaveLength(20);
    });
  });

  describe('reading everything', () => {
    let from = 0n;
    let mixed: RecordedEvent[] = [];
    let streams: StreamName[] = [];

    /** Forty appends over six streams of two contexts, in an order in which contexts and types alternate. */
    beforeAll(async () => {
      const { store, samples } = subject();
      from = await untilSettled(store);
      streams = [0, 1, 2, 3].map(() => samples.organisation());
      const incubators = [samples.incubator(), samples.incubator()];
      for (let index = 0; index < 40; index += 1) {
        const incubator = incubators[index % 2] ?? samples.incubator();
        const organisation = streams[index % 4] ?? samples.organisation();
        const event: ProposedEvent =
          index % 3 === 0 ? samples.incubatorOpened() : index % 5 === 0 ? samples.registered() : samples.renamed();
        await store.append(index % 3 === 0 ? incubator : organisation, 'any', [event]);
      }
      await untilSettled(store);
      mixed = await readEvents(store.readAll(from));
    });

    it('positions are dense from 0 over the whole life of the store', async () => {
      const { store } = subject();
      const head = await untilSettled(store);
      const events = await readEvents(store.readAll(0n));
      expect(events.map(({ position }) => position)).toEqual(countFrom(0n, Number(head)));
    });

    it('one append after the other: the order of positions is the order of answers, whatever the streams', () => {
      expect(mixed.map(({ position }) => position)).toEqual(countFrom(from, 40));
      const recorded = mixed.map(({ metadata }) => metadata.recordedAt);
      expect(recorded).toEqual(recorded.toSorted());
    });

    it('inside each stream the order of positions is the order of revisions', async () => {
      const { store } = subject();
      const next = new Map<string, bigint>();
      for (const { stream, revision } of await readEvents(store.readAll(0n))) {
        expect(revision).toBe(next.get(stream) ?? 0n);
        next.set(stream, revision + 1n);
      }
    });

    it('events are the same by stream and by position', async () => {
      const { store } = subject();
      for (const stream of streams) {
        const byPosition = mixed.filter((event) => event.stream === stream);
        expect(byPosition.map(({ position: _, ...event }) => event)).toEqual(await readStream(store, stream));
      }
    });

    const FILTERS: readonly (readonly [string, () => EventFilter])[] = [
      ['one context', () => ({ contexts: ['incubation'] })],
      ['two contexts', () => ({ contexts: ['incubation', 'membership'] })],
      ['a context without events', () => ({ contexts: ['mergers'] })],
      ['one type', () => ({ types: ['membership.OrganisationRegistered'] })],
      ['two types', () => ({ types: ['membership.OrganisationRegistered', 'incubation.IncubatorOpened'] })],
      ['one stream', () => ({ streams: streams.slice(0, 1) })],
      ['two streams', () => ({ streams: streams.slice(1, 3) })],
      [
        'a type and a context that exclude each other',
        () => ({ contexts: ['incubation'], types: ['membership.OrganisationRenamed'] }),
      ],
      ['a type in one stream', () => ({ types: ['membership.OrganisationRenamed'], streams: streams.slice(0, 1) })],
      ['an empty list of types', () => ({ types: [] })],
      ['no condition', () => ({})],
    ];
    it.each(FILTERS)('filtered by %s: exactly what passes, in order', async (_, filter) => {
      const { store } = subject();
      const expected = mixed.filter((event) => passes(event, filter()));
      expect(await readEvents(store.readAll(from, { filter: filter(), until: from + 40n }))).toEqual(expected);
    });

    it.each([1, 2, 3, 7, 39, 40, 41, 1_000])(
      'in pages of %i: none longer, nothing twice, nothing left out',
      async (pageSize) => {
        const { store } = subject();
        const pages = await collect(store.readAll(from, { pageSize, until: from + 40n }));
        expect(pages.every(({ events }) => events.length <= pageSize)).toBe(true);
        expect(pages.flatMap(({ events }) => events)).toEqual(mixed);
        let start = from;
        for (const { events, next } of pages) {
          expect(next).toBeGreaterThan(start);
          expect(events.every(({ position }) => position >= start && position < next)).toBe(true);
          start = next;
        }
        expect(start).toBe(from + 40n);
      },
    );

    it.each([1, 2, 5])(
      'filtered in pages of %i: next passes over what is left out, up to the end',
      async (pageSize) => {
        const { store } = subject();
        const filter = { types: ['membership.OrganisationRegistered'] };
        const pages = await collect(store.readAll(from, { pageSize, filter, until: from + 40n }));
        expect(pages.flatMap(({ events }) => events)).toEqual(mixed.filter((event) => passes(event, filter)));
        expect(pages.every(({ events }) => events.length <= pageSize)).toBe(true);
        expect(pages.at(-1)?.next).toBe(from + 40n);
      },
    );

    it('a filter that nothing passes still moves the reader on to the end', async () => {
      const { store } = subject();
      const pages = await collect(store.readAll(from, { filter: { contexts: ['mergers'] } }));
      expect(pages.flatMap(({ events }) => events)).toEqual([]);
      expect(pages.at(-1)?.next).toBe(await untilSettled(store));
    });

    it.each([0n, 1n, 17n, 39n, 40n])('from any position: what follows it (%s)', async (offset) => {
      const { store } = subject();
      const events = await readEvents(store.readAll(from + offset, { until: from + 40n }));
      expect(events).toEqual(mixed.slice(Number(offset)));
    });

    it.each([0n, 1n, 12n, 40n])('until a position, which is not in it (%s)', async (offset) => {
      const { store } = subject();
      const events = await readEvents(store.readAll(from, { until: from + offset, pageSize: 5 }));
      expect(events).toEqual(mixed.slice(0, Number(offset)));
    });

    it('from or until beyond the end: what there is', async () => {
      const { store } = subject();
      const head = await untilSettled(store);
      expect(await collect(store.readAll(head))).toEqual([]);
      expect(await collect(store.readAll(head + 10n))).toEqual([]);
      expect(await readEvents(store.readAll(head - 1n, { until: head + 10n }))).toHaveLength(1);
    });

    it('ends at what was there at the time of the call, however much is added meanwhile', async () => {
      const { store, samples } = subject();
      const head = await untilSettled(store);
      const seen: bigint[] = [];
      for await (const { events } of store.readAll(head - 3n, { pageSize: 1 })) {
        seen.push(...events.map(({ position }) => position));
        await store.append(samples.organisation(), 'any', [samples.renamed()]);
        await untilSettled(store);
      }
      expect(seen).toEqual(countFrom(head - 3n, 3));
    });

    it('several readers at once see the same', async () => {
      const { store, neighbour } = subject();
      const reads = [store, neighbour, store, neighbour].map((each, index) =>
        readEvents(each.readAll(from, { pageSize: index + 2, until: from + 40n })),
      );
      for (const events of await Promise.all(reads)) expect(events).toEqual(mixed);
    });

    it('an abort ends it without an error', async () => {
      const { store } = subject();
      const stop = new AbortController();
      const seen: RecordedEvent[] = [];
      for await (const { events } of store.readAll(from, { pageSize: 5, signal: stop.signal })) {
        seen.push(...events);
        if (seen.length === 10) stop.abort();
      }
      expect(seen).toEqual(mixed.slice(0, 10));
      expect(await collect(store.readAll(from, { signal: stop.signal }))).toEqual([]);
    });

    it('what a reader changes in its copy changes nothing in the store', async () => {
      const { store } = subject();
      const [first] = await readEvents(store.readAll(from, { until: from + 1n }));
      if (first !== undefined) Object.assign(first.data, { name: 'changed' });
      expect(await readEvents(store.readAll(from, { until: from + 1n }))).toEqual(mixed.slice(0, 1));
    });
  });
}
