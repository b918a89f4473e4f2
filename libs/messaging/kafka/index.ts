export type { BrokerAddress, KafkaSettings } from './settings.ts';
export { KafkaSource, type KafkaSourceOptions } from './kafka-source.ts';
export { KafkaPublisher } from './kafka-publisher.ts';
export { ensureTopics, TopicDiffers, type TopicDifference, type TopicLayout } from './ensure-topics.ts';
export { readTopics, type ReadTopicsOptions } from './read-topics.ts';
export { partitioning, type PartitionOffset } from './offsets.ts';
export type { TopicMessage } from './received.ts';
export {
  isFatal,
  KafkaClientStopped,
  KafkaFault,
  KafkaUnavailable,
  MissingRecord,
  SendInFlight,
  TopicReplaced,
  TopicsMissing,
  UnreadableRecord,
} from './errors.ts';
