export { prepareKafka, startKafka } from './kafka-launcher.ts';
export type { LocalKafka, PreparedKafka, StartKafkaOptions } from './kafka-launcher.ts';
export type { LocalKafkaNode } from './kafka-node.ts';
export { KafkaUnavailable } from './kafka-unavailable.ts';
export type { KafkaUnavailableReason } from './kafka-unavailable.ts';
