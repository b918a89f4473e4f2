import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { catalog, contracts } from '#libs/contracts';
import type { EventStore } from '#libs/event-store';
import type { LedgerPage } from '#libs/kernel';
import type { ConsumeRequest, MessageSource } from '#libs/messaging';
import type { KafkaSettings, TopicLayout } from '#libs/messaging/kafka';
import { topicsOf } from '#libs/messaging/records';
import type { Config } from './config.ts';
import { inProcessMessages, type OpenMessages } from './messages.ts';
import type { PublishedTopics } from './operations.ts';

const RETRY_MS = 1_000;

/** Where the settings say that consumers read: the topics when brokers are named, else the store's own subscription. */
export function messagesOf(config: Config, clientId: string, log: Logger): OpenMessages {
  const { KAFKA_BROKERS: brokers, KAFKA_TOPIC_PREFIX: topicPrefix } = config;
  if (brokers === undefined) return inProcessMessages;
  const settings = { brokers, clientId, topicPrefix };
  const layout = { partitions: config.KAFKA_PARTITIONS, replicationFactor: config.KAFKA_REPLICATION };
  return (store) => kafkaMessages(store, settings, layout, log);
}

/** The client is loaded only where there are brokers: one process needs none of it. */
async function kafkaMessages(store: EventStore, settings: KafkaSettings, layout: TopicLayout, log: Logger) {
  const kafka = await import('#libs/messaging/kafka');
  const { KafkaPublisher, KafkaSource, KafkaUnavailable, ensureTopics, isFatal } = kafka;
  const source = new KafkaSource({ settings, catalog, recordedAtMs: (position) => recordedBefore(store, position) });
  let ensured: Promise<void> | undefined;
  const topics = (): Promise<void> => {
    ensured ??= ensureTopics(settings, Object.keys(contracts), layout).catch((error: unknown) => {
      ensured = undefined;
      throw error;
    });
    return ensured;
  };
  const isAway = (error: unknown): boolean => error instanceof KafkaUnavailable;
  const names = topicsOf(Object.keys(contracts));
  const published: PublishedTopics = {
    read: (signal) => kafka.readTopics(settings, names, { signal }),
    partitioning: () => kafka.partitioning(settings, names),
    publisher: () => Promise.resolve(new KafkaPublisher({ settings })),
  };
  return {
    source: onceThere(source, topics, isAway, log),
    positionsFollowLedger: false,
    isFatal,
    topics: published,
  };
}

/** A service may be up before its brokers are: its consumers wait for them, and nothing is paused by that. */
function onceThere(
  source: MessageSource,
  topics: () => Promise<void>,
  isAway: (error: unknown) => boolean,
  log: Logger,
): MessageSource {
  async function* consume(request: ConsumeRequest): AsyncGenerator<LedgerPage> {
    const { signal } = request;
    while (!signal.aborted) {
      try {
        await topics();
        break;
      } catch (error) {
        if (!isAway(error)) throw error;
        log.warn({ err: error }, 'waiting for the brokers');
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    if (!signal.aborted) yield* source.consume(request);
  }
  return { consume };
}

/**
 * When the event before that position was recorded, in milliseconds: the timestamps of topics never go back in ledger order, so
 * everything from the position on has a later one.
 */
async function recordedBefore(store: EventStore, position: bigint): Promise<number | undefined> {
  if (position === 0n) return undefined;
  for await (const [row] of store.readLedger(position - 1n, { until: position })) {
    if (row === undefined) continue;
    const { metadata } = JSON.parse(row.record) as { readonly metadata: { readonly recordedAt: string } };
    return Date.parse(metadata.recordedAt);
  }
  return undefined;
}
