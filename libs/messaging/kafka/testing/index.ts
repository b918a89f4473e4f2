export { describeWithKafka, testBrokers, uniquePrefix } from './test-brokers.ts';
export { dropTopics } from './drop-topics.ts';
export { TopicsHarness } from './topics-harness.ts';
