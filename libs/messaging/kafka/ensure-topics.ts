import kafkajs, { type Admin, type ITopicMetadata } from 'kafkajs';
import { topicsOf } from '../records/index.ts';
import { KafkaFault, passesByItself, patiently } from './errors.ts';
import { withAdmin } from './offsets.ts';
import { topicOfWire, wireTopic, type KafkaSettings } from './settings.ts';

export interface TopicLayout {
  /** Of each topic; it cannot change later without moving streams to other partitions. */
  readonly partitions: number;
  readonly replicationFactor: number;
}

export interface TopicDifference {
  readonly topic: string;
  readonly setting: string;
  readonly found: string;
  readonly needed: string;
}

/** Topics that are there already and are not what is needed. They are left as they are. */
export class TopicDiffers extends KafkaFault {
  override readonly name = 'TopicDiffers';
  constructor(readonly differences: readonly TopicDifference[]) {
    const lines = differences.map(
      ({ topic, setting, found, needed }) => `${topic}: ${setting} is ${found}, needed is ${needed}`,
    );
    super(
      `topics are not as they have to be. ${lines.join('; ')}. Change the topics, or the settings of this program.`,
    );
  }
}

/** A record of the largest event and its headers, and a request of the publisher, fit into it. */
const MAX_MESSAGE_BYTES = '4194304';

/** Nothing is ever deleted or compacted, and the time of a record is the one that its publisher gave. */
function configOf({ replicationFactor }: TopicLayout): Readonly<Record<string, string>> {
  return {
    'cleanup.policy': 'delete',
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'message.timestamp.type': 'CreateTime',
    // Kafka 4 refuses what is an hour ahead of its own clock; ours are the times of the ledger.
    'message.timestamp.after.max.ms': '9223372036854775807',
    'max.message.bytes': MAX_MESSAGE_BYTES,
    'min.insync.replicas': replicationFactor >= 3 ? '2' : '1',
  };
}

/**
 * Creates both topics of each context where they are missing, and makes sure that those there are the same. Needs a broker of
 * Kafka 3.6 or newer. Several processes may call it at once.
 * @throws TopicDiffers, KafkaFault
 */
export async function ensureTopics(
  settings: KafkaSettings,
  contexts: readonly string[],
  layout: TopicLayout,
): Promise<void> {
  const topics = topicsOf(contexts).map((topic) => wireTopic(settings, topic));
  await withAdmin(settings, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !existing.has(topic));
    if (missing.length > 0) await createTopics(admin, missing, layout);
    const differences = [
      ...differentLayouts(await ledTopics(admin, topics), layout),
      ...(await differentConfigs(admin, topics, configOf(layout))),
    ];
    if (differences.length === 0) return;
    throw new TopicDiffers(differences.map((found) => ({ ...found, topic: topicOfWire(settings, found.topic) })));
  });
}

async function createTopics(admin: Admin, topics: readonly string[], layout: TopicLayout): Promise<void> {
  const configEntries = Object.entries(configOf(layout)).map(([name, value]) => ({ name, value }));
  const { partitions: numPartitions, replicationFactor } = layout;
  await admin.createTopics({
    // kafkajs gives up when a broker has not heard of a topic yet that another one has just made.
    waitForLeaders: false,
    topics: topics.map((topic) => ({ topic, numPartitions, replicationFactor, configEntries })),
  });
}

/** Ten seconds. Leaders that are not there yet are a KafkaFault. */
const PATIENCE = {
  passes: (error: unknown) => error instanceof KafkaFault || passesByItself(error),
  tries: 100,
  everyMs: 100,
};

/** Waits until every partition has a leader, which takes a moment after a topic was made. */
function ledTopics(admin: Admin, topics: string[]): Promise<readonly ITopicMetadata[]> {
  return patiently(PATIENCE, async () => {
    const { topics: found } = await admin.fetchTopicMetadata({ topics });
    const isLed = found.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
    if (isLed && found.length === topics.length) return found;
    throw new KafkaFault(`no leaders for the partitions of ${topics.join(', ')}`);
  });
}

function differentLayouts(
  found: readonly ITopicMetadata[],
  { partitions, replicationFactor }: TopicLayout,
): readonly TopicDifference[] {
  return found.flatMap(({ name, partitions: actual }) => [
    ...difference(name, 'partitions', actual.length, partitions),
    ...difference(name, 'replication factor', actual[0]?.replicas.length ?? 0, replicationFactor),
  ]);
}

async function differentConfigs(
  admin: Admin,
  topics: readonly string[],
  needed: Readonly<Record<string, string>>,
): Promise<readonly TopicDifference[]> {
  const configNames = Object.keys(needed);
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames })),
  });
  return resources.flatMap(({ resourceName, configEntries }) =>
    configEntries.flatMap(({ configName, configValue }) =>
      difference(resourceName, configName, configValue, needed[configName] ?? configValue),
    ),
  );
}

function difference(
  topic: string,
  setting: string,
  found: string | number,
  needed: string | number,
): readonly TopicDifference[] {
  return found === needed ? [] : [{ topic, setting, found: String(found), needed: String(needed) }];
}
