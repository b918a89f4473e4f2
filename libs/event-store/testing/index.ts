export { eventStoreContract } from './event-store-contract.ts';
export { type EventStoreHarness } from './contract-harness.ts';
export {
  collect,
  ContractSamples,
  countFrom,
  idsOf,
  readEvents,
  readStream,
  settled,
  take,
} from './contract-samples.ts';
