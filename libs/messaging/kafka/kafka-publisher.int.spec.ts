import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { publicTopic, type TopicRecord } from '../records/index.ts';
import {
  ensureTopics,
  KafkaPublisher,
  KafkaUnavailable,
  readTopics,
  SendInFlight,
  type KafkaSettings,
  type TopicMessage,
} from './index.ts';
import { topicExtents } from './offsets.ts';
import { describeWithKafka, dropTopics, testBrokers, uniquePrefix } from './testing/index.ts';
import { LossyProxy } from './testing/lossy-proxy.ts';

const CONTEXTS = ['membership', 'governance'];
const TOPICS = CONTEXTS.map(publicTopic);

describeWithKafka('a publisher', () => {
  let settings: KafkaSettings;
  let publishers: KafkaPublisher[];
  beforeEach(async () => {
    settings = { brokers: testBrokers(), clientId: 'spec', topicPrefix: `${uniquePrefix()}.` };
    publishers = [];
    await ensureTopics(settings, CONTEXTS, { partitions: 3, replicationFactor: 1 });
  });
  afterEach(async () => {
    for (const publisher of publishers) await publisher.close();
    await dropTopics(settings, CONTEXTS);
  });

  const publisher = (options: { readonly settings?: KafkaSettings } = {}): KafkaPublisher => {
    const made = new KafkaPublisher({ settings, ...options });
    publishers.push(made);
    return made;
  };
  const records = (count: number, first = 0): TopicRecord[] =>
    Array.from({ length: count }, (_, index) => record(first + index));
  const stored = async (): Promise<TopicMessage[]> => {
    const found: TopicMessage[] = [];
    for await (const page of readTopics(settings, TOPICS, { signal: new AbortController().signal }))
      found.push(...page);
    return found;
  };

  it('puts records on their topics as they are: key, body, headers, time', async () => {
    await publisher().publish(records(20));
    const found = (await stored()).sort((a, b) => numberOf(a) - numberOf(b));
    expect(
      found.map(({ topic, key, value, headers, timestampMs }) => ({ topic, key, value, headers, timestampMs })),
    ).toEqual(records(20));
  });

  it('keeps the order of a key over batches, in one partition', async () => {
    const one = publisher();
    for (let batch = 0; batch < 5; batch += 1) await one.publish(records(24, batch * 24));
    const byKey = new Map<string, TopicMessage[]>();
    for (const message of await stored())
      byKey.set(message.key ?? '', [...(byKey.get(message.key ?? '') ?? []), message]);
    expect(byKey.size).toBe(8);
    for (const ofKey of byKey.values()) {
      expect(new Set(ofKey.map(({ topic, partition }) => `${topic}/${String(partition)}`)).size).toBe(1);
      expect(ofKey.map(numberOf)).toEqual(ofKey.map(numberOf).sort((a, b) => a - b));
      expect(ofKey).toHaveLength(15);
    }
  });

  it('sends more than a broker takes at once in several requests, in order', async () => {
    const large = records(12).map((small) => ({
      ...small,
      key: 'one',
      topic: TOPICS[0] ?? '',
      value: 'x'.repeat(900_000),
    }));
    await publisher().publish(large);
    expect((await stored()).map(numberOf)).toEqual(large.map((_, index) => index));
  });

  it('refuses a second send while one is in flight, and that one stands once', async () => {
    const one = publisher();
    const first = one.publish(records(10));
    await expect(one.publish(records(10, 10))).rejects.toBeInstanceOf(SendInFlight);
    await first;
    await one.publish(records(10, 10));
    expect(await countOf(settings)).toBe(20n);
  });

  it('a lost acknowledgement loses nothing and repeats nothing: the producer asks again with the same numbers', async () => {
    const proxy = await LossyProxy.before(brokerAddress());
    const reachedAt = () => ({ host: '127.0.0.1', port: proxy.port });
    const one = publisher({ settings: { ...settings, reachedAt } });
    try {
      await one.publish(records(10));
      for (let round = 1; round <= 5; round += 1) {
        proxy.loseAnswers(1);
        await one.publish(records(10, round * 10));
      }
    } finally {
      await one.close();
      await proxy.close();
    }
    expect(proxy.lostAnswers).toBe(5);
    expect((await stored()).map(numberOf).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, index) => index),
    );
  });

  it('after a send that failed it begins with a new producer: what is sent again stands twice at most, and nothing is lost', async () => {
    const proxy = await LossyProxy.before(brokerAddress());
    const reachedAt = () => ({ host: '127.0.0.1', port: proxy.port });
    const one = publisher({ settings: { ...settings, reachedAt } });
    try {
      await one.publish(records(5));
      proxy.loseAnswers(1_000);
      await expect(one.publish(records(5, 5))).rejects.toBeInstanceOf(KafkaUnavailable);
      proxy.loseAnswers(0);
      await one.publish(records(5, 5));
      await one.publish(records(5, 10));
    } finally {
      await one.close();
      await proxy.close();
    }
    const numbers = (await stored()).map(numberOf);
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, index) => index));
    expect(numbers.length).toBeLessThanOrEqual(20);
  });
});

function brokerAddress() {
  const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(testBrokers()[0] ?? '') ?? [];
  return { host, port: Number(port) };
}

function record(number: number): TopicRecord {
  return {
    topic: TOPICS[number % 2] ?? '',
    key: `stream-${String(number % 8)}`,
    value: JSON.stringify({ number, name: 'Évreux 🌉' }),
    headers: { ce_id: String(number), ce_sequence: String(number), ce_text: 'é' },
    timestampMs: Date.UTC(2016, 2, 31) + number,
  };
}

function numberOf({ headers }: TopicMessage): number {
  return Number(headers['ce_sequence']);
}

async function countOf(settings: KafkaSettings): Promise<bigint> {
  return (await topicExtents(settings, TOPICS)).reduce((count, { high }) => count + high, 0n);
}
