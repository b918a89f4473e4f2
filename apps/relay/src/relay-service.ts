import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { contracts } from '#libs/contracts';
import type { EventStore } from '#libs/event-store';
import { chooseStore, clockOf, FaultLog, InvalidConfig, kurrentUrlOf, type Config } from '#libs/hosting';
import { startTelemetry, StatusWatch, type StatusSnapshot, type Telemetry } from '#libs/hosting/telemetry';
import { messagingSchema } from '#libs/messaging';
import { ensureTopics, KafkaPublisher, KafkaUnavailable, type KafkaSettings } from '#libs/messaging/kafka';
import { relayStatus, runRelay, type RelayOptions, type RelayStatusOptions } from '#libs/messaging/relay';
import { createHealthApplication, listen } from '#libs/nest-kit';
import { connectPool, migrate, type Pool } from '#libs/postgres';
import { RelayHealth } from './relay-health.ts';

export interface RelayServiceOptions {
  readonly config: Config;
  readonly log: Logger;
  /** Where it reports what it does. Default: as the settings say. */
  readonly telemetry?: Telemetry | undefined;
}

export interface RelayService {
  /** Where `/health/live` and `/health/ready` answer. */
  readonly url: string;
  /** Finishes and records the batch at hand, then ends everything. */
  stop(): Promise<void>;
}

const CONNECTIONS = 6;
const STATUS_MS = 5_000;
const RETRY_MS = 1_000;

/**
 * The relay as a process: gives positions, publishes to Kafka what has one, and says how it is. Positions are given while the
 * brokers are away.
 * @throws InvalidConfig, TopicDiffers, the errors of `migrate`
 */
export async function startRelay(options: RelayServiceOptions): Promise<RelayService> {
  const { config, log } = options;
  const clock = clockOf(config);
  const { databaseUrl, settings } = requireSettings(config);
  const holder = `relay ${String(process.pid)}`;
  const faults = new FaultLog(log);
  const telemetry = options.telemetry ?? (await startTelemetry({ kind: 'relay', service: 'relay', config, log }));
  const pool = connectPool(databaseUrl, { max: CONNECTIONS, applicationName: `grappe ${holder}` });
  telemetry.store.opened('work', pool);
  const stopping = new AbortController();
  const closing: (() => Promise<unknown>)[] = [() => pool.end(), () => telemetry.close()];
  const stop = async (): Promise<void> => {
    stopping.abort();
    for (const close of closing.splice(0)) await close();
  };
  try {
    const choice = await chooseStore(kurrentUrlOf(config));
    for (const schema of [choice.schema, messagingSchema]) await migrate(pool, schema);
    const store = await choice.open({
      databaseUrl,
      holder,
      sequencer: true,
      leaseMs: config.LEASE_TTL_MS,
      observer: telemetry.store,
      onError: (error) => faults.report(error, 'the sequencer met a fault'),
    });
    closing.unshift(() => store.close());
    const health = new RelayHealth({
      status: () => relayStatus({ pool, store, clock }),
      unsequenced: async () => (await store.status()).unsequenced,
    });
    const relay = { pool, store, holder, settings, config, faults, health, telemetry, signal: stopping.signal };
    closing.unshift(await publishing(relay));
    const status = new StatusWatch({
      metrics: telemetry.metrics,
      read: () => readStatus({ pool, store, clock }),
      nowMs: () => Date.parse(clock.now()),
      everyMs: STATUS_MS,
    });
    closing.unshift(() => status.stop());
    const access = { metrics: telemetry.metrics, token: config.METRICS_TOKEN, log };
    const application = await createHealthApplication(health, access);
    closing.unshift(() => application.close());
    const url = await listen(application, config);
    log.info({ url }, 'ready');
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readStatus(sources: RelayStatusOptions & { readonly store: EventStore }): Promise<StatusSnapshot> {
  const relay = await relayStatus(sources);
  const { position, lagEvents, lagSeconds, state } = relay;
  const waitingSinceMs = lagEvents === 0n ? undefined : Date.parse(sources.clock.now()) - lagSeconds * 1_000;
  return {
    ledger: await sources.store.status(),
    relay: { position, lagEvents, waitingSinceMs, stopped: state === 'stopped' },
  };
}

function requireSettings({ DATABASE_URL, KAFKA_BROKERS, KAFKA_TOPIC_PREFIX }: Config): {
  readonly databaseUrl: string;
  readonly settings: KafkaSettings;
} {
  if (DATABASE_URL === undefined) throw new InvalidConfig('DATABASE_URL is not set: the database of the store');
  if (KAFKA_BROKERS === undefined) throw new InvalidConfig('KAFKA_BROKERS is not set: host:port, joined by commas');
  const settings = { brokers: KAFKA_BROKERS, clientId: 'grappe-relay', topicPrefix: KAFKA_TOPIC_PREFIX };
  return { databaseUrl: DATABASE_URL, settings };
}

interface Publishing {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly holder: string;
  readonly settings: KafkaSettings;
  readonly config: Config;
  readonly faults: FaultLog;
  readonly health: RelayHealth;
  readonly telemetry: Telemetry;
  readonly signal: AbortSignal;
}

/** Begins to publish, and gives back what waits for its end. */
async function publishing(options: Publishing): Promise<() => Promise<void>> {
  const { pool, store, holder, settings, config, faults, health, telemetry, signal } = options;
  const onFault = (error: unknown): void => {
    faults.report(error, 'the relay met a fault');
    health.noteFault(error);
  };
  const layout = { partitions: config.KAFKA_PARTITIONS, replicationFactor: config.KAFKA_REPLICATION };
  const ensure = (): Promise<void> => ensureTopics(settings, Object.keys(contracts), layout);
  const isReady = await ensure().then(
    () => true,
    (error: unknown) => {
      // Positions are given without brokers; other faults are not mended by waiting.
      if (!(error instanceof KafkaUnavailable)) throw error;
      onFault(error);
      return false;
    },
  );
  const publisher = new KafkaPublisher({ settings });
  const onPublished: RelayOptions['onPublished'] = (_mark, sent) => {
    health.clearFault();
    telemetry.relay(sent);
  };
  const leaseTtlMs = config.LEASE_TTL_MS;
  const ready = isReady ? Promise.resolve() : untilDone(ensure, signal, onFault);
  const done = ready.then(() => runRelay({ store, pool, publisher, holder, signal, onFault, onPublished, leaseTtlMs }));
  return async () => {
    await done;
    await publisher.close();
  };
}

/** Tries again after every fault. Resolves when it is done, or the signal aborted. */
async function untilDone(
  attempt: () => Promise<void>,
  signal: AbortSignal,
  onFault: (error: unknown) => void,
): Promise<void> {
  for (;;) {
    await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      await attempt();
      return;
    } catch (error) {
      onFault(error);
    }
  }
}
