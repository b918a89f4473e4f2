export type { BrokerAddress, KafkaSettings } from './settings.ts';
export { KafkaSource, type KafkaSourceOptions } from './kafka-source.ts';
export { KafkaPublisher, type KafkaPublisherOptions } from './kafka-publisher.ts';
export { ensureTopics, TopicDiffers, type TopicDifference, type TopicLayout } from './ensure-topics.ts';
export { partitioning } from './partitioning.ts';
export { readTopics, type ReadTopicsOptions } from './read-topics.ts';
export { endOffsets, type TopicOffsets } from './offsets.ts';
export type { TopicMessage } from './topic-message.ts';
export {
  exitWhenFatal,
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
