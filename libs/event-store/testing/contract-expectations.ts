import { describe, expect, it } from '@jest/globals';
import type { StreamName } from '#libs/kernel';
import type { AppendAnswer, ExpectedRevision } from '../index.ts';
import type { ContractSubject } from './contract-harness.ts';
import { idsOf, readStream } from './contract-samples.ts';

/** With so many events in the stream, this expectation stores at this revision, or conflicts. */
const TABLE: readonly (readonly [length: number, expected: ExpectedRevision, storedAt: bigint | 'conflict'])[] = [
  [0, 'any', 0n],
  [0, 'no-stream', 0n],
  [0, 'stream-exists', 'conflict'],
  [0, 0n, 'conflict'],
  [0, 5n, 'conflict'],
  [1, 'any', 1n],
  [1, 'no-stream', 'conflict'],
  [1, 'stream-exists', 1n],
  [1, 0n, 1n],
  [1, 1n, 'conflict'],
  [3, 'any', 3n],
  [3, 'no-stream', 'conflict'],
  [3, 'stream-exists', 3n],
  [3, 0n, 'conflict'],
  [3, 1n, 'conflict'],
  [3, 2n, 3n],
  [3, 3n, 'conflict'],
  [3, 9_007_199_254_740_993n, 'conflict'],
];

export function expectationContract(subject: () => ContractSubject): void {
  describe('expected revisions', () => {
    it.each(TABLE)('with %i events, expecting %s: %s', async (length, expected, storedAt) => {
      const { store, samples } = subject();
      const stream = samples.organisation();
      if (length > 0) await store.append(stream, 'no-stream', samples.renames(length));
      const attempt = store.append(stream, expected, [samples.renamed()]);
      if (storedAt === 'conflict') {
        const actual = length === 0 ? undefined : BigInt(length - 1);
        await expect(attempt).rejects.toMatchObject({ name: 'RevisionConflict', stream, expected, actual });
        expect(await readStream(store, stream)).toHaveLength(length);
      } else {
        await expect(attempt).resolves.toMatchObject({
          streams: [{ firstRevision: storedAt, lastRevision: storedAt }],
        });
      }
    });

    it('20 appends at once that expect anything: 20 stored, at 20 revisions', async () => {
      const stream = subject().samples.organisation();
      const outcomes = await appendAtOnce(subject(), stream, () => 'any');
      expect(outcomes.stored).toHaveLength(20);
      const { store } = subject();
      const events = await readStream(store, stream);
      expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => BigInt(index)));
      expect(new Set(idsOf(events)).size).toBe(20);
    });

    it('20 appends at once to a stream that exists: 20 stored', async () => {
      const { store, samples } = subject();
      const stream = samples.organisation();
      await store.append(stream, 'no-stream', [samples.registered()]);
      const outcomes = await appendAtOnce(subject(), stream, () => 'stream-exists');
      expect(outcomes.stored).toHaveLength(20);
      expect(await readStream(store, stream)).toHaveLength(21);
    });

    it.each<readonly [string, number, ExpectedRevision]>([
      ['no stream', 0, 'no-stream'],
      ['one revision', 3, 2n],
    ])('20 appends at once that expect %s: 1 stored, 19 conflicts with both revisions', async (_, length, expected) => {
      const { store, samples } = subject();
      const stream = samples.organisation();
      if (length > 0) await store.append(stream, 'no-stream', samples.renames(length));
      const outcomes = await appendAtOnce(subject(), stream, () => expected);
      expect(outcomes.stored).toHaveLength(1);
      expect(outcomes.refused).toHaveLength(19);
      for (const error of outcomes.refused)
        expect(error).toMatchObject({ name: 'RevisionConflict', stream, expected, actual: BigInt(length) });
      expect(await readStream(store, stream)).toHaveLength(length + 1);
    });

    it('appends at once over overlapping streams are stored whole or not at all', async () => {
      const { store, neighbour, samples } = subject();
      const streams = Array.from({ length: 5 }, () => samples.organisation());
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => {
          const pair = [streams[index % 5], streams[(index * 3 + 1) % 5]].filter((name) => name !== undefined);
          const order = index % 2 === 0 ? pair : pair.reverse();
          return (index % 2 === 0 ? store : neighbour).appendAll(
            [...new Set(order)].map((stream) => ({ stream, expected: 'any' as const, events: [samples.renamed()] })),
          );
        }),
      );
      const stored = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      expect(stored).toHaveLength(20);
      const answered = stored.flatMap((answer) => answer.streams.flatMap(({ eventIds }) => eventIds));
      const there = (await Promise.all(streams.map((stream) => readStream(store, stream)))).flat();
      expect(idsOf(there).toSorted()).toEqual(answered.toSorted());
    });
  });
}

/** Twenty single-event appends, begun together, half of them through the neighbour. */
async function appendAtOnce(
  { store, neighbour, samples }: ContractSubject,
  stream: StreamName,
  expected: () => ExpectedRevision,
): Promise<{ stored: readonly AppendAnswer[]; refused: readonly unknown[] }> {
  const outcomes = await Promise.allSettled(
    samples
      .renames(20)
      .map((event, index) => (index % 2 === 0 ? store : neighbour).append(stream, expected(), [event])),
  );
  return {
    stored: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
    refused: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : [])),
  };
}
