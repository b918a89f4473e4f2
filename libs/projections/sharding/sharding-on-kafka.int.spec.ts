import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { ContractSamples } from '#libs/event-store/testing';
import { asEventSource } from '#libs/messaging';
import { describeWithKafka, testBrokers, TopicsHarness } from '#libs/messaging/kafka/testing';
import { findCheckpoint } from '../tables/checkpoints.ts';
import { keyed, projection, upserts } from '../projection.ts';
import { rebuild } from '../rebuild/rebuild.ts';
import type { ProjectionRunner } from '../running/runner.ts';
import { Workbench } from '../test/bench.ts';

interface Noted {
  readonly positions: readonly number[];
}

/** The positions of each stream, in the order in which they were applied. */
const noting = keyed<object, Noted>(
  ({ stream }) => stream,
  upserts((before, { position }) => ({ positions: [...(before?.positions ?? []), Number(position)] })),
);
const streams = projection<Record<string, object>, Noted>({
  name: 'spec.streams',
  version: 1,
  columns: {},
  indexes: [],
  on: { 'membership.OrganisationRenamed': noting, 'incubation.IncubatorOpened': noting },
});

const SLOW = 90_000;

describeWithKafka('a sharded model that reads topics', () => {
  const samples = new ContractSamples(0x5a);
  const organisations = Array.from({ length: 6 }, () => samples.organisation());
  const incubators = Array.from({ length: 6 }, () => samples.incubator());
  let bench: Workbench;
  let store: MemoryEventStore;
  let harness: TopicsHarness;
  beforeEach(async () => {
    bench = await Workbench.open();
    store = new MemoryEventStore(catalog);
    const contexts = ['membership', 'incubation'];
    harness = await TopicsHarness.open({ brokers: testBrokers(), store, contexts });
  });
  afterEach(async () => {
    await bench.close();
    await harness.close();
  });

  /** So many events on two topics, turn about of the streams. */
  async function published(count: number): Promise<bigint> {
    const events = Array.from({ length: count }, (_, index) =>
      index % 2 === 0
        ? { stream: organisations[(index / 2) % 6] ?? samples.organisation(), event: samples.renamed() }
        : { stream: incubators[((index - 1) / 2) % 6] ?? samples.incubator(), event: samples.incubatorOpened() },
    );
    return (await harness.publish(events)).at(-1)?.position ?? -1n;
  }
  const started = (of: number): Promise<readonly ProjectionRunner[]> =>
    Promise.all(
      Array.from({ length: of }, (_, index) =>
        bench.started([streams], {
          ...{ source: asEventSource(harness.source), reader: store },
          shards: { [streams.name]: { shard: index + 1, of } },
        }),
      ),
    );

  it(
    'applies each event once, in ledger order, over two shards, three and one, and equals its rebuild',
    async () => {
      for (const shards of [2, 3, 1]) {
        const runners = await started(shards);
        const last = await published(40);
        for (const runner of runners)
          expect(await runner.waitFor(streams.name, last, { timeoutMs: SLOW })).toBe('reached');
        expect(await findCheckpoint(bench.pool, streams.name)).toMatchObject({
          shardCount: shards,
          position: last + 1n,
        });
        await Promise.all(runners.map((runner) => runner.stop()));
      }
      const found = Object.values(await bench.documents(streams)) as readonly Noted[];
      for (const { positions } of found) expect(positions).toEqual(positions.toSorted((a, b) => a - b));
      const all = found.flatMap(({ positions }) => positions).toSorted((a, b) => a - b);
      expect(all).toEqual(Array.from({ length: 120 }, (_, position) => position));
      const options = { pool: bench.pool, reader: store, holder: 'spec', switch: false };
      expect((await rebuild(streams, options)).comparison).toMatchObject({ same: true });
    },
    SLOW,
  );
});

afterAll(() => Workbench.end());
