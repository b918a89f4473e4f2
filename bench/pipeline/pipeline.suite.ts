import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startKafka } from '../../infra/local/kafka/index.ts';
import { catalog, contracts } from '../../libs/contracts/index.ts';
import type { EventStore } from '../../libs/event-store/index.ts';
import { asEventSource, messagingSchema } from '../../libs/messaging/index.ts';
import { ensureTopics, KafkaPublisher, KafkaSource, type KafkaSettings } from '../../libs/messaging/kafka/index.ts';
import { runRelay } from '../../libs/messaging/relay/index.ts';
import { connectPool, migrate, type Pool } from '../../libs/postgres/index.ts';
import { ProjectionRunner } from '../../libs/projections/index.ts';
import { memberships } from '../../apps/membership/src/read-models/memberships/memberships.projection.ts';
import { quantile, rounded } from '../measure.ts';
import { openStore } from '../product.ts';
import { membershipHistory } from '../replay/register-history.ts';
import type { Suite } from '../report.ts';

/** Commands a second. */
const RATE = 200;
const WARM_UP_MS = 3_000;
const PATIENCE_MS = 30_000;

/** One event from its append's answer to its visibility in the read model, by way of a position, the relay, Kafka and a consumer. */
export const pipelineSuite: Suite = {
  name: 'pipeline',
  async run(server, { quick, say }) {
    const url = await server.database('pipeline');
    const store = await openStore(url);
    const pool = connectPool(url, { max: 12 });
    await migrate(pool, messagingSchema);
    const folder = await mkdtemp(path.join(tmpdir(), 'grappe-bench-kafka-'));
    const kafka = await startKafka({ dataFolder: folder, diesWithParent: true, onProgress: say });
    const ended = new AbortController();
    try {
      const settings = { brokers: kafka.brokers, clientId: 'bench' };
      await ensureTopics(settings, Object.keys(contracts), { partitions: 6, replicationFactor: 1 });
      const system = await startSystem({ store, pool, settings, signal: ended.signal });
      say(`${String(RATE)} commands a second`);
      await flow(store, system.projections, WARM_UP_MS);
      const delays = await flow(store, system.projections, quick ? 10_000 : 60_000);
      ended.abort();
      await system.stop();
      const row = (name: string, share: number) => ({ name, unit: 'ms', value: rounded(quantile(delays, share), 1) });
      return {
        rows: [
          { name: 'commands', unit: 'commands', value: delays.length },
          row('from the answer to the read model, p50', 0.5),
          row('from the answer to the read model, p99', 0.99),
          row('from the answer to the read model, longest', 1),
        ],
        ratios: {},
      };
    } finally {
      ended.abort();
      await pool.end();
      await store.close();
      await kafka.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface System {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly settings: KafkaSettings;
  readonly signal: AbortSignal;
}

async function startSystem({ store, pool, settings, signal }: System) {
  const publisher = new KafkaPublisher({ settings });
  const relayed = runRelay({ store, pool, publisher, holder: 'bench', signal });
  const source = new KafkaSource({ settings, catalog });
  const projections = new ProjectionRunner({
    pool,
    source: asEventSource(source),
    reader: store,
    projections: [memberships],
    holder: 'bench',
  });
  await projections.start();
  return {
    projections,
    stop: async (): Promise<void> => {
      await relayed;
      await projections.stop();
      await source.close();
      await publisher.close();
    },
  };
}

/** Appends at a steady rate, whatever became of the ones before; gives back the delays in milliseconds. */
async function flow(store: EventStore, projections: ProjectionRunner, forMs: number): Promise<readonly number[]> {
  const delays: Promise<number>[] = [];
  const began = performance.now();
  for (let index = 0; performance.now() - began < forMs; index += 1) {
    const dueAt = began + (index * 1_000) / RATE;
    const early = dueAt - performance.now();
    if (early > 0) await delay(early);
    delays.push(visible(store, projections, index));
  }
  return Promise.all(delays);
}

async function visible(store: EventStore, projections: ProjectionRunner, index: number): Promise<number> {
  // Histories of the sixth kind begin with the admission that makes a membership.
  const { stream, events } = membershipHistory(index * 10 + 5);
  const [event] = events;
  if (event === undefined) throw new Error('a history without an event');
  await store.append(stream, 'no-stream', [event]);
  const answered = performance.now();
  const position = await positionOf(store, event.id);
  const waited = await projections.waitFor(memberships.name, position, { timeoutMs: PATIENCE_MS });
  if (waited !== 'reached') throw new Error(`the read model is ${waited}`);
  return performance.now() - answered;
}

async function positionOf(store: EventStore, id: Parameters<EventStore['positionOf']>[0]): Promise<bigint> {
  for (;;) {
    const position = await store.positionOf(id);
    if (position !== undefined) return position;
    await delay(1);
  }
}
