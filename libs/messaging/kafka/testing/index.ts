export { describeWithKafka, testBrokers, uniquePrefix } from './test-brokers.ts';
export { dropTopics, topicNames } from './drop-topics.ts';
export { TopicsHarness } from './topics-harness.ts';
