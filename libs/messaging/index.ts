export * from './port.ts';
export { withoutHandled } from './duplicates.ts';
export { asEventSource, contextsOf } from './event-source.ts';
export { messagingSchema } from './schema.ts';
export { runConsumer, type ConsumerOptions } from './consumer.ts';
export { CONSUMER_POLICY, type ConsumerPolicy } from './policy.ts';
export { findConsumer, findConsumers, resumeConsumer } from './consumer-rows.ts';
export type { ConsumerError, ConsumerStatus } from './consumer-rows.ts';
