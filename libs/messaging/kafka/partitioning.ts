import kafkajs from 'kafkajs';
import { topicExtents } from './offsets.ts';
import type { KafkaSettings } from './settings.ts';

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
  const layouts = new Map([...extents].map(([topic, found]) => [topic, [...found.keys()].map(described)]));
  return (topic, key) => {
    const partitionMetadata = layouts.get(topic);
    return partitionMetadata && partitionOf({ topic, partitionMetadata, message: { key, value: null } });
  };
}

/** Of a keyed record the partitioner asks only how many partitions there are. */
function described(partitionId: number) {
  return { partitionId, partitionErrorCode: 0, leader: 0, replicas: [], isr: [] };
}
