import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { ofAllPartitions } from './all-partitions.ts';
import { faultOf, isLeaderMoving, TopicsMissing } from './errors.ts';
import { kafkaClient, topicOfWire, wireTopic, type KafkaSettings } from './settings.ts';

/** For each topic and partition the offset of a record: the next that is read, or the next that will be written. */
export type TopicOffsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/** What stands on a partition: from `low` on, up to before `high`. */
export interface PartitionExtent {
  readonly low: bigint;
  readonly high: bigint;
}

/** Does something with a connection for administration, and closes it. @throws KafkaFault */
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
    // What the work found out stands; a connection that cannot be closed is gone already.
    await admin.disconnect().catch(() => undefined);
  }
}

/** What stands on each partition of these topics at some moment after the call. @throws TopicsMissing, KafkaFault */
export function topicExtents(
  settings: KafkaSettings,
  topics: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<number, PartitionExtent>>> {
  return withAdmin(settings, async (admin) => {
    await assertTopics(admin, settings, topics);
    return ofEach(topics, async (topic) => {
      const found = await ofAllPartitions(admin, wireTopic(settings, topic), (wire) => admin.fetchTopicOffsets(wire));
      return found.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]);
    });
  });
}

/** How many records stand on each topic: with the count that a consumer has read, its lag. @throws TopicsMissing, KafkaFault */
export async function endOffsets(settings: KafkaSettings, topics: readonly string[]): Promise<TopicOffsets> {
  const extents = await topicExtents(settings, topics);
  return new Map([...extents].map(([topic, found]) => [topic, mapped(found, ({ high }) => high)]));
}

/**
 * Where a reader enters each partition: at the first record of that time or later, or at the first that stands there.
 * @throws TopicsMissing, KafkaFault
 */
export async function entryOffsets(
  settings: KafkaSettings,
  topics: readonly string[],
  timestampMs: number | undefined,
): Promise<TopicOffsets> {
  if (timestampMs === undefined) {
    const extents = await topicExtents(settings, topics);
    return new Map([...extents].map(([topic, found]) => [topic, mapped(found, ({ low }) => low)]));
  }
  return withAdmin(settings, async (admin) => {
    await assertTopics(admin, settings, topics);
    return ofEach(topics, async (topic) => {
      const found = await ofAllPartitions(admin, wireTopic(settings, topic), (wire) =>
        admin.fetchTopicOffsetsByTimestamp(wire, timestampMs),
      );
      return found.map(({ partition, offset }) => [partition, BigInt(offset)]);
    });
  });
}

async function assertTopics(admin: Admin, settings: KafkaSettings, topics: readonly string[]): Promise<void> {
  const known = new Set((await admin.listTopics()).map((wire) => topicOfWire(settings, wire)));
  const missing = topics.filter((topic) => !known.has(topic));
  if (missing.length > 0) throw new TopicsMissing(missing);
}

async function ofEach<Found>(
  topics: readonly string[],
  find: (topic: string) => Promise<readonly (readonly [number, Found])[]>,
): Promise<ReadonlyMap<string, ReadonlyMap<number, Found>>> {
  return new Map(
    await Promise.all(topics.map(async (topic) => [topic, new Map(await untilLed(() => find(topic)))] as const)),
  );
}

/** Longer than a broker that crashed counts as there (9 s unless its cluster is told otherwise). */
const LED_TRIES = 120;
const LED_DELAY_MS = 100;

/** kafkajs gives up where a partition has no leader for a moment. */
async function untilLed<Found>(find: () => Promise<Found>): Promise<Found> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await find();
    } catch (error) {
      if (tries === LED_TRIES || !isLeaderMoving(error)) throw error;
      await delay(LED_DELAY_MS);
    }
  }
}

function mapped<From, To>(found: ReadonlyMap<number, From>, to: (from: From) => To): ReadonlyMap<number, To> {
  return new Map([...found].map(([partition, from]) => [partition, to(from)]));
}
