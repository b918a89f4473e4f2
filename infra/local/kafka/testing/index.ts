export { askForBrokers } from './run-brokers.ts';
export { describeUnless, whyNoLocalKafka } from './suites.ts';
