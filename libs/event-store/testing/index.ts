export { eventStoreContract } from './event-store-contract.ts';
export { type EventStoreHarness } from './contract-harness.ts';
export {
  collect,
  ContractSamples,
  countFrom,
  idsOf,
  readEvents,
  readStream,
  untilSettled,
  take,
} from './contract-samples.ts';
