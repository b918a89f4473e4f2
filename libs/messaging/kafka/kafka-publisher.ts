import kafkajs, { type Producer } from 'kafkajs';
import type { TopicPublisher, TopicRecord } from '../records/index.ts';
import { AskedPartitions } from './asked-partitions.ts';
import { faultOf, KafkaUnavailable, SendInFlight } from './errors.ts';
import { kafkaClient, wireTopic, type KafkaSettings } from './settings.ts';

export interface KafkaPublisherOptions {
  readonly settings: KafkaSettings;
  /** Less on wires and disks for more work here and at every reader; none unless told. */
  readonly compression?: 'gzip' | undefined;
}

/** About the most bytes in one request, so that no partition's part is larger than its topic takes (see `ensureTopics`). */
const REQUEST_BYTES = 2_097_152;
/** What headers and framing take beside the body, about. */
const RECORD_BYTES = 1_024;

/**
 * Publishes through an idempotent producer: acknowledged by all replicas in sync, one send in flight, each key always in the
 * partition where the clients of other languages put it (murmur2). After a send that failed nothing is known of its records, so
 * that the next one begins with a new producer.
 */
export class KafkaPublisher implements TopicPublisher {
  #producer: Promise<Producer> | undefined;
  #isSending = false;
  readonly #asked = new AskedPartitions();

  constructor(private readonly options: KafkaPublisherOptions) {}

  /** @throws SendInFlight, KafkaUnavailable, KafkaClientStopped */
  async publish(records: readonly TopicRecord[]): Promise<void> {
    if (this.#isSending) throw new SendInFlight();
    this.#isSending = true;
    try {
      for (const part of requestsOf(records)) await this.#send(part);
    } catch (error) {
      await this.close();
      throw faultOf(error);
    } finally {
      this.#isSending = false;
    }
  }

  /** May be called again; a publisher that is used after it begins with a new producer. */
  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.then((open) => open.disconnect()).catch(() => undefined);
  }

  async #send(records: readonly TopicRecord[]): Promise<void> {
    const { settings, compression } = this.options;
    this.#producer ??= connected(settings, this.#asked);
    const producer = await this.#producer;
    this.#asked.clear();
    const answer = await producer.sendBatch({
      acks: -1,
      compression: compression === 'gzip' ? kafkajs.CompressionTypes.GZIP : kafkajs.CompressionTypes.None,
      topicMessages: [...byTopic(records)].map(([topic, ofTopic]) => ({
        topic: wireTopic(settings, topic),
        messages: ofTopic.map(({ key, value, headers, timestampMs }) => ({
          key,
          value,
          headers: { ...headers },
          timestamp: String(timestampMs),
        })),
      })),
    });
    const unanswered = this.#asked.withoutAnswer(answer);
    if (unanswered.length > 0)
      throw new KafkaUnavailable(new Error(`no broker took the records of ${unanswered.join(', ')}`));
  }
}

async function connected(settings: KafkaSettings, asked: AskedPartitions): Promise<Producer> {
  const producer = kafkaClient(settings).producer({
    idempotent: true,
    // kafkajs loses a record when an answer is lost while two sends are on their way (its issue 1005).
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: asked.partitioner,
  });
  await producer.connect();
  return producer;
}

function* requestsOf(records: readonly TopicRecord[]): Generator<readonly TopicRecord[]> {
  let part: TopicRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const weight = Buffer.byteLength(record.value) + RECORD_BYTES;
    if (part.length > 0 && bytes + weight > REQUEST_BYTES) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += weight;
  }
  if (part.length > 0) yield part;
}

function byTopic(records: readonly TopicRecord[]): ReadonlyMap<string, readonly TopicRecord[]> {
  const topics = new Map<string, TopicRecord[]>();
  for (const record of records) {
    const ofTopic = topics.get(record.topic);
    if (ofTopic === undefined) topics.set(record.topic, [record]);
    else ofTopic.push(record);
  }
  return topics;
}
