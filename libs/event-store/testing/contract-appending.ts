import { describe, expect, it } from '@jest/globals';
import { RevisionConflict } from '../index.ts';
import type { ContractSubject } from './contract-harness.ts';
import { idsOf, readStream, untilSettled } from './contract-samples.ts';

export function appendingContract(subject: () => ContractSubject): void {
  describe('appending', () => {
    it('answers with the revisions, which count from 0 in each stream', async () => {
      const { store, samples } = subject();
      const stream = samples.organisation();
      const [first, second, third] = [samples.registered(), samples.renamed(), samples.renamed()];
      await expect(store.append(stream, 'no-stream', [first])).resolves.toEqual({
        streams: [{ stream, firstRevision: 0n, lastRevision: 0n, eventIds: [first.id] }],
        repeated: false,
      });
      await expect(store.append(stream, 0n, [second, third])).resolves.toEqual({
        streams: [{ stream, firstRevision: 1n, lastRevision: 2n, eventIds: [second.id, third.id] }],
        repeated: false,
      });
    });

    it('gives back what was handed in, with stream and revision', async () => {
      const { store, samples } = subject();
      const stream = samples.organisation();
      const event = samples.registered('Pôle « Imaginove » \u{1F9E9} "\\', {
        metadata: {
          recordedAt: samples.nextInstant(),
          effectiveAt: samples.registered().metadata.effectiveAt,
          actor: { id: 'process:membership.succession', capacity: 'board \u0000 \u2028' },
          commandId: samples.id(),
          commandHash: 'a'.repeat(64),
          correlationId: samples.id(),
          causationId: samples.id(),
          traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
          evidence: [
            { title: 'Traité de fusion', date: samples.registered().metadata.effectiveAt, sha256: 'b'.repeat(64) },
          ],
          visibility: { kind: 'embargoed', until: samples.registered().metadata.effectiveAt },
        },
      });
      await store.append(stream, 'any', [event]);
      expect(await readStream(store, stream)).toEqual([{ ...event, stream, revision: 0n }]);
    });

    it('appends to several streams at once and answers in the order asked', async () => {
      const { store, samples } = subject();
      const [one, two] = [samples.organisation(), samples.incubator()];
      const answer = await store.appendAll([
        { stream: two, expected: 'no-stream', events: [samples.incubatorOpened()] },
        { stream: one, expected: 'any', events: samples.renames(2) },
      ]);
      expect(answer.streams).toMatchObject([
        { stream: two, firstRevision: 0n, lastRevision: 0n },
        { stream: one, firstRevision: 0n, lastRevision: 1n },
      ]);
    });

    it('stores nothing of several streams when one of them is not where it was expected', async () => {
      const { store, samples } = subject();
      const [fresh, taken, also] = [samples.organisation(), samples.organisation(), samples.incubator()];
      await store.append(taken, 'no-stream', [samples.registered()]);
      await untilSettled(store);
      const before = await store.status();
      const attempt = store.appendAll([
        { stream: fresh, expected: 'no-stream', events: [samples.registered()] },
        { stream: taken, expected: 'no-stream', events: [samples.registered()] },
        { stream: also, expected: 'any', events: [samples.incubatorOpened()] },
      ]);
      await expect(attempt).rejects.toMatchObject({ name: 'RevisionConflict', stream: taken, actual: 0n });
      expect(await readStream(store, fresh)).toEqual([]);
      expect(await readStream(store, also)).toEqual([]);
      expect(await store.status()).toEqual(before);
    });

    it('names the first stream in the order asked when several are not where they were expected', async () => {
      const { store, samples } = subject();
      const [one, two] = [samples.organisation(), samples.organisation()];
      const attempt = store.appendAll([
        { stream: one, expected: 'stream-exists', events: [samples.registered()] },
        { stream: two, expected: 4n, events: [samples.registered()] },
      ]);
      await expect(attempt).rejects.toMatchObject({ stream: one, expected: 'stream-exists', actual: undefined });
    });

    it('lets no bad append harm the ones beside it', async () => {
      const { store, samples } = subject();
      const streams = Array.from({ length: 24 }, () => samples.organisation());
      const known = samples.registered();
      await store.append(samples.organisation(), 'any', [known]);
      const attempts = streams.map((stream, index) => {
        if (index % 8 === 3) return store.append(stream, 'stream-exists', [samples.renamed()]);
        if (index % 8 === 5) return store.append(stream, 'any', [samples.renamed(), known]);
        if (index % 8 === 7) return store.append(stream, 'any', [samples.renamed('')]);
        return store.append(stream, 'no-stream', [samples.registered()]);
      });
      const outcomes = await Promise.allSettled(attempts);
      const names = outcomes.map((outcome) => (outcome.status === 'rejected' ? nameOf(outcome.reason) : 'stored'));
      const expected = [
        'stored',
        'stored',
        'stored',
        'RevisionConflict',
        'stored',
        'EventIdReused',
        'stored',
        'InvalidAppend',
      ];
      expect(names).toEqual([...expected, ...expected, ...expected]);
      const lengths = await Promise.all(streams.map(async (stream) => (await readStream(store, stream)).length));
      expect(lengths).toEqual(names.map((name) => (name === 'stored' ? 1 : 0)));
    });

    it('keeps the order in which one caller appended to a stream without waiting', async () => {
      const { store, samples } = subject();
      const stream = samples.organisation();
      const events = samples.renames(30);
      const answers = await Promise.all(events.map((event) => store.append(stream, 'any', [event])));
      expect(answers.map(({ streams }) => streams[0]?.firstRevision)).toEqual(events.map((_, index) => BigInt(index)));
      expect(idsOf(await readStream(store, stream))).toEqual(idsOf(events));
    });

    it('takes a thousand events in one append, over many streams', async () => {
      const { store, samples } = subject();
      const appends = Array.from({ length: 100 }, () => ({
        stream: samples.organisation(),
        expected: 'no-stream' as const,
        events: samples.renames(10),
      }));
      const answer = await store.appendAll(appends);
      expect(answer.streams.every(({ lastRevision }) => lastRevision === 9n)).toBe(true);
      const last = appends.at(-1);
      expect(last && idsOf(await readStream(store, last.stream))).toEqual(last && idsOf(last.events));
    });

    it('can be distinguished by class: conflicts are errors of their own type', async () => {
      const { store, samples } = subject();
      await expect(store.append(samples.organisation(), 7n, [samples.renamed()])).rejects.toBeInstanceOf(
        RevisionConflict,
      );
    });
  });
}

function nameOf(reason: unknown): string {
  return reason instanceof Error ? reason.name : String(reason);
}
