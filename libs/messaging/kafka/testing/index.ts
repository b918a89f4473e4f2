export { describeWithKafka, testBrokers, uniquePrefix } from './test-brokers.ts';
export { dropTopics } from './drop-topics.ts';
export { TopicsHarness, type TopicsHarnessOptions } from './topics-harness.ts';
