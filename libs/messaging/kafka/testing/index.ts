export { describeWithKafka, testBrokers, uniquePrefix } from './test-brokers.ts';
