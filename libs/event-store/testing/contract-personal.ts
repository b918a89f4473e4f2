import { describe, expect, it } from '@jest/globals';
import { ERASED, isSealedText } from '#libs/contracts';
import type { JsonObject, ProposedEvent, StreamName } from '#libs/kernel';
import type { ContractSubject } from './contract-harness.ts';
import { collect, readEvents, readStream, untilSettled } from './contract-samples.ts';

interface Stored {
  readonly record: string;
  readonly data: JsonObject;
  readonly metadata: { readonly evidence?: readonly JsonObject[] };
}

/** Personal texts: sealed in what is stored, in clear to who reads events. */
export function personalContract(subject: () => ContractSubject): void {
  const append = async (stream: StreamName, ...events: readonly ProposedEvent[]): Promise<void> => {
    await subject().store.append(stream, 'any', events);
  };
  /** The stored texts of the ledger's last events, parsed. */
  const storedOf = async (stream: StreamName): Promise<readonly Stored[]> => {
    const { store } = subject();
    await untilSettled(store);
    const rows = (await collect(store.readLedger(0n))).flat().filter((row) => row.stream === stream);
    return rows.map(({ record }) => ({ ...(JSON.parse(record) as Omit<Stored, 'record'>), record }));
  };

  describe('a personal text', () => {
    const NAME = 'Éloïse d’Aubigné 🍇';

    it('is stored sealed, and read in clear by stream, by command and by position', async () => {
      const { store, neighbour, samples } = subject();
      const [stream, commandId, person] = [samples.office(), samples.id(), samples.id()];
      const event = samples.mandateOf(person, NAME);
      await store.append(stream, 'no-stream', [event], { commandId });
      const [stored] = await storedOf(stream);
      expect(stored?.record).not.toContain('Aubign');
      expect(stored?.data).toMatchObject({ person: { personId: person, name: { $personal: 1, k: `${person}/1` } } });
      const read = [
        ...(await readStream(neighbour, stream)),
        ...(await neighbour.readCommand(commandId)),
        ...(await readEvents(neighbour.readAll(0n, { filter: { streams: [stream] } }))),
        ...(await readEvents(neighbour.readAll(0n))).filter((one) => one.stream === stream),
      ];
      expect(read.map(({ data }) => data)).toEqual([event.data, event.data, event.data, event.data]);
    });

    it('is the same bytes when the same event comes again, and other ones in another event', async () => {
      const { store, samples } = subject();
      const [stream, person] = [samples.office(), samples.id()];
      const events = [samples.mandateOf(person, NAME), samples.mandateOf(person, NAME)];
      await append(stream, ...events);
      expect(await store.append(stream, 'any', events)).toMatchObject({ repeated: true });
      const sealed = (await storedOf(stream)).map(({ data }) => (data['person'] as JsonObject)['name']);
      expect(sealed.map(isSealedText)).toEqual([true, true]);
      expect(sealed[0]).not.toEqual(sealed[1]);
    });

    it('that is free has the key of its stream, and so has evidence', async () => {
      const { samples } = subject();
      const stream = samples.organisation();
      const event = samples.refusedBecause(`${NAME} left the board`);
      const evidence = [
        { title: `Letter of ${NAME}`, link: 'https://example.org/durand.pdf', sha256: 'ab'.repeat(32) },
      ];
      await append(stream, { ...event, metadata: { ...event.metadata, evidence } });
      const [stored] = await storedOf(stream);
      expect(stored?.record).not.toMatch(/Aubign|durand/);
      expect(stored?.data['reason']).toMatchObject({ $personal: 1, k: `${stream}/1` });
      expect(stored?.metadata.evidence?.[0]).toMatchObject({ title: { k: `${stream}/1` }, sha256: 'ab'.repeat(32) });
      const [read] = await readStream(subject().store, stream);
      expect(read?.data).toEqual(event.data);
      expect(read?.metadata.evidence).toEqual(evidence);
    });

    it('is given as it is stored to who carries it on', async () => {
      const { store, samples } = subject();
      const stream = samples.office();
      await append(stream, samples.mandateOf(samples.id(), NAME));
      const [stored] = await storedOf(stream);
      for (const filter of [{ streams: [stream] }, undefined]) {
        const events = await readEvents(store.readAll(0n, { filter, asStored: true }));
        expect(events.filter((one) => one.stream === stream).map(({ data }) => data)).toEqual([stored?.data]);
      }
    });

    it('opens in what carries it as it is stored', async () => {
      const { store, samples } = subject();
      const [from, stream] = [samples.organisation(), samples.organisation()];
      const event = samples.refusedBecause(NAME);
      await append(from, event);
      const [stored] = await storedOf(from);
      const carried = {
        ...{ id: event.id, type: event.type, schemaVersion: 1, stream: from, revision: '0', position: '0' },
        ...{ effectiveAt: '2016-03-31', recordedAt: event.metadata.recordedAt, data: stored?.data ?? {} },
      };
      await append(stream, {
        ...samples.renamed(),
        type: 'membership.EmbargoLifted',
        data: { event: carried, on: '2016-04-01' },
      });
      expect((await storedOf(stream))[0]?.record).not.toContain('Aubign');
      const [read] = await readStream(store, stream);
      expect(read?.data).toMatchObject({ event: { data: event.data } });
    });

    it('that no JSON can hold is refused before it is sealed', async () => {
      const { store, samples } = subject();
      const event = samples.mandateOf(samples.id(), 'half \ud83c');
      const refusal = expect.objectContaining({ name: 'InvalidAppend', reason: 'not-json' });
      await expect(store.append(samples.office(), 'any', [event])).rejects.toEqual(refusal);
    });

    it('is checked before it is sealed', async () => {
      const { store, samples } = subject();
      const event = samples.mandateOf(samples.id(), ' ');
      const refusal = expect.objectContaining({ name: 'InvalidAppend', reason: 'schema' });
      await expect(store.append(samples.office(), 'any', [event])).rejects.toEqual(refusal);
    });
  });

  describe('a key', () => {
    it('that is destroyed leaves a word in the place of each of its texts, and the event as it was', async () => {
      const { store, keyRing, samples } = subject();
      const [stream, person] = [samples.office(), samples.id()];
      const event = samples.mandateOf(person, 'Paul Durand');
      await append(stream, event);
      const before = await storedOf(stream);
      keyRing.destroy(person);
      const [read] = await readStream(store, stream);
      expect(read?.data).toEqual({ ...event.data, person: { personId: person, name: ERASED.person } });
      expect(await storedOf(stream)).toEqual(before);
    });

    it('that is destroyed seals nothing any more: what comes of its person later is not kept', async () => {
      const { keyRing, samples } = subject();
      const [stream, person] = [samples.office(), samples.id()];
      keyRing.destroy(person);
      await append(stream, samples.mandateOf(person, 'Paul Durand'));
      const [stored] = await storedOf(stream);
      expect(stored?.data['person']).toEqual({ personId: person, name: ERASED.person });
    });

    it('of a stream that is destroyed takes its free texts and the links of its evidence', async () => {
      const { store, keyRing, samples } = subject();
      const stream = samples.organisation();
      const event = samples.refusedBecause('because of Paul Durand');
      const evidence = [{ title: 'Letter of Paul Durand', link: 'https://example.org/durand.pdf' }];
      await append(stream, { ...event, metadata: { ...event.metadata, evidence } });
      keyRing.destroy(stream);
      const [read] = await readStream(store, stream);
      expect(read?.data['reason']).toBe(ERASED.text);
      expect(read?.metadata.evidence).toEqual([{ title: ERASED.text }]);
    });

    it('that is unknown is an error, and never taken for destroyed', async () => {
      const { store, keyRing, samples } = subject();
      const [stream, person] = [samples.office(), samples.id()];
      await append(stream, samples.mandateOf(person, 'Paul Durand'));
      keyRing.lose(person);
      const unknown = expect.objectContaining({ name: 'UnknownKey', keyId: `${person}/1` });
      await expect(readStream(store, stream)).rejects.toEqual(unknown);
      await untilSettled(store);
      await expect(readEvents(store.readAll(0n, { filter: { streams: [stream] } }))).rejects.toEqual(unknown);
      keyRing.restore(person);
      expect(await readStream(store, stream)).toHaveLength(1);
    });

    it('that is unknown stops a reader of the ledger at its text: it has everything before it, and goes on once the key is back', async () => {
      const { store, keyRing, samples } = subject();
      const [stream, person] = [samples.office(), samples.id()];
      const mandates = [samples.id(), person, samples.id()].map((each) => samples.mandateOf(each, 'Paul Durand'));
      await append(stream, ...mandates);
      await untilSettled(store);
      keyRing.lose(person);
      const filters = [{ streams: [stream] }, { types: ['governance.MandateStarted'] }, undefined];
      const options = filters.map((filter) => ({ filter, signal: AbortSignal.timeout(5_000) }));
      const sources = options.flatMap((each) => [store.readAll(0n, each), store.subscribe(0n, each)]);
      const position = await store.positionOf(mandates[1]?.id ?? samples.id());
      for (const source of sources) {
        const met: { id: string | undefined; next: bigint } = { id: undefined, next: 0n };
        const reading = async (): Promise<void> => {
          for await (const { events, next } of source) Object.assign(met, { id: events.at(-1)?.id, next });
        };
        const bound = `${String(mandates[1]?.id)}/data/person/name`;
        await expect(reading()).rejects.toMatchObject({ name: 'UnknownKey', bound });
        expect(met).toEqual({ id: mandates[0]?.id, next: position });
      }
      keyRing.restore(person);
      const rest = await readEvents(store.readAll(position ?? 0n, { filter: { streams: [stream] } }));
      expect(rest.map(({ id }) => id)).toEqual(mandates.slice(1).map(({ id }) => id));
    });
  });
}
