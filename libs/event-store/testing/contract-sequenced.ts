import { describe, expect, it } from '@jest/globals';
import type { ContractSubject } from './contract-harness.ts';
import { idsOf, readEvents, untilSettled } from './contract-samples.ts';

export function sequencedContract(subject: () => ContractSubject): void {
  describe('the head above everything that was committed', () => {
    it('is the head when every event has its position, also for the neighbour and without time to wait', async () => {
      const { store, neighbour, samples } = subject();
      await store.append(samples.organisation(), 'any', samples.renames(2));
      const head = await untilSettled(store);
      expect(await store.sequencedHead({ timeoutMs: 0 })).toBe(head);
      expect(await neighbour.sequencedHead()).toBe(head);
    });

    it('counts an append that was answered just before, through any store', async () => {
      const { store, neighbour, samples } = subject();
      for (let count = 0; count < 20; count += 1) {
        const from = await untilSettled(store);
        const events = samples.renames(1 + (count % 3));
        await (count % 2 === 0 ? store : neighbour).append(samples.organisation(), 'any', events);
        const [head, other] = await Promise.all([store.sequencedHead(), neighbour.sequencedHead()]);
        for (const until of [head, other]) {
          expect(until).toBeLessThanOrEqual(await untilSettled(store));
          expect(idsOf(await readEvents(store.readAll(from, { until })))).toEqual(idsOf(events));
        }
      }
    });

    it('counts what was answered to each of many callers before, while others go on', async () => {
      const { store, neighbour, samples } = subject();
      const one = async (index: number): Promise<void> => {
        const own = index % 2 === 0 ? store : neighbour;
        const event = samples.renamed();
        await own.append(samples.organisation(), 'any', [event]);
        const head = await (index % 3 === 0 ? store : neighbour).sequencedHead();
        const position = await own.positionOf(event.id);
        expect(position).toBeDefined();
        expect(position).toBeLessThan(head);
      };
      await Promise.all(Array.from({ length: 60 }, (_, index) => one(index)));
    });
  });
}
