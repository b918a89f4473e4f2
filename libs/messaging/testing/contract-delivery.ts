import { describe, expect, it } from '@jest/globals';
import type { ContractSubject } from './contract-harness.ts';
import { consume, ofContexts, positionsOf, startOf } from './contract-reading.ts';
import { CONTEXTS } from './contract-samples.ts';

export function deliveryContract(subject: () => ContractSubject): void {
  describe('delivery', () => {
    it('brings every event as it was published, in ledger order over all contexts asked for', async () => {
      const { harness, source, samples } = subject();
      const published = await harness.publish(samples.interleaved(60));
      const seen = await consume(source, { from: startOf(published), contexts: CONTEXTS, pageSize: 7 }, 60);
      expect(seen.events).toEqual(published);
    });

    it.each([[['membership']], [['governance', 'incubation']], [['incubation', 'membership']]] as const)(
      'brings the events of %j and no others',
      async (contexts) => {
        const { harness, source, samples } = subject();
        const published = await harness.publish(samples.interleaved(30));
        const expected = ofContexts(published, ...contexts);
        const seen = await consume(source, { from: startOf(published), contexts, pageSize: 4 }, expected.length);
        expect(seen.events).toEqual(expected);
      },
    );

    it('brings only the types asked for', async () => {
      const { harness, source, samples } = subject();
      const published = await harness.publish(samples.interleaved(36));
      const types = ['incubation.IncubatorRenamed', 'governance.BodyCreated'];
      const expected = published.filter(({ type }) => types.includes(type));
      const request = { from: startOf(published), contexts: ['incubation', 'governance'], types };
      expect((await consume(source, request, expected.length)).events).toEqual(expected);
    });

    it('pages hold at most as many as asked for, stand in order, and lie before their next', async () => {
      const { harness, source, samples } = subject();
      const published = await harness.publish(samples.interleaved(40));
      const { pages } = await consume(source, { from: startOf(published), contexts: CONTEXTS, pageSize: 6 }, 40);
      let before = startOf(published);
      for (const { events, next } of pages) {
        expect(events.length).toBeLessThanOrEqual(6);
        expect(next).toBeGreaterThanOrEqual(before);
        for (const { position } of events) {
          expect(position).toBeLessThan(next);
          expect(position).toBeGreaterThanOrEqual(before);
        }
        before = next;
      }
    });

    it('goes on live: what is published while a consumer waits comes by itself', async () => {
      const { harness, source, samples } = subject();
      const published = await harness.publish(samples.interleaved(1));
      const waiting = consume(source, { from: startOf(published), contexts: CONTEXTS }, 11);
      const later: (typeof published)[number][] = [];
      for (let round = 0; round < 5; round += 1) later.push(...(await harness.publish(samples.interleaved(2))));
      expect((await waiting).events).toEqual([...published, ...later]);
    });

    it('loses and reorders nothing between catching up and live', async () => {
      const { harness, source, samples } = subject();
      const published = [...(await harness.publish(samples.interleaved(25)))];
      const reading = consume(source, { from: startOf(published), contexts: CONTEXTS, pageSize: 3 }, 100);
      for (let round = 0; round < 25; round += 1) published.push(...(await harness.publish(samples.interleaved(3))));
      expect((await reading).events).toEqual(published);
    });

    it('serves each consumer by itself: a slow one gets everything, and delays no other', async () => {
      const { harness, source, samples } = subject();
      const published = await harness.publish(samples.interleaved(30));
      const request = { from: startOf(published), contexts: CONTEXTS, pageSize: 5 };
      let release: () => void = () => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      const slow = consume(source, request, 30, () => released);
      const fast = await consume(source, request, 30);
      expect(fast.events).toEqual(published);
      release();
      expect((await slow).events).toEqual(published);
    });
  });

  describe('the end', () => {
    it('an aborted consumer that waits ends without an error', async () => {
      const { harness, source, samples } = subject();
      const published = await harness.publish(samples.interleaved(2));
      const ended = new AbortController();
      const seen: bigint[] = [];
      const request = { from: startOf(published), contexts: CONTEXTS, signal: ended.signal };
      for await (const { events } of source.consume(request)) {
        seen.push(...positionsOf(events));
        if (seen.length === 2) setImmediate(() => ended.abort());
      }
      expect(seen).toEqual(positionsOf(published));
    });

    it('a consumer that was aborted before it began gets nothing', async () => {
      const { harness, source, samples } = subject();
      const published = await harness.publish(samples.interleaved(2));
      const pages: unknown[] = [];
      const request = { from: startOf(published), contexts: CONTEXTS, signal: AbortSignal.abort() };
      for await (const page of source.consume(request)) pages.push(page);
      expect(pages).toEqual([]);
    });
  });
}
