import { describe, expect, it } from '@jest/globals';
import type { StreamName } from '#libs/kernel';
import type { EventStore, ExpectedRevision } from '../index.ts';
import type { ContractSubject } from './contract-harness.ts';
import { idsOf, readEvents, readStream, untilSettled } from './contract-samples.ts';

/** With so many events in the stream, this assertion holds or not. */
const TABLE: readonly (readonly [length: number, expected: ExpectedRevision, holds: boolean])[] = [
  [0, 'no-stream', true],
  [0, 'stream-exists', false],
  [0, 0n, false],
  [1, 'no-stream', false],
  [1, 'stream-exists', true],
  [1, 0n, true],
  [1, 1n, false],
  [3, 1n, false],
  [3, 2n, true],
  [3, 3n, false],
];

export function assertingContract(subject: () => ContractSubject): void {
  describe('entries without events', () => {
    it.each(TABLE)('with %i events, asserting %s: %s', async (length, expected, holds) => {
      const { store, samples } = subject();
      const [asserted, written] = [samples.organisation(), samples.organisation()];
      if (length > 0) await store.append(asserted, 'no-stream', samples.renames(length));
      const event = samples.renamed();
      const attempt = store.appendAll([
        { stream: asserted, expected, events: [] },
        { stream: written, expected: 'no-stream', events: [event] },
      ]);
      if (holds)
        await expect(attempt).resolves.toEqual({
          streams: [{ stream: written, firstRevision: 0n, lastRevision: 0n, eventIds: [event.id] }],
          repeated: false,
        });
      else
        await expect(attempt).rejects.toMatchObject({
          name: 'RevisionConflict',
          stream: asserted,
          expected,
          actual: length === 0 ? undefined : BigInt(length - 1),
        });
      expect(await readStream(store, asserted)).toHaveLength(length);
      expect(await readStream(store, written)).toHaveLength(holds ? 1 : 0);
    });

    it('get no position and make no stream, whatever stands before and behind them', async () => {
      const { store, samples } = subject();
      const from = await untilSettled(store);
      const [free, known, one, two] = Array.from({ length: 4 }, () => samples.organisation()) as [
        StreamName,
        StreamName,
        StreamName,
        StreamName,
      ];
      const [first, second, third] = [samples.renamed(), samples.renames(2), samples.renamed()];
      await store.append(known, 'no-stream', [first]);
      await store.appendAll([
        { stream: free, expected: 'no-stream', events: [] },
        { stream: two, expected: 'no-stream', events: second },
        { stream: known, expected: 0n, events: [] },
        { stream: one, expected: 'any', events: [third] },
      ]);
      const seen = await readEvents(store.readAll(from, { until: await untilSettled(store) }));
      expect(idsOf(seen)).toEqual(idsOf([first, ...second, third]));
      expect(await store.streams({ prefix: free })).toEqual([]);
      await store.append(free, 'no-stream', [samples.renamed()]);
      await store.append(known, 0n, [samples.renamed()]);
    });

    it('the first in the order asked is named when several are not where they were expected', async () => {
      const { store, samples } = subject();
      const [one, two] = [samples.organisation(), samples.organisation()];
      const written = {
        stream: samples.organisation(),
        expected: 'stream-exists' as const,
        events: [samples.renamed()],
      };
      const asserted = [two, one].map((stream) => ({ stream, expected: 3n, events: [] }));
      await expect(store.appendAll([...asserted, written])).rejects.toMatchObject({ stream: two });
      await expect(store.appendAll([written, ...asserted])).rejects.toMatchObject({ stream: written.stream });
    });

    it('alone, or of any revision: refused', async () => {
      const { store, samples } = subject();
      const [known, other] = [samples.organisation(), samples.organisation()];
      await store.append(known, 'no-stream', [samples.renamed()]);
      const empty = { name: 'InvalidAppend', reason: 'empty-append' };
      await expect(store.append(known, 0n, [])).rejects.toMatchObject(empty);
      const nothing = { stream: other, expected: 'no-stream' as const, events: [] };
      await expect(store.appendAll([{ stream: known, expected: 0n, events: [] }, nothing])).rejects.toMatchObject(
        empty,
      );
    });

    it.each(['the same command', 'the same event ids'])(
      '%s again: the first answer, although the assertion is no longer true',
      async (what) => {
        const { store, neighbour, samples } = subject();
        const [asserted, written] = [samples.organisation(), samples.organisation()];
        const options = what === 'the same command' ? { commandId: samples.id() } : {};
        const append = [
          { stream: asserted, expected: 'no-stream' as const, events: [] },
          { stream: written, expected: 'no-stream' as const, events: samples.renames(2) },
        ];
        const first = await store.appendAll(append, options);
        await store.append(asserted, 'no-stream', [samples.renamed()]);
        await expect(neighbour.appendAll(append, options)).resolves.toEqual({ ...first, repeated: true });
        if (options.commandId !== undefined)
          expect(idsOf(await store.readCommand(options.commandId))).toEqual(first.streams[0]?.eventIds);
      },
    );

    it('many assert what others write: no other fault than conflicts, and each assertion is true at its position', async () => {
      const { store, neighbour, samples } = subject();
      const hot = samples.organisation();
      await store.append(hot, 'no-stream', [samples.renamed()]);
      const from = await untilSettled(store);
      const asserted = new Map<StreamName, bigint>();
      const asserting = Array.from({ length: 48 }, (_, index) =>
        assertUntilStored(subject(), index % 2 === 0 ? store : neighbour, hot, asserted),
      );
      const writing = Array.from({ length: 4 }, async (_, index) => {
        for (let count = 0; count < 5; count += 1)
          await (index % 2 === 0 ? store : neighbour).append(hot, 'any', [samples.renamed()]);
      });
      await Promise.all([...asserting, ...writing]);
      const events = await readEvents(store.readAll(from, { until: await untilSettled(store) }));
      expect(events).toHaveLength(48 + 20);
      let head = 0n;
      for (const { stream } of events) {
        if (stream === hot) head += 1n;
        else expect(asserted.get(stream)).toBe(head);
      }
    });
  });
}

/** Reads where a stream stands and asserts that at an append to a stream of its own, anew until that is stored. */
async function assertUntilStored(
  { samples }: ContractSubject,
  store: EventStore,
  hot: StreamName,
  asserted: Map<StreamName, bigint>,
): Promise<void> {
  const own = samples.organisation();
  for (;;) {
    const expected = BigInt((await readStream(store, hot)).length - 1);
    asserted.set(own, expected);
    const events = [samples.renamed()];
    const outcome = await store
      .appendAll([
        { stream: own, expected: 'no-stream', events },
        { stream: hot, expected, events: [] },
      ])
      .catch((error: unknown) => error);
    if (!(outcome instanceof Error)) return;
    expect(outcome).toMatchObject({ name: 'RevisionConflict', stream: hot, expected });
  }
}
