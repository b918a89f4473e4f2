import { describe, expect, it } from '@jest/globals';
import { MissingPosition, type RecordedEvent } from '#libs/kernel';
import type { ContractSubject } from './contract-harness.ts';
import { positionsOf, startOf } from './contract-reading.ts';
import { CONTEXTS } from './contract-samples.ts';

/** These remove records: they come last, and leave the ledger broken. */
export function lossesContract(subject: () => ContractSubject, canLose: boolean): void {
  if (!canLose) return;
  describe('a record that is missing', () => {
    it('stops its consumers there with its position, and nothing behind it is delivered', async () => {
      const { harness, samples } = subject();
      const published = await harness.publish(samples.interleaved(15));
      const lost = published[7]?.position ?? -1n;
      await harness.remove?.(lost);
      for (const pageSize of [1, 4, 1_000]) {
        const { events, error } = await consumeToTheEnd(subject(), startOf(published), pageSize);
        expect(error).toBeInstanceOf(MissingPosition);
        expect(error).toMatchObject({ position: lost });
        const before = positionsOf(published.slice(0, 7));
        expect(before.slice(0, events.length)).toEqual(positionsOf(events));
      }
    });

    it('is met again by a consumer that starts anew from it', async () => {
      const { harness, samples } = subject();
      const published = await harness.publish(samples.interleaved(6));
      const lost = published[2]?.position ?? -1n;
      await harness.remove?.(lost);
      const { events, error } = await consumeToTheEnd(subject(), lost, 10);
      expect(events).toEqual([]);
      expect(error).toMatchObject({ position: lost });
    });
  });
}

async function consumeToTheEnd({ source }: ContractSubject, from: bigint, pageSize: number) {
  const events: RecordedEvent[] = [];
  const ended = new AbortController();
  try {
    for await (const page of source.consume({ from, contexts: CONTEXTS, pageSize, signal: ended.signal }))
      events.push(...page.events);
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
}
