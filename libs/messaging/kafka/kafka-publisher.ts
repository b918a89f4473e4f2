import kafkajs, { type ICustomPartitioner, type Producer, type RecordMetadata } from 'kafkajs';
import { partitionKey } from '../ordering/index.ts';
import { byTopic, partsByWeight, type TopicPublisher, type TopicRecord } from '../records/index.ts';
import { faultOf, KafkaUnavailable, SendInFlight } from './errors.ts';
import { kafkaClient, wireTopic, type KafkaSettings } from './settings.ts';

/** About the most bytes in one request, so that no partition's part is larger than its topic takes (see `ensureTopics`). */
const REQUEST_BYTES = 2_097_152;
/** About what headers and framing take beside the body. */
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

  constructor(private readonly options: { readonly settings: KafkaSettings }) {}

  /** @throws SendInFlight, KafkaUnavailable, KafkaClientStopped */
  async publish(records: readonly TopicRecord[]): Promise<void> {
    if (this.#isSending) throw new SendInFlight();
    this.#isSending = true;
    try {
      const weightOf = ({ value }: TopicRecord): number => Buffer.byteLength(value) + RECORD_BYTES;
      for (const part of partsByWeight(records, REQUEST_BYTES, weightOf)) await this.#send(part);
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
    const { settings } = this.options;
    this.#producer ??= connect(settings, this.#asked);
    const producer = await this.#producer;
    this.#asked.clear();
    const answer = await producer.sendBatch({
      acks: -1,
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

async function connect(settings: KafkaSettings, asked: AskedPartitions): Promise<Producer> {
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

/**
 * Notes into which partitions a send went, so that its answer can be checked against them. When a leader is lost during a send, kafkajs 2.2.4
 * takes the answer that the new leader gave for its other partitions for an answer for all, and resolves as if everything was
 * acknowledged (its issue 1303). Seen with three brokers, one of them killed.
 */
export class AskedPartitions {
  readonly #names = new Set<string>();

  /** The partitioner of the clients of other languages (murmur2), with its choices noted. */
  readonly partitioner: ICustomPartitioner = () => {
    const choose = kafkajs.Partitioners.DefaultPartitioner();
    return (record) => {
      const partition = choose(record);
      this.#names.add(partitionKey({ topic: record.topic, partition }));
      return partition;
    };
  };

  /** To be called before a send. */
  clear(): void {
    this.#names.clear();
  }

  /** The partitions (`topic/number`) of the send of which its answer says nothing. */
  withoutAnswer(answer: readonly RecordMetadata[]): readonly string[] {
    const answered = new Set(answer.map(({ topicName, partition }) => partitionKey({ topic: topicName, partition })));
    return [...this.#names].filter((name) => !answered.has(name));
  }
}
