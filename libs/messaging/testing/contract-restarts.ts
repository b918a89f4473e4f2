import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/kernel';
import type { ContractSubject } from './contract-harness.ts';
import { consume, ofContexts, positionsOf, startOf } from './contract-reading.ts';
import { CONTEXTS } from './contract-samples.ts';

export function restartsContract(subject: () => ContractSubject): void {
  describe('restarts', () => {
    it.each([1, 2, 7, 100])('a consumer that starts anew after each page of %i loses nothing', async (pageSize) => {
      const { harness, source, samples } = subject();
      const published = await harness.publish(samples.interleaved(20));
      const seen: RecordedEvent[] = [];
      let from = startOf(published);
      while (seen.length < published.length) {
        const part = await consume(source, { from, contexts: CONTEXTS, pageSize }, 1);
        seen.push(...part.events);
        from = part.next;
      }
      expect(seen).toEqual(published);
    });

    it('any position is a place to go on from, also one of another context', async () => {
      const { harness, source, samples } = subject();
      const published = await harness.publish(samples.interleaved(12));
      for (const { position } of published.slice(0, 9)) {
        const expected = ofContexts(published, 'membership').filter((event) => event.position >= position);
        const seen = await consume(source, { from: position, contexts: ['membership'] }, expected.length);
        expect(positionsOf(seen.events)).toEqual(positionsOf(expected));
      }
    });

    it('gives the same events the same positions every time', async () => {
      const { harness, source, samples } = subject();
      const published = await harness.publish(samples.interleaved(15));
      const request = { from: startOf(published), contexts: CONTEXTS };
      const [first, second] = [await consume(source, request, 15), await consume(source, request, 15)];
      expect(first.events).toEqual(second.events);
    });
  });
}
