import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startKafka } from '../../infra/local/kafka/index.ts';
import { messagingSchema } from '../../libs/messaging/index.ts';
import { ensureTopics, KafkaPublisher, type KafkaSettings } from '../../libs/messaging/kafka/index.ts';
import { connectPool, migrate } from '../../libs/postgres/index.ts';
import { interleave, ratioOf, rowsOf, runOnce } from '../measure.ts';
import { openStore, waitUntilSequenced } from '../product.ts';
import type { Figures, Suite, SuiteOptions } from '../report.ts';
import { histories } from '../replay/register-history.ts';
import type { BenchServer } from '../server.ts';
import { preparedBatch, produce } from './kafkajs-alone.ts';
import { batchesOf, relayAll, type Backlog } from './relay-under-test.ts';

const CHUNK = 1_000;
const ROUNDS = 3;
const LAYOUT = { partitions: 6, replicationFactor: 1 };
const UNIT = 'events/s';

/** A backlog from the store to the topic, beside kafkajs alone with the same records in the same batches, prepared before. */
export const relaySuite: Suite = {
  name: 'relay',
  async run(server, options) {
    const folder = await mkdtemp(path.join(tmpdir(), 'grappe-bench-kafka-'));
    const kafka = await startKafka({
      dataFolder: folder,
      diesWithParent: true,
      keepData: false,
      onProgress: options.say,
    });
    try {
      return await withBacklog(server, options, (backlog) => measure(backlog, kafka.brokers, options));
    } finally {
      await kafka.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function withBacklog(
  server: BenchServer,
  { quick, say }: SuiteOptions,
  work: (backlog: Backlog) => Promise<Figures>,
): Promise<Figures> {
  const events = quick ? 40_000 : 200_000;
  const url = await server.database('relay');
  const store = await openStore(url);
  const pool = connectPool(url, { max: 4 });
  try {
    await migrate(pool, messagingSchema);
    say(`storing ${events.toLocaleString('en')} events`);
    for (const chunk of histories(events, CHUNK))
      await store.appendAll(chunk.map(({ stream, events: own }) => ({ stream, expected: 'no-stream', events: own })));
    await waitUntilSequenced(store);
    await server.checkpoint();
    const { head } = await store.status();
    return await work({ store, pool, events: Number(head) });
  } finally {
    await pool.end();
    await store.close();
  }
}

async function measure(backlog: Backlog, brokers: readonly string[], { say }: SuiteOptions): Promise<Figures> {
  const prepared = await batchesOf(backlog);
  let topics = 0;
  /** New, empty topics. */
  const fresh = async (): Promise<KafkaSettings> => {
    topics += 1;
    const settings = { brokers, clientId: 'bench', topicPrefix: `round-${String(topics)}.` };
    await ensureTopics(settings, ['membership'], LAYOUT);
    return settings;
  };
  const product = async () => {
    const publisher = new KafkaPublisher({ settings: await fresh() });
    const round = await runOnce(() => relayAll(backlog, publisher));
    await publisher.close();
    return round;
  };
  const alone = async () => {
    const settings = await fresh();
    const batches = prepared.map((records) => preparedBatch(settings, records));
    return runOnce(async () => {
      await produce(settings, batches);
      return backlog.events;
    });
  };
  say('publishing');
  await interleave({ product, alone }, 1);
  const results = await interleave({ product, alone }, ROUNDS);
  return {
    rows: [
      ...rowsOf('grappe, store to topic', UNIT, results.product),
      ...rowsOf('kafkajs alone, records prepared', UNIT, results.alone),
    ],
    ratios: { 'grappe/kafkajs': ratioOf(results.product, results.alone) },
  };
}
