import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { catalog, contracts } from '#libs/contracts';
import type { EventStore, PersonalTexts } from '#libs/event-store';
import type { LedgerPage } from '#libs/kernel';
import { InProcessSource, type ConsumeRequest, type MessageSource } from '#libs/messaging';
import type { KafkaSettings, TopicLayout } from '#libs/messaging/kafka';
import { topicsOf } from '#libs/messaging/records';
import type { Config } from './config.ts';
import { inProcessTopics } from './in-process-topics.ts';
import type { PublishedTopics } from './admin.ts';

const RETRY_MS = 1_000;

/** The source from which the consumers of a service read, opened. */
export interface Messages {
  readonly source: MessageSource;
  /**
   * True when a consumer's position moves over events that it does not read as well, as with the store's own subscription. On a
   * broker it stands behind the last event of its own topics.
   */
  readonly positionsFollowLedger: boolean;
  /** Whether the process should end after that fault, because consumers receive nothing any more. */
  readonly isFatal: (error: unknown) => boolean;
  /** What can be compared with the ledger; absent where nothing is published. */
  readonly topics?: PublishedTopics | undefined;
}

export type OpenMessages = (store: EventStore, personal: PersonalTexts) => Promise<Messages>;

/** Consumers read the store's own subscription. */
export const inProcessMessages: OpenMessages = (store) =>
  Promise.resolve({
    source: new InProcessSource(store),
    positionsFollowLedger: true,
    isFatal: () => false,
  });

/** The same for the process that runs everything: what consumers are given can be compared with the ledger, as topics can. */
export function reconcilableMessages(contexts: readonly string[]): OpenMessages {
  return async (store, personal) => ({
    ...(await inProcessMessages(store, personal)),
    topics: inProcessTopics(store, contexts),
  });
}

/** Where the settings say that consumers read: the topics when brokers are named, else the store's own subscription. */
export function messagesOf(config: Config, clientId: string, log: Logger): OpenMessages {
  const { KAFKA_BROKERS: brokers, KAFKA_TOPIC_PREFIX: topicPrefix } = config;
  if (brokers === undefined) return inProcessMessages;
  const settings = { brokers, clientId, topicPrefix };
  const layout = { partitions: config.KAFKA_PARTITIONS, replicationFactor: config.KAFKA_REPLICATION };
  return (store, personal) => kafkaMessages({ store, personal }, settings, layout, log);
}

/** The client is loaded only where there are brokers: one process needs none of it. */
async function kafkaMessages(
  { store, personal }: { readonly store: EventStore; readonly personal: PersonalTexts },
  settings: KafkaSettings,
  layout: TopicLayout,
  log: Logger,
): Promise<Messages> {
  const kafka = await import('#libs/messaging/kafka');
  const contexts = Object.keys(contracts);
  const recordedAtMs = (position: bigint): Promise<number | undefined> => recordedBefore(store, position);
  const source = new kafka.KafkaSource({ settings, catalog, personal, recordedAtMs });
  let ensured: Promise<void> | undefined;
  const ensureTopics = (): Promise<void> => {
    ensured ??= kafka.ensureTopics(settings, contexts, layout).catch((error: unknown) => {
      ensured = undefined;
      throw error;
    });
    return ensured;
  };
  /** A service may be up before its brokers are: its consumers wait for them, and nothing is paused by that. */
  async function* consume(request: ConsumeRequest): AsyncGenerator<LedgerPage> {
    const { signal } = request;
    while (!signal.aborted) {
      try {
        await ensureTopics();
        break;
      } catch (error) {
        if (!(error instanceof kafka.KafkaUnavailable)) throw error;
        log.warn({ err: error }, 'waiting for the brokers');
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    if (!signal.aborted) yield* source.consume(request);
  }
  const names = topicsOf(contexts);
  const topics: PublishedTopics = {
    read: (signal) => kafka.readTopics(settings, names, { signal }),
    partitioning: () => kafka.partitioning(settings, names),
    publisher: () => Promise.resolve(new kafka.KafkaPublisher({ settings })),
  };
  return { source: { consume }, positionsFollowLedger: false, isFatal: kafka.isFatal, topics };
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
