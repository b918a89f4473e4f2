import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { collect, ContractSamples, readStream, untilSettled } from '../testing/index.ts';
import type { EventCatalog } from '../index.ts';
import { createKurrentWorld, type KurrentWorld } from './testing/index.ts';

/** Takes any data, so that a test can choose what is hard to carry. */
const ANYTHING: EventCatalog = {
  currentVersion: () => 1,
  check: () => [],
  upcast: (_, schemaVersion, data) => ({ schemaVersion, data }),
};

describe('pitfalls of the KurrentDB client 1.3.1', () => {
  let world: KurrentWorld;
  let samples: ContractSamples;
  beforeEach(async () => {
    world = await createKurrentWorld();
    samples = new ContractSamples();
  });
  afterEach(async () => {
    await world.close();
  });

  it('two ways of reading (native bridge, grpc-js): the same bytes come back through both, as they were hashed', async () => {
    const store = await world.open({ catalog: ANYTHING });
    const stream = samples.organisation();
    // Parsed and written anew, 9 would come before 10, and 1e21 and -0 would be other texts.
    const data = { '10': 'ten', '9': 'nine', text: 'é \u2028 \u{1F9E9} \u0000', number: 1e21 };
    await store.append(stream, 'no-stream', [samples.renamed('x', { data })]);
    await untilSettled(store);
    const rows = (await collect(store.readLedger(0n))).flat();
    const [event] = await readStream(store, stream);
    const [record] = rows.map((row) => row.record);
    expect(record).toContain('{"10":"ten","9":"nine","number":1e+21,');
    expect(event?.data).toEqual(data);
    expect(Buffer.from(world.double().log.stream(stream)?.[0]?.data ?? []).toString()).toBe(record);
  });

  it('`created` comes in whole seconds through the bridge: the instant is the one of the record, to the millisecond', async () => {
    const store = await world.open();
    const stream = samples.organisation();
    const recordedAt = instant('2016-04-01T08:00:00.123Z');
    const event = samples.renamed('x');
    await store.append(stream, 'any', [{ ...event, metadata: { ...event.metadata, recordedAt } }]);
    await untilSettled(store);
    const [read] = await readStream(store, stream);
    expect(read?.metadata.recordedAt).toBe(recordedAt);
    expect(await store.positionAt(instant('2016-04-01T08:00:00.122Z'))).toBeUndefined();
    expect(await store.positionAt(recordedAt)).toBe(0n);
  });

  it('the first read through the bridge takes long: it is over when the store is open', async () => {
    expect(world.double().calls.get('read')).toBeUndefined();
    await world.open({ sequencer: false });
    expect(world.double().calls.get('read')).toBe(1);
  });

  it('append sessions need server 25.1: an older one is refused with a type, stores nothing and can be read', async () => {
    const newer = await world.open();
    const stream = samples.organisation();
    await newer.append(stream, 'no-stream', [samples.registered()]);
    await untilSettled(newer);
    await world.stop();
    await world.begin({ version: '24.10.6' });
    const store = await world.open({ sequencer: false });
    const length = world.double().log.records.length;
    const attempts = [
      store.append(stream, 'any', [samples.renamed()]),
      store.appendAll([
        { stream, expected: 'any', events: [samples.renamed()] },
        { stream: samples.organisation(), expected: 'any', events: [samples.renamed()] },
      ]),
    ];
    for (const attempt of attempts)
      await expect(attempt).rejects.toMatchObject({ name: 'MultiStreamAppendUnsupported', required: '25.1' });
    expect(world.double().log.records).toHaveLength(length);
    expect(await readStream(store, stream)).toHaveLength(1);
  });

  it('an assertion needs server 26.1: an older one is refused with a type and stores nothing, and appends without one go on', async () => {
    await world.stop();
    await world.begin({ version: '26.0.3' });
    const store = await world.open();
    const [stream, other] = [samples.organisation(), samples.organisation()];
    const attempt = store.appendAll([
      { stream, expected: 'no-stream', events: [samples.registered()] },
      { stream: other, expected: 'no-stream', events: [] },
    ]);
    await expect(attempt).rejects.toMatchObject({ name: 'MultiStreamAppendUnsupported', required: '26.1' });
    expect(world.double().log.records).toEqual([]);
    await store.append(stream, 'no-stream', [samples.registered()]);
  });

  it('what a server can is asked anew after it was exchanged', async () => {
    await world.stop();
    await world.begin({ version: '24.10.6' });
    const store = await world.open();
    const append = (): Promise<unknown> => store.append(samples.organisation(), 'any', [samples.renamed()]);
    await expect(append()).rejects.toMatchObject({ name: 'MultiStreamAppendUnsupported' });
    await world.stop();
    await world.begin({ version: '25.1.0' });
    await eventually('an append succeeds again', () =>
      append()
        .then(() => true)
        .catch(() => false),
    );
    expect(await untilSettled(store)).toBe(1n);
  });
});
