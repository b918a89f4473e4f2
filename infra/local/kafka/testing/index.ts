export { describeUnless, whyNoLocalKafka } from './suites.ts';
