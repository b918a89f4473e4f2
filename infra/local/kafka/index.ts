export { startKafka, type LocalKafka } from './kafka-launcher.ts';
export type { KafkaNode } from './kafka-node.ts';
export { KafkaUnavailable } from './kafka-unavailable.ts';
export { prepareKafka } from './programs.ts';
