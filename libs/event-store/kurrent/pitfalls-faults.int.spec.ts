import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { collect, ContractSamples, countFrom, idsOf, readEvents, readStream, untilSettled } from '../testing/index.ts';
import { createKurrentWorld, type KurrentWorld } from './testing/index.ts';

describe('a KurrentDB that fails', () => {
  let world: KurrentWorld;
  let samples: ContractSamples;
  beforeEach(async () => {
    world = await createKurrentWorld({ maxAppendBytes: 64_000 });
    samples = new ContractSamples();
  });
  afterEach(async () => {
    await world.close();
  });

  it('an answer that is lost: unknown to the caller, and the same command again shows it', async () => {
    const store = await world.open();
    const stream = samples.organisation();
    const commandId = samples.id();
    const events = samples.renames(2);
    world.double().loseNextAnswer();
    const attempt = store.append(stream, 'no-stream', events, { commandId });
    await expect(attempt).rejects.toMatchObject({ name: 'StoreUnavailable' });
    const again = await store.append(stream, 'no-stream', samples.renames(2), { commandId });
    expect(again).toEqual({
      streams: [{ stream, firstRevision: 0n, lastRevision: 1n, eventIds: idsOf(events) }],
      repeated: true,
    });
    expect(idsOf(await readStream(store, stream))).toEqual(idsOf(events));
  });

  it('an append that weighs more than the server takes is wrong, and not unavailable', async () => {
    const store = await world.open();
    const stream = samples.organisation();
    const attempt = store.append(stream, 'any', samples.renames(300));
    await expect(attempt).rejects.toMatchObject({ name: 'InvalidAppend', reason: 'too-large' });
    expect(await readStream(store, stream)).toEqual([]);
  });

  it('a server that is away: StoreUnavailable for what needs it, and the ledger can still be read', async () => {
    const store = await world.open();
    const stream = samples.organisation();
    await store.append(stream, 'any', samples.renames(3));
    await untilSettled(store);
    await world.stop();
    await expect(store.append(stream, 'any', [samples.renamed()])).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await expect(readStream(store, stream)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await expect(store.status()).rejects.toMatchObject({ name: 'StoreUnavailable' });
    expect(await readEvents(store.readAll(0n))).toHaveLength(3);
  });

  it('a server that comes back: appends go on, and every position follows without a hole', async () => {
    const faults: unknown[] = [];
    const store = await world.open({ onError: (error) => faults.push(error) });
    const stream = samples.organisation();
    await store.append(stream, 'any', samples.renames(3));
    await untilSettled(store);
    await world.stop();
    await eventually('the store notices that the server is away', () => expect(faults.length).toBeGreaterThan(0));
    await world.begin();
    await eventually('an append succeeds again', () => succeeds(store.append(stream, 'any', [samples.renamed()])));
    const head = await untilSettled(store);
    const events = await readEvents(store.readAll(0n));
    expect(events.map(({ position }) => position)).toEqual(countFrom(0n, Number(head)));
    expect(events.map(({ revision }) => revision)).toEqual(countFrom(0n, Number(head)));
    expect(faults[0]).toMatchObject({ name: 'StoreUnavailable' });
  });

  it('a store opens while the server is away, and works once it is there', async () => {
    await world.stop();
    const store = await world.open();
    await world.begin();
    const event = samples.renamed();
    await eventually('an append succeeds', () => succeeds(store.append(samples.organisation(), 'any', [event])));
    // A native bridge whose first connection failed never connects again by itself.
    await eventually('the store has a status', () => succeeds(store.status()));
    await untilSettled(store);
    expect(await store.positionOf(event.id)).toBe(0n);
  });

  it('closing lets an append that is under way end, and refuses the next', async () => {
    const store = await world.open();
    const stream = samples.organisation();
    const underWay = store.append(stream, 'any', [samples.renamed()]);
    const closing = store.close();
    await expect(underWay).resolves.toMatchObject({ repeated: false });
    await expect(store.append(stream, 'any', [samples.renamed()])).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await closing;
    await expect(collect(store.readAll(0n))).rejects.toMatchObject({ name: 'StoreUnavailable' });
  });
});

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
