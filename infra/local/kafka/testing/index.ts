export { askForBrokers } from './run-brokers.ts';
export type { RunBrokers } from './run-brokers.ts';
export { describeUnless, whyNoLocalKafka } from './suites.ts';
