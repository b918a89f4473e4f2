import { describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/kernel/testing';
import { Metrics } from './metrics.ts';
import { StatusWatch, type ConsumerSnapshot, type StatusSnapshot } from './status.ts';
import { samplesOf } from './testing/index.ts';

const NOW = Date.parse('2016-04-01T12:00:00.000Z');

const consumer: ConsumerSnapshot = {
  name: 'mergers.clusters',
  state: 'paused',
  position: '7',
  healthy: false,
  parked: { keys: 2, first: ['a', 'b'] },
  dueTimers: 1,
  lag: { events: 3n, sinceMs: NOW - 2_500 },
};
const ledger = { head: 10n, unsequenced: 4n };

/** A watch that has read once, and reads again for `give`. */
async function watched(first: StatusSnapshot | Error) {
  const metrics = new Metrics('service');
  let given: StatusSnapshot | Error = first;
  let reads = 0;
  let now = NOW;
  const read = async (): Promise<StatusSnapshot> => {
    reads += 1;
    if (given instanceof Error) throw given;
    return given;
  };
  const watch = new StatusWatch({ metrics, read, nowMs: () => now, everyMs: 1 });
  const readAgain = async (): Promise<void> => {
    const before = reads;
    await eventually('it has read again, to the end', () => reads > before + 1);
  };
  await readAgain();
  return {
    value: async (name: string) => (await samplesOf(metrics, name)).map(({ value }) => value),
    labels: async (name: string) => (await samplesOf(metrics, name)).map(({ labels }) => labels),
    reads: () => reads,
    stop: () => watch.stop(),
    give: async (next: StatusSnapshot | Error) => {
      given = next;
      await readAgain();
    },
    later: (ms: number) => {
      now += ms;
    },
  };
}

describe('the gauges of a process', () => {
  it('say how a consumer stands', async () => {
    const { value, stop } = await watched({ ledger, consumers: [consumer] });
    await stop();
    expect(await value('grappe_ledger_head_position')).toEqual([10]);
    expect(await value('grappe_ledger_unsequenced_events')).toEqual([4]);
    expect(await value('grappe_consumer_position')).toEqual([7]);
    expect(await value('grappe_consumer_lag_events')).toEqual([3]);
    expect(await value('grappe_consumer_lag_seconds')).toEqual([2.5]);
    expect(await value('grappe_consumer_paused')).toEqual([1]);
    expect(await value('grappe_consumer_parked_keys')).toEqual([2]);
    expect(await value('grappe_timers_due')).toEqual([1]);
  });

  it('are read from memory: scrapes read nothing, and an event that waits gets older all the same', async () => {
    const { value, reads, later, stop } = await watched({ ledger, consumers: [consumer] });
    await stop();
    const before = reads();
    later(1_000);
    for (let scrape = 0; scrape < 5; scrape += 1) expect(await value('grappe_consumer_lag_seconds')).toEqual([3.5]);
    expect(reads()).toBe(before);
  });

  it('go back to nothing for who has caught up', async () => {
    const { value, give, stop } = await watched({ ledger, consumers: [consumer] });
    const well = { lag: undefined, state: 'running', parked: undefined, dueTimers: undefined };
    await give({ ledger, consumers: [{ ...consumer, ...well }] });
    await stop();
    for (const name of ['lag_events', 'lag_seconds', 'paused', 'parked_keys'])
      expect(await value(`grappe_consumer_${name}`)).toEqual([0]);
    expect(await value('grappe_timers_due')).toEqual([0]);
  });

  it('name the shards of a sharded model', async () => {
    const shards = [
      { shard: '1/2', state: 'running', position: '5' },
      { shard: '2/2', state: 'running', position: '9' },
    ];
    const { value, labels, stop } = await watched({ ledger, consumers: [{ ...consumer, shards }] });
    await stop();
    expect(await value('grappe_consumer_position')).toEqual([5, 9]);
    expect(await labels('grappe_consumer_position')).toEqual(
      shards.map(({ shard }) => ({ consumer: 'mergers.clusters', shard })),
    );
  });

  it('stay as they were, with the instant at which they were read, while the database is away', async () => {
    const { value, give, stop } = await watched({ ledger, consumers: [consumer] });
    await give(new Error('away'));
    const at = await value('grappe_status_timestamp_seconds');
    await give(new Error('still away'));
    await stop();
    expect(await value('grappe_consumer_lag_events')).toEqual([3]);
    expect(await value('grappe_status_timestamp_seconds')).toEqual(at);
  });

  it('are absent before anything was read', async () => {
    const { value, stop } = await watched(new Error('away from the start'));
    await stop();
    expect(await value('grappe_consumer_lag_events')).toEqual([]);
  });
});
