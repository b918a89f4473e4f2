import { describe, expect, it } from '@jest/globals';
import type { StreamName } from '#libs/kernel';
import { streamName } from '#libs/kernel';
import type { ContractSubject } from './contract-harness.ts';
import { BEFORE_EVERYTHING, idsOf, readEvents, untilSettled } from './contract-samples.ts';

export function lookupContract(subject: () => ContractSubject): void {
  describe('looking up', () => {
    it('the position of an event; none for one that is unknown', async () => {
      const { store, neighbour, samples } = subject();
      const events = samples.renames(3);
      await store.append(samples.organisation(), 'any', events);
      const head = await untilSettled(store);
      const positions = await Promise.all(events.map(({ id }) => neighbour.positionOf(id)));
      expect(positions).toEqual([head - 3n, head - 2n, head - 1n]);
      expect(await store.positionOf(samples.id())).toBeUndefined();
    });

    it('the last position recorded at or before an instant', async () => {
      const { store, samples } = subject();
      await store.append(samples.organisation(), 'any', samples.renames(3));
      const head = await untilSettled(store);
      const between = samples.nextInstant();
      await store.append(samples.organisation(), 'any', samples.renames(2));
      await untilSettled(store);
      const [third, fourth] = await readEvents(store.readAll(head - 1n, { until: head + 1n }));
      expect(third && (await store.positionAt(third.metadata.recordedAt))).toBe(head - 1n);
      expect(await store.positionAt(between)).toBe(head - 1n);
      expect(fourth && (await store.positionAt(fourth.metadata.recordedAt))).toBe(head);
      expect(await store.positionAt(samples.nextInstant())).toBe(head + 1n);
      expect(await store.positionAt(BEFORE_EVERYTHING)).toBeUndefined();
    });

    it('the events of a command, in the order in which it stored them', async () => {
      const { store, neighbour, samples } = subject();
      const [one, two] = [samples.organisation(), samples.organisation()];
      await store.append(one, 'any', [samples.renamed()]);
      const commandId = samples.id();
      const [first, second] = [samples.renames(2), samples.renames(2)];
      await store.appendAll(
        [
          { stream: two, expected: 'any', events: first },
          { stream: one, expected: 'any', events: second },
        ],
        { commandId },
      );
      const events = await neighbour.readCommand(commandId);
      expect(idsOf(events)).toEqual(idsOf([...first, ...second]));
      expect(events.map(({ stream, revision }) => [stream, revision])).toEqual([
        [two, 0n],
        [two, 1n],
        [one, 1n],
        [one, 2n],
      ]);
      expect(events[0]).toEqual({ ...first[0], stream: two, revision: 0n });
      expect(await store.readCommand(samples.id())).toEqual([]);
    });

    it('the names of the streams: sorted, by prefix, from after a name, so many', async () => {
      const { store, samples } = subject();
      const family = samples.id();
      const names = ['a', 'b', 'c', 'B'].map((part) => streamName('membership', 'organisation', `${family}.${part}`));
      for (const name of names) await store.append(name, 'any', samples.renames(2));
      const prefix = `membership.organisation-${family}.`;
      const sorted = names.toSorted();
      expect(await store.streams({ prefix })).toEqual(sorted);
      expect(await store.streams({ prefix, limit: 2 })).toEqual(sorted.slice(0, 2));
      expect(await store.streams({ prefix, after: nameAt(sorted, 1) })).toEqual(sorted.slice(2));
      expect(await store.streams({ prefix, after: nameAt(sorted, 0), limit: 1 })).toEqual(sorted.slice(1, 2));
      expect(await store.streams({ prefix: `${prefix}z` })).toEqual([]);
      expect((await store.streams({ limit: 5 })).length).toBe(5);
    });

    it('a prefix means what it says: no character of it is a wildcard', async () => {
      const { store, samples } = subject();
      const family = samples.id();
      await store.append(streamName('membership', 'organisation', `${family}xa`), 'any', [samples.renamed()]);
      expect(await store.streams({ prefix: `membership.organisation-${family}_` })).toEqual([]);
      expect(await store.streams({ prefix: '%' })).toEqual([]);
    });

    it('how far the sequencer is: the head is the number of positions', async () => {
      const { store, samples } = subject();
      const head = await untilSettled(store);
      await store.append(samples.organisation(), 'any', samples.renames(4));
      expect(await untilSettled(store)).toBe(head + 4n);
      expect(await store.status()).toEqual({ head: head + 4n, unsequenced: 0n });
    });
  });
}

function nameAt(names: readonly StreamName[], index: number): StreamName {
  const name = names[index];
  if (name === undefined) throw new Error(`no name at ${String(index)}`);
  return name;
}
