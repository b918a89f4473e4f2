export * from './port.ts';
export { asEventSource, contextsOf, InProcessSource } from './event-source.ts';
export { messagingSchema } from './schema.ts';
export { runConsumer, type ConsumerOptions } from './consumer.ts';
export { CONSUMER_POLICY, type ConsumerPolicy } from './policy.ts';
export { findConsumer, findConsumers, resumeConsumer } from './consumer-rows.ts';
export type { ConsumerError, ConsumerStatus } from './consumer-rows.ts';
export { runTimers, type TimersOptions } from './timers.ts';
export { resumeTimers, setTimers, timersStatus, type Timer, type TimersStatus } from './timer-rows.ts';
