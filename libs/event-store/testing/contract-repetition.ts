import { describe, expect, it } from '@jest/globals';
import type { ContractSubject } from './contract-harness.ts';
import { idsOf, readStream } from './contract-samples.ts';

export function repetitionContract(subject: () => ContractSubject): void {
  describe('the same again', () => {
    it.each(['any', 'no-stream', 0n, 17n] as const)(
      'the same event ids, now expecting %s: the first answer, one copy',
      async (expected) => {
        const { store, samples } = subject();
        const stream = samples.organisation();
        const events = samples.renames(3);
        const first = await store.append(stream, 'any', events);
        await store.append(stream, 'any', [samples.renamed()]);
        await expect(store.append(stream, expected, events)).resolves.toEqual({ ...first, repeated: true });
        expect(await readStream(store, stream)).toHaveLength(4);
      },
    );

    it('the same event ids over several streams: the first answer', async () => {
      const { store, samples } = subject();
      const appends = [samples.organisation(), samples.organisation()].map((stream) => ({
        stream,
        expected: 'no-stream' as const,
        events: samples.renames(2),
      }));
      const first = await store.appendAll(appends);
      await expect(store.appendAll(appends)).resolves.toEqual({ ...first, repeated: true });
    });

    it('the same events 20 times at once: one copy, one first answer and 19 repeats of it', async () => {
      const { store, neighbour, samples } = subject();
      const stream = samples.organisation();
      const events = samples.renames(2);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? store : neighbour).append(stream, 'any', events)),
      );
      expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
      expect(new Set(answers.map(({ streams }) => String(streams[0]?.firstRevision)))).toEqual(new Set(['0']));
      expect(idsOf(await readStream(store, stream))).toEqual(idsOf(events));
    });

    it('the same command with other events, on another stream: the first answer, nothing stored', async () => {
      const { store, samples } = subject();
      const [stream, other] = [samples.organisation(), samples.organisation()];
      const commandId = samples.id();
      const first = await store.append(stream, 'no-stream', samples.renames(2), { commandId });
      const again = await store.append(other, 'no-stream', [samples.renamed()], { commandId });
      expect(again).toEqual({ ...first, repeated: true });
      expect(await readStream(store, other)).toEqual([]);
    });

    it('the same command over several streams: the first answer in the first order', async () => {
      const { store, samples } = subject();
      const [one, two] = [samples.organisation(), samples.organisation()];
      const commandId = samples.id();
      const attempt = () =>
        store.appendAll(
          [
            { stream: two, expected: 'no-stream', events: samples.renames(2) },
            { stream: one, expected: 'no-stream', events: samples.renames(1) },
          ],
          { commandId },
        );
      const first = await attempt();
      expect(first.streams.map(({ stream }) => stream)).toEqual([two, one]);
      await expect(attempt()).resolves.toEqual({ ...first, repeated: true });
    });

    it('the same command 20 times at once with events of its own each time: one copy', async () => {
      const { store, neighbour, samples } = subject();
      const stream = samples.organisation();
      const commandId = samples.id();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? store : neighbour).append(stream, 'any', [samples.renamed()], { commandId }),
        ),
      );
      const [first] = answers.filter(({ repeated }) => !repeated);
      expect(answers.filter(({ repeated }) => repeated)).toHaveLength(19);
      for (const answer of answers) expect(answer.streams).toEqual(first?.streams);
      expect(idsOf(await readStream(store, stream))).toEqual(first?.streams[0]?.eventIds);
    });

    it('a command whose first try was in conflict may be tried again', async () => {
      const { store, samples } = subject();
      const stream = samples.organisation();
      const commandId = samples.id();
      await expect(store.append(stream, 3n, [samples.renamed()], { commandId })).rejects.toMatchObject({
        name: 'RevisionConflict',
      });
      await expect(store.append(stream, 'no-stream', [samples.renamed()], { commandId })).resolves.toMatchObject({
        repeated: false,
      });
    });

    const REUSE: readonly (readonly [string, (known: readonly string[]) => readonly number[]])[] = [
      ['some of the ids and a new one', () => [0, -1]],
      ['the ids in another order', () => [1, 0]],
      ['ids with a gap between them', () => [0, 2]],
    ];
    it.each(REUSE)('%s: refused with the ids that are stored already', async (_, pick) => {
      const { store, samples } = subject();
      const stream = samples.organisation();
      const known = samples.renames(3);
      await store.append(stream, 'any', known);
      const events = pick(idsOf(known)).map((index) => known[index] ?? samples.renamed());
      const eventIds = idsOf(events).filter((id) => idsOf(known).includes(id));
      await expect(store.append(stream, 'any', events)).rejects.toMatchObject({ name: 'EventIdReused', eventIds });
      expect(await readStream(store, stream)).toHaveLength(3);
    });

    it('an id that stands in another stream: refused', async () => {
      const { store, samples } = subject();
      const event = samples.renamed();
      await store.append(samples.organisation(), 'any', [event]);
      const attempt = store.append(samples.organisation(), 'any', [event]);
      await expect(attempt).rejects.toMatchObject({ name: 'EventIdReused', eventIds: [event.id] });
    });
  });
}
