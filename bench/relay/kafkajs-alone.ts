import kafkajs, { type ProducerBatch } from 'kafkajs';
import type { KafkaSettings } from '../../libs/messaging/kafka/index.ts';
import type { TopicRecord } from '../../libs/messaging/records/index.ts';

/** A batch as kafkajs takes it, made before the clock runs. */
export function preparedBatch({ topicPrefix = '' }: KafkaSettings, records: readonly TopicRecord[]): ProducerBatch {
  const byTopic = new Map<string, TopicRecord[]>();
  for (const record of records) {
    const ofTopic = byTopic.get(record.topic);
    if (ofTopic === undefined) byTopic.set(record.topic, [record]);
    else ofTopic.push(record);
  }
  return {
    acks: -1,
    topicMessages: [...byTopic].map(([topic, ofTopic]) => ({
      topic: `${topicPrefix}${topic}`,
      messages: ofTopic.map(({ key, value, headers, timestampMs }) => ({
        key,
        value,
        headers: { ...headers },
        timestamp: String(timestampMs),
      })),
    })),
  };
}

/** One batch after the other through a producer with the same settings as the product's. */
export async function produce({ brokers }: KafkaSettings, batches: readonly ProducerBatch[]): Promise<void> {
  const client = new kafkajs.Kafka({ brokers: [...brokers], clientId: 'alone', logLevel: kafkajs.logLevel.NOTHING });
  const producer = client.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  try {
    for (const batch of batches) await producer.sendBatch(batch);
  } finally {
    await producer.disconnect();
  }
}
