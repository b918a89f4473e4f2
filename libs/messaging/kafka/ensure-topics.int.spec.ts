import { afterEach, beforeEach, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { ensureTopics, TopicDiffers, type KafkaSettings } from './index.ts';
import { withAdmin } from './offsets.ts';
import { describeWithKafka, dropTopics, testBrokers, uniquePrefix } from './testing/index.ts';

const CONTEXTS = ['membership'];
const LAYOUT = { partitions: 6, replicationFactor: 1 };

describeWithKafka('topics of events', () => {
  let settings: KafkaSettings;
  let wire: string;
  beforeEach(() => {
    settings = { brokers: testBrokers(), clientId: 'spec', topicPrefix: `${uniquePrefix()}.` };
    wire = `${settings.topicPrefix ?? ''}grappe.membership.v1`;
  });
  afterEach(() => dropTopics(settings, CONTEXTS));

  const configOf = async (topic: string): Promise<Record<string, string>> => {
    const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic };
    const { resources } = await withAdmin(settings, (admin) =>
      admin.describeConfigs({ includeSynonyms: false, resources: [resource] }),
    );
    return Object.fromEntries(
      resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]) ?? [],
    );
  };

  it('keep everything, with the times of their publisher', async () => {
    await ensureTopics(settings, CONTEXTS, LAYOUT);
    expect(await configOf(wire)).toMatchObject({
      'cleanup.policy': 'delete',
      'retention.ms': '-1',
      'retention.bytes': '-1',
      'message.timestamp.type': 'CreateTime',
      'min.insync.replicas': '1',
    });
    const { topics } = await withAdmin(settings, (admin) => admin.fetchTopicMetadata({ topics: [wire] }));
    expect(topics[0]?.partitions).toHaveLength(6);
  });

  it('are made once, however many ask at the same time', async () => {
    await Promise.all(Array.from({ length: 4 }, () => ensureTopics(settings, CONTEXTS, LAYOUT)));
    await ensureTopics(settings, CONTEXTS, LAYOUT);
    expect(await configOf(wire)).toMatchObject({ 'retention.ms': '-1' });
  });

  it('that are there and differ are refused with everything that differs, and left as they are', async () => {
    const configEntries = [
      { name: 'retention.ms', value: '3600000' },
      { name: 'cleanup.policy', value: 'compact' },
    ];
    await withAdmin(settings, (admin) =>
      admin.createTopics({ waitForLeaders: false, topics: [{ topic: wire, numPartitions: 2, configEntries }] }),
    );
    const refused = await ensureTopics(settings, CONTEXTS, LAYOUT).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TopicDiffers);
    const topic = 'grappe.membership.v1';
    expect(refused).toHaveProperty(
      'differences',
      expect.arrayContaining([
        { topic, setting: 'partitions', found: '2', needed: '6' },
        { topic, setting: 'cleanup.policy', found: 'compact', needed: 'delete' },
        { topic, setting: 'retention.ms', found: '3600000', needed: '-1' },
      ]),
    );
    expect(String(refused)).toContain('grappe.membership.v1: retention.ms is 3600000, needed is -1');
    expect(await configOf(wire)).toMatchObject({ 'retention.ms': '3600000', 'cleanup.policy': 'compact' });
  });
});
