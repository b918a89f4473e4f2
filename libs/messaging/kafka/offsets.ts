import kafkajs, { type Admin } from 'kafkajs';
import type { PartitionName } from '../ordering/index.ts';
import { faultOf, isLeaderMoving, PartitionsUnled, patiently, TopicsMissing } from './errors.ts';
import { kafkaClient, wireTopic, type KafkaSettings } from './settings.ts';

/** The record of a partition that is read next. */
export interface PartitionOffset extends PartitionName {
  readonly offset: bigint;
}

/** What stands on a partition: from `low` on, up to before `high`. */
export interface PartitionExtent extends PartitionName {
  readonly low: bigint;
  readonly high: bigint;
}

/** Runs work with a connection for administration, and closes it. @throws KafkaFault */
export async function withAdmin<Result>(
  settings: KafkaSettings,
  work: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const admin = kafkaClient(settings).admin();
  try {
    await admin.connect();
    return await work(admin);
  } catch (error) {
    throw faultOf(error);
  } finally {
    // The result of the work counts; a connection that cannot be closed is gone already.
    await admin.disconnect().catch(() => undefined);
  }
}

/** What stands on each partition of these topics at some moment after the call. @throws TopicsMissing, KafkaFault */
export function topicExtents(settings: KafkaSettings, topics: readonly string[]): Promise<readonly PartitionExtent[]> {
  const ask = (admin: Admin, wire: string) => admin.fetchTopicOffsets(wire);
  return ofPartitions(settings, topics, ask, ({ low, high }) => ({ low: BigInt(low), high: BigInt(high) }));
}

/**
 * Where a reader enters each partition: at the first record of that time or later, or at the first that stands there.
 * @throws TopicsMissing, KafkaFault
 */
export function entryOffsets(
  settings: KafkaSettings,
  topics: readonly string[],
  timestampMs: number | undefined,
): Promise<readonly PartitionOffset[]> {
  if (timestampMs === undefined) {
    const ask = (admin: Admin, wire: string) => admin.fetchTopicOffsets(wire);
    return ofPartitions(settings, topics, ask, ({ low }) => ({ offset: BigInt(low) }));
  }
  const ask = (admin: Admin, wire: string) => admin.fetchTopicOffsetsByTimestamp(wire, timestampMs);
  return ofPartitions(settings, topics, ask, ({ offset }) => ({ offset: BigInt(offset) }));
}

/**
 * Into which partition of these topics the publisher puts a key, as they are now; undefined for other topics.
 * @throws TopicsMissing, KafkaFault
 */
export async function partitioning(
  settings: KafkaSettings,
  topics: readonly string[],
): Promise<(topic: string, key: string) => number | undefined> {
  const partitionOf = kafkajs.Partitioners.DefaultPartitioner();
  const extents = await topicExtents(settings, topics);
  // Of a keyed record the partitioner asks only how many partitions there are.
  const described = { partitionId: 0, partitionErrorCode: 0, leader: 0, replicas: [], isr: [] };
  const layouts = new Map(topics.map((topic) => [topic, extents.filter((each) => each.topic === topic)]));
  return (topic, key) => {
    const partitionMetadata = layouts.get(topic)?.map(() => described);
    return partitionMetadata && partitionOf({ topic, partitionMetadata, message: { key, value: null } });
  };
}

/** kafkajs gives up where a partition has no leader. Longer than a broker that crashed counts as there (9 s by default). */
const PATIENCE = { passes: isLeaderMoving, tries: 120, everyMs: 100 };

function ofPartitions<Answer extends { readonly partition: number }, Found>(
  settings: KafkaSettings,
  topics: readonly string[],
  ask: (admin: Admin, wire: string) => Promise<readonly Answer[]>,
  read: (answer: Answer) => Found,
): Promise<readonly (PartitionName & Found)[]> {
  return withAdmin(settings, async (admin) => {
    const known = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !known.has(wireTopic(settings, topic)));
    if (missing.length > 0) throw new TopicsMissing(missing);
    const found = topics.map(async (topic) => {
      const wire = wireTopic(settings, topic);
      const answers = await patiently(PATIENCE, () => ofAllPartitions(admin, wire, () => ask(admin, wire)));
      return answers.map((answer) => ({ topic, partition: answer.partition, ...read(answer) }));
    });
    return (await Promise.all(found)).flat();
  });
}

/**
 * The answer of the brokers for each partition of a topic, complete or not at all. While brokers come and go kafkajs may know of a
 * topic without partitions, answers for those it knows of, and where there are none breaks over its own empty list; a reader that
 * believed it would leave partitions out.
 * @throws PartitionsUnled, and what the client throws
 */
export async function ofAllPartitions<Answer>(
  admin: Pick<Admin, 'fetchTopicMetadata'>,
  wire: string,
  ask: () => Promise<readonly Answer[]>,
): Promise<readonly Answer[]> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [wire] });
  const expected = topics[0]?.partitions.length ?? 0;
  if (expected === 0) throw new PartitionsUnled(wire, 0, expected);
  const found = await ask().catch((error: unknown) => {
    throw error instanceof TypeError ? new PartitionsUnled(wire, 0, expected, { cause: error }) : error;
  });
  if (found.length !== expected) throw new PartitionsUnled(wire, found.length, expected);
  return found;
}
